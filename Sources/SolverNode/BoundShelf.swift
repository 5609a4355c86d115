import Grid
import Synchronization
import Wire

/// The best checked bounds this node has heard of and fetched, for searches to start from.
final class BoundShelf: Sendable {
  private struct Entry {
    /// Best that was asked for, so that a bound is fetched once.
    var asked = Int.min
    var bound: BoundOffer?
  }

  private let entries = Mutex<[RunID: Entry]>([:])

  /// Runs remembered: as many as a bulletin can name.
  private static let runsMax = WireLimits.runsInBulletin

  func isBetter(_ bound: RunBound) -> Bool {
    entries.withLock { bound.soft > $0[bound.run]?.asked ?? .min }
  }

  func isFetching(_ bound: RunBound) {
    entries.withLock { entries in
      if entries.count >= Self.runsMax, entries[bound.run] == nil { entries = [:] }
      entries[bound.run, default: Entry()].asked = bound.soft
    }
  }

  func keep(_ bound: CheckedBound) {
    entries.withLock { entries in
      let known = entries[bound.run]?.bound?.claimed ?? .min
      if bound.offer.claimed > known { entries[bound.run, default: Entry()].bound = bound.offer }
    }
  }

  /// What a new search of an assignment may start from: nothing where effort is counted, since
  /// such answers must not depend on what was proved when.
  func bound(for assignment: Assignment) -> BoundOffer? {
    guard case .milliseconds = assignment.budget else { return nil }
    return entries.withLock { $0[assignment.run]?.bound }
  }
}
