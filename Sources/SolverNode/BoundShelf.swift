import Grid
import Synchronization
import Wire

/// The best checked bounds this node has heard of and fetched, for searches to start from. Each
/// belongs to a grid: a run of several stages has one after another.
final class BoundShelf: Sendable {
  private struct Entry {
    /// Best that was asked for, so that a bound is fetched once.
    var asked = Int.min
    var bound: BoundOffer?
  }

  private let entries = Mutex<[GridHash: Entry]>([:])

  /// Grids remembered: one for each run that a bulletin can name.
  private static let gridsMax = WireLimits.runsInBulletin

  func isBetter(_ bound: RunBound, of grid: GridHash) -> Bool {
    entries.withLock { bound.soft > $0[grid]?.asked ?? .min }
  }

  func isFetching(_ bound: RunBound, of grid: GridHash) {
    entries.withLock { entries in
      if entries.count >= Self.gridsMax, entries[grid] == nil { entries = [:] }
      entries[grid, default: Entry()].asked = bound.soft
    }
  }

  func keep(_ bound: CheckedBound) {
    entries.withLock { entries in
      let known = entries[bound.gridHash]?.bound?.claimed ?? .min
      if bound.offer.claimed > known {
        entries[bound.gridHash, default: Entry()].bound = bound.offer
      }
    }
  }

  /// What a new search of an assignment may start from: nothing where effort is counted, since
  /// such answers must not depend on what was proved when.
  func bound(for assignment: Assignment) -> BoundOffer? {
    guard case .milliseconds = assignment.budget else { return nil }
    return entries.withLock { $0[assignment.gridHash]?.bound }
  }
}
