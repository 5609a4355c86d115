import Foundation

/// Long work beside the pool of threads that answers nodes, which has as many as there are cores.
enum OwnThread {
  /// Runs `body` on a thread of its own, to its end: whoever waits cannot stop it.
  static func run<Value: Sendable>(
    _ name: String, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try body() }) }
      thread.name = name
      thread.start()
    }
  }
}
