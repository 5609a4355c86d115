import Coordination
import Foundation
import Grid
import Synchronization

/// The checker's place: one thread a check, apart from the pool that answers nodes.
///
/// Checks of large grids take seconds. They share nothing with the search that claims: the nodes
/// are other processes, and the checker's row programme is another one than theirs.
enum BoundChecking {
  /// What the checker says of a claim; nil when the task was cancelled before it was done.
  static func verdict(on offer: BoundOffer, of grid: DenseGrid) async -> BoundVerdict? {
    let box = StopFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let thread = Thread {
          do throws(BoundRefusal) {
            let proved = try grid.checkAlone(offer) { box.isSet }
            continuation.resume(returning: proved.map { .proved($0) })
          } catch {
            continuation.resume(returning: .refused(error))
          }
        }
        thread.name = "bound check"
        thread.start()
      }
    } onCancel: {
      box.set()
    }
  }

  private final class StopFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }
}
