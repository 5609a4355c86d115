import Coordination
import Synchronization

/// Requests that wait for the machine's reply.
///
/// Bounded by the contexts of the request server: each waiting request holds one.
final class RequestDesk: Sendable {
  private struct State {
    var next: UInt64 = 1
    var waiting: [RequestID: CheckedContinuation<[UInt8]?, Never>] = [:]
  }

  private let state = Mutex(State())

  func number() -> RequestID {
    state.withLock { state in
      defer { state.next += 1 }
      return RequestID(state.next)
    }
  }

  /// The reply to a request, once somebody gives one; nil when the asker went away.
  func reply(to request: RequestID, after submit: @Sendable () -> Void) async -> [UInt8]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        state.withLock { $0.waiting[request] = continuation }
        submit()
        if Task.isCancelled { answer(request, nil) }
      }
    } onCancel: {
      answer(request, nil)
    }
  }

  /// Answers a request; a second answer has no effect.
  func answer(_ request: RequestID, _ bytes: [UInt8]?) {
    state.withLock { $0.waiting.removeValue(forKey: request) }?.resume(returning: bytes)
  }

  /// Lets all go without an answer, when leadership ends.
  func dismissAll() {
    let waiting = state.withLock { state in
      defer { state.waiting = [:] }
      return state.waiting
    }
    for request in waiting.keys.sorted() { waiting[request]?.resume(returning: nil) }
  }
}
