import CNNG
import Compression
import Synchronization

/// One request, unpacked, and the connection it came by.
package struct IncomingRequest: Sendable {
  /// What the client sent.
  package var body: [UInt8]
  /// The connection, by which requests of one peer are told from those of another.
  package var peer: PipeID
}

/// How often a server met what it does not serve, since it was opened.
package struct ServerCounters: Sendable, Equatable {
  /// Frames that were no intact LZ4 frames within the limits.
  package var refusedFrames = 0
  /// Connections closed for their malformed frames.
  package var closedPeers = 0
  /// Replies that could not be sent: too large, or the peer did not read them in time.
  package var droppedReplies = 0

  /// Nothing met so far.
  package init() {}
}

/// Answers requests on one address, many at once.
///
/// Each request has a context of its own, so that long polls may stay unanswered while others come
/// and go. A reply to a client that has gone is dropped in silence. Nothing that a peer sends ends
/// the server.
package final class RequestServer: Sendable {
  /// The address really bound: port 0 is replaced by the port the system chose.
  package let address: String

  private let socket: Socket
  private let settings: TransportSettings
  private let tally = Mutex(ServerCounters())

  /// Listens on `address`; requests wait in their connections until ``run(_:)``.
  ///
  /// - Throws: `unusableSettings`, `malformedAddress`, `addressNotLocal`, `addressInUse`,
  ///   `library`.
  package init(
    listen address: String, settings: TransportSettings = TransportSettings()
  ) async throws(TransportError) {
    let parsed = try Address(address)
    self.settings = settings
    socket = try await Socket.open(.reply, settings: settings)
    self.address = try await socket.listen(on: parsed)
  }

  /// Connections opened and closed, in order, for one reader. Bounded by
  /// ``TransportSettings/pipeEventBuffer``, the oldest gives way; ends when the server is closed.
  package var pipeEvents: AsyncStream<PipeEvent> { socket.ledger.events }

  /// What was refused, closed and dropped so far.
  package var counters: ServerCounters { tally.withLock { $0 } }

  /// The peers connected at this moment.
  package var connectionCount: Int { socket.ledger.connectionCount }

  /// Answers requests by `handler` until the server is closed or the task is cancelled.
  ///
  /// Up to ``TransportSettings/contexts`` handlers run at once, each in a child task. A nil answer
  /// drops the request: its client waits until its own time is up. Closing the server or cancelling
  /// the task cancels the handlers and drops their answers; this returns once they have returned.
  /// A client that leaves does not cancel its handlers: ``pipeEvents`` tells of it.
  ///
  /// - Throws: `library` where nng cannot serve at all; never for anything a peer did.
  package func run(
    _ handler: @escaping @Sendable (IncomingRequest) async -> [UInt8]?
  ) async throws(TransportError) {
    let failures = await withTaskGroup(of: TransportError.self) { group in
      for _ in 0..<settings.contexts {
        group.addTask {
          do throws(TransportError) {
            try await self.serve(handler)
          } catch {
            return error
          }
        }
      }
      // Handlers may hold every context, so that none of them would notice the close.
      group.addTask {
        await self.socket.waitForClose()
        return .closed
      }
      var failures: [TransportError] = []
      for await failure in group {
        group.cancelAll()
        if failure != .closed, failure != .cancelled { failures.append(failure) }
      }
      return failures
    }
    if let first = failures.first { throw first }
  }

  /// Closes a connection; its peer may dial again.
  package func close(_ peer: PipeID) {
    // It may have ended by itself by now, which is as good.
    nng_pipe_close(nng_pipe(id: peer.number))
  }

  /// Stops listening, drops the connections and ends ``run(_:)``; again is no fault.
  ///
  /// Returns once the handlers, which are cancelled, have returned: so a handler must not wait for
  /// it, and must heed its cancellation.
  package func close() async {
    await socket.close()
  }

  /// One context's life: receive, answer, again.
  private func serve(
    _ handler: @Sendable (IncomingRequest) async -> [UInt8]?
  ) async throws(TransportError) -> Never {
    try socket.enter()
    defer { socket.leave() }
    var context = nng_ctx()
    try check(nng_ctx_open(&context, socket.handle), "opening a context")
    let opened = context
    defer { nng_ctx_close(opened) }
    while true {
      let received = try await Operation.receive(
        on: socket, timeout: NNG_DURATION_INFINITE
      ) {
        nng_ctx_recv(opened, $0)
      }
      guard let request = unpacked(received), let answer = await handler(request) else { continue }
      try await reply(answer, on: opened)
    }
  }

  private func unpacked(_ received: Operation.Outcome) -> IncomingRequest? {
    do throws(CompressionError) {
      let body = try LZ4Frame.decompress(received.body, limit: settings.decompressedSizeMax)
      return IncomingRequest(body: body, peer: PipeID(number: received.pipe))
    } catch {
      let mustClose = socket.ledger.countOffence(of: received.pipe) > settings.malformedFramesMax
      tally.withLock { tally in
        tally.refusedFrames += 1
        if mustClose { tally.closedPeers += 1 }
      }
      if mustClose { nng_pipe_close(nng_pipe(id: received.pipe)) }
      return nil
    }
  }

  private func reply(_ answer: [UInt8], on context: nng_ctx) async throws(TransportError) {
    do throws(TransportError) {
      let frame = try settings.packed(answer)
      try await Operation.send(
        frame, on: socket, timeout: settings.replyTimeout.milliseconds
      ) {
        nng_ctx_send(context, $0)
      }
    } catch {
      tally.withLock { $0.droppedReplies += 1 }
      // One reply is lost, which its client has to reckon with anyway; the server goes on.
      if error == .closed || error == .cancelled { throw error }
    }
  }
}
