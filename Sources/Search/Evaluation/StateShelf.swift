import Grid
import Synchronization

/// The state that a search of a grid has left, for the next one to start from.
///
/// Searches of parts follow one another on the same grid and hardly differ in what stands outside
/// their parts. Counting 1,200 residents' year from nothing takes a node longer than many a part is
/// searched; changing the cells that differ does not. The same state comes of both.
package final class StateShelf: Sendable {
  private let kept = Mutex<GridState?>(nil)

  package init() {}

  /// A state of an answer with prices as a new one has them.
  ///
  /// - Precondition: the answer has the model's shape and stays inside the domains.
  func state(_ model: SearchModel, answer: GridAnswer, quotas: [Quota]) -> GridState {
    guard quotas.isEmpty, var state = take(), state.model === model, state.move(to: answer) else {
      return GridState(model, answer: answer, quotas: quotas)
    }
    return state
  }

  /// Keeps a state whose search has ended, unless it counts by bands of its own.
  func keep(_ state: consuming GridState, quotas: [Quota]) {
    guard quotas.isEmpty else { return }
    var state: GridState? = state
    kept.withLock { $0 = state.take() }
  }

  private func take() -> GridState? { kept.withLock { $0.take() } }
}
