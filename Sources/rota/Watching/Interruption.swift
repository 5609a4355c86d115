import Foundation
import Synchronization

/// Remembers that the person asked to stop (Ctrl-C or TERM); a second time ends at once.
enum Interruption {
  private struct State {
    var isRequested = false
    var isTaken = false
  }

  private static let state = Mutex(State())
  private static let sources = Mutex<[DispatchSourceBox]>([])

  /// Keeps a source alive; only ever stored, never touched again.
  private final class DispatchSourceBox: @unchecked Sendable {
    // Sendable: the source is set up before it is stored here and never used afterwards.
    let source: any DispatchSourceSignal
    init(_ source: any DispatchSourceSignal) { self.source = source }
  }

  /// Whether a stop was asked for and nobody has acted on it.
  static var isRequested: Bool { state.withLock { $0.isRequested && !$0.isTaken } }

  /// Whether a stop was asked for at all.
  static var happened: Bool { state.withLock { $0.isRequested } }

  /// Takes the request; true once.
  static func take() -> Bool {
    state.withLock { state in
      defer { state.isTaken = state.isRequested }
      return state.isRequested && !state.isTaken
    }
  }

  /// Starts to listen for both signals instead of dying of them.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if state.withLock({ $0.isTaken }) { exit(CommandFailure.Code.cancelled.rawValue) }
        state.withLock { $0.isRequested = true }
      }
      source.activate()
      sources.withLock { $0.append(DispatchSourceBox(source)) }
    }
  }
}
