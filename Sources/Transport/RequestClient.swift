import CNNG
import Compression
import Synchronization

/// Asks a server, which may have several addresses, and waits for its answers.
///
/// Every address has a socket of its own, dialled in the background from the start. A request goes
/// to the preferred address; where that is not connected and another is, or where a request to it
/// met a lost connection or no answer in time, the next one that is connected becomes the
/// preferred. Nothing is repeated by itself: whoever asks repeats with the same id, and the answer
/// to a lost request is never known to have been lost.
package final class RequestClient: Sendable {
  private struct State {
    var preferred = 0
    var inFlight = 0
  }

  private let sockets: [Socket]
  private let settings: TransportSettings
  private let state = Mutex(State())

  /// Dials `addresses` in the background, the first one being preferred; none need listen yet.
  ///
  /// - Throws: `noAddress`, `unusableSettings`, `malformedAddress`, `addressNotLocal`, `library`.
  package init(
    dial addresses: [String], settings: TransportSettings = TransportSettings()
  ) async throws(TransportError) {
    guard !addresses.isEmpty else { throw .noAddress }
    var parsed: [Address] = []
    for address in addresses { parsed.append(try Address(address)) }
    var sockets: [Socket] = []
    for address in parsed {
      let socket = try await Socket.open(.request, settings: settings)
      try await socket.dial(address)
      sockets.append(socket)
    }
    self.sockets = sockets
    self.settings = settings
  }

  /// Whether any address is connected at this moment.
  package var isConnected: Bool { sockets.contains { $0.ledger.isConnected } }

  /// The position, among the addresses given, of the one preferred at this moment.
  package var preferredAddress: Int { state.withLock { $0.preferred } }

  /// The answer to `bytes`, which is waited for up to `timeout`, connecting included.
  ///
  /// Up to ``TransportSettings/contexts`` requests may be in flight at once. Cancelling the task
  /// ends the wait at once with `cancelled`.
  ///
  /// - Throws: `timedOut` and `connectionLost`, after which the request may be repeated;
  ///   `messageTooLarge`, `malformedReply`, `tooManyRequests`, `cancelled`, `closed`, `library`.
  package func request(
    _ bytes: [UInt8], timeout: Duration
  ) async throws(TransportError) -> [UInt8] {
    let deadline = ContinuousClock.now + timeout
    let frame = try settings.packed(bytes)
    try state.withLock { (state) throws(TransportError) in
      guard state.inFlight < settings.contexts else {
        throw .tooManyRequests(limit: settings.contexts)
      }
      state.inFlight += 1
    }
    defer { state.withLock { $0.inFlight -= 1 } }

    let chosen = choose()
    let answer: [UInt8]
    do throws(TransportError) {
      answer = try await exchange(frame, by: sockets[chosen], deadline: deadline)
    } catch {
      if error == .timedOut || error == .connectionLost { abandon(chosen) }
      throw error
    }
    do throws(CompressionError) {
      return try LZ4Frame.decompress(answer, limit: settings.decompressedSizeMax)
    } catch {
      throw .malformedReply(error)
    }
  }

  /// Prefers the next address, as when the one in use answers that it does not lead.
  package func preferNextAddress() {
    state.withLock { $0.preferred = ($0.preferred + 1) % sockets.count }
  }

  /// Ends the requests in flight with `closed`, and the connections; again is no fault.
  package func close() async {
    for socket in sockets { await socket.close() }
  }

  /// The preferred address, or the next one that is connected if that one is not.
  private func choose() -> Int {
    let connected = sockets.map(\.ledger.isConnected)
    return state.withLock { state in
      if !connected[state.preferred] {
        state.preferred = next(after: state.preferred, connected) ?? state.preferred
      }
      return state.preferred
    }
  }

  /// Prefers another address than `failed`, if another request has not done so already.
  private func abandon(_ failed: Int) {
    let connected = sockets.map(\.ledger.isConnected)
    state.withLock { state in
      guard state.preferred == failed else { return }
      state.preferred = next(after: failed, connected) ?? failed
    }
  }

  private func next(after position: Int, _ connected: [Bool]) -> Int? {
    (1..<sockets.count).map { (position + $0) % sockets.count }.first { connected[$0] }
  }

  private func exchange(
    _ frame: [UInt8], by socket: Socket, deadline: ContinuousClock.Instant
  ) async throws(TransportError) -> [UInt8] {
    try socket.enter()
    defer { socket.leave() }
    var context = nng_ctx()
    try check(nng_ctx_open(&context, socket.handle), "opening a context")
    let opened = context
    defer { nng_ctx_close(opened) }
    try await Operation.send(frame, on: socket, timeout: remaining(until: deadline)) {
      nng_ctx_send(opened, $0)
    }
    return try await Operation.receive(on: socket, timeout: remaining(until: deadline)) {
      nng_ctx_recv(opened, $0)
    }.body
  }

  private func remaining(until deadline: ContinuousClock.Instant) -> Int32 {
    (deadline - ContinuousClock.now).milliseconds
  }
}
