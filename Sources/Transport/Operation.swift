import CNNG
import Synchronization

/// One send or receive in flight.
///
/// nng completes an operation on a thread of its own, and may do so before the call that starts it
/// returns; the task that waits may be cancelled at any of these moments. So:
/// - the operation retains itself from the start until nng's callback, which comes exactly once;
/// - the continuation is stored before the start, and the start happens outside the lock;
/// - a cancellation that came before the start has no effect on nng, so it is asked for again
///   after it.
///
/// An operation that completed in spite of its cancellation reports its completion: nothing that
/// arrived is lost.
final class Operation: Sendable {
  /// How an operation ended.
  struct Outcome: Sendable {
    /// 0, or nng's error.
    var result: Int32
    /// The bytes received; empty for a send.
    var body: [UInt8] = []
    /// The connection they came from; 0 for a send.
    var pipe: UInt32 = 0
  }

  private struct State {
    var continuation: CheckedContinuation<Outcome, Never>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  /// nng's handle. Written once in `init` before the object is shared, then only read, and freed in
  /// `deinit` when nobody else holds the object: so unguarded access is safe.
  private nonisolated(unsafe) var handle: OpaquePointer?

  private let isSend: Bool

  /// Whether the wait is over. Held while nng is asked to cancel, and taken before the waiting task
  /// goes on: nng 1.5 touches the context while it cancels, so the context must outlive that call.
  private let isOver = Mutex(false)

  private init(isSend: Bool, timeout: Int32) throws(TransportError) {
    self.isSend = isSend
    let argument = Unmanaged.passUnretained(self).toOpaque()
    let result = nng_aio_alloc(&handle, operationCompleted, argument)
    guard result == 0 else { throw TransportError(result: result, step: "allocating an operation") }
    nng_aio_set_timeout(handle, timeout)
  }

  deinit {
    // The last reference may drop inside the callback, where freeing at once would deadlock.
    if let handle { nng_aio_reap(handle) }
  }

  /// Sends `frame` by `start`, which hands the operation to nng.
  ///
  /// - Parameter timeout: milliseconds, or -1 for none.
  static func send(
    _ frame: [UInt8], on socket: Socket, timeout: Int32, start: @Sendable (OpaquePointer?) -> Void
  ) async throws(TransportError) {
    let operation = try Operation(isSend: true, timeout: timeout)
    let message = try message(holding: frame)
    nng_aio_set_msg(operation.handle, message)
    guard socket.register(operation) else {
      nng_msg_free(message)
      throw .closed
    }
    _ = try await operation.outcome(start, on: socket, step: "sending")
  }

  /// Receives one message by `start`, which hands the operation to nng.
  ///
  /// - Parameter timeout: milliseconds, or -1 for none.
  static func receive(
    on socket: Socket, timeout: Int32, start: @Sendable (OpaquePointer?) -> Void
  ) async throws(TransportError) -> Outcome {
    let operation = try Operation(isSend: false, timeout: timeout)
    guard socket.register(operation) else { throw .closed }
    return try await operation.outcome(start, on: socket, step: "receiving")
  }

  /// A message of nng's with a copy of `frame`; whoever calls owns it until a send takes it.
  static func message(holding frame: [UInt8]) throws(TransportError) -> OpaquePointer? {
    var message: OpaquePointer?
    let result = nng_msg_alloc(&message, frame.count)
    guard result == 0 else { throw TransportError(result: result, step: "allocating a message") }
    frame.withUnsafeBytes { source in
      // nng gives room of exactly the size asked for; an empty one may have no address.
      guard let target = nng_msg_body(message) else { return }
      UnsafeMutableRawBufferPointer(start: target, count: source.count).copyMemory(from: source)
    }
    return message
  }

  /// Asks nng to end the operation; one that is over, or has not started, is left alone by nng.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    isOver.withLock { isOver in
      if !isOver { nng_aio_cancel(handle) }
    }
  }

  private func outcome(
    _ start: @Sendable (OpaquePointer?) -> Void, on socket: Socket, step: String
  ) async throws(TransportError) -> Outcome {
    let outcome = await run(start)
    isOver.withLock { $0 = true }
    socket.unregister(self)
    guard outcome.result != 0 else { return outcome }
    throw socket.isClosed ? .closed : TransportError(result: outcome.result, step: step)
  }

  private func run(_ start: @Sendable (OpaquePointer?) -> Void) async -> Outcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { $0.continuation = continuation }
        _ = Unmanaged.passUnretained(self).retain()
        start(handle)
        if state.withLock({ $0.isCancelled }) { cancel() }
      }
    } onCancel: {
      cancel()
    }
  }

  /// Ends the wait; called once, by nng's callback.
  fileprivate func complete() {
    var outcome = Outcome(result: nng_aio_result(handle))
    // A send that failed leaves the message ours, as does a receive that succeeded.
    if isSend == (outcome.result != 0), let message = nng_aio_get_msg(handle) {
      if !isSend {
        outcome.body = [UInt8](
          UnsafeRawBufferPointer(start: nng_msg_body(message), count: nng_msg_len(message)))
        outcome.pipe = UInt32(bitPattern: nng_pipe_id(nng_msg_get_pipe(message)))
      }
      nng_msg_free(message)
    }
    let continuation = state.withLock { state in
      let waiting = state.continuation
      state.continuation = nil
      return waiting
    }
    continuation?.resume(returning: outcome)
  }
}

/// Called by nng's threads when an operation ended.
private nonisolated func operationCompleted(_ argument: UnsafeMutableRawPointer?) {
  guard let argument else { preconditionFailure("nng called back without its argument") }
  Unmanaged<Operation>.fromOpaque(argument).takeRetainedValue().complete()
}

extension Duration {
  /// Whole milliseconds for nng, at least 1 and at most nng's range (about 24 days).
  var milliseconds: Int32 {
    guard self < .milliseconds(Int64(Int32.max)) else { return .max }
    return max(1, Int32(self / .milliseconds(1)))
  }
}
