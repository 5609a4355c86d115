import Compilation
package import Domain
import Grid
import Rules

/// A version that a run starts from, and what of it may change.
package struct RunStart: Sendable {
  package var version: NamedSchedule
  package var origin: RunOrigin

  package init(version: NamedSchedule, origin: RunOrigin) {
    self.version = version
    self.origin = origin
  }
}

/// What stays of a version at each level of a year.
struct YearScope: Sendable {
  let year: ScopedYear
  /// The version's plan, with what the programme no longer allows changed.
  let plan: PinnedGrid
  /// Its service weeks likewise; nil for a programme without.
  let weeks: PinnedGrid?

  /// - Throws: ``UnusableInput`` when the version does not fit the programme, or holds something
  ///   that should stay and that a hard rule over single cells of the plan does not allow.
  init(
    _ program: Program, _ start: RunStart, _ compiled: CompiledPlan,
    _ weeks: CompiledServiceWeeks?
  ) throws {
    do {
      year = try ScopedYear(
        start.version, scope: start.origin.scope, keepsPlan: start.origin.keepsPlan, in: program)
    } catch {
      throw UnusableInput(
        reason: error.description,
        remedy: "Name another version or scope, or start from nothing without --from.")
    }
    plan = PinnedGrid(compiled.grid, year.planPins)
    let year = year
    // Every choice is in every domain of service weeks, so that none conflicts.
    self.weeks = weeks.map { PinnedGrid($0.grid, year.weekPins) }
    try plan.requireNoConflict(year.planCell)
  }

  /// Whether plan, or service weeks, may change anywhere.
  var mayChangePlan: Bool { plan.freeCells > 0 }
  var mayChangeWeeks: Bool { weeks.map { $0.freeCells > 0 } ?? false }

  /// A plan's grid that lessons were added to, with what stays.
  func pinned(plan grid: DenseGrid) -> DenseGrid { PinnedGrid(grid, year.planPins).grid }

  /// The same for a grid of service weeks.
  func pinned(weeks grid: DenseGrid) -> DenseGrid { PinnedGrid(grid, year.weekPins).grid }

  static func nothingToDo(_ what: String) -> UnusableInput {
    UnusableInput(
      reason: "Nothing may change: the scope holds no \(what) of anybody.",
      remedy: "Widen the scope: more dates, levels or people.")
  }
}

extension PinnedGrid {
  /// Cells named in one message: a person reads a few.
  private static let namedMax = 10

  /// Refuses a grid in which something should stay that hard rules do not allow.
  func requireNoConflict(_ words: (Int) -> String) throws {
    guard !conflicts.isEmpty else { return }
    let named = conflicts.prefix(Self.namedMax).map { "  " + words($0) }
    let more =
      conflicts.count > named.count ? ["  and \(conflicts.count - named.count) more"] : []
    throw UnusableInput(
      reason: "\(conflicts.count) cells outside the scope hold what a hard rule of the programme"
        + " does not allow there:\n" + (named + more).joined(separator: "\n"),
      remedy: "Widen the scope to them, or relax the rule for these people and dates.",
      isConflict: true)
  }

  /// Refuses an answer that changed what should stay: no search of ours can, so one that does is
  /// no result.
  func requireNothingMoved(_ answer: GridAnswer) throws {
    let moved = pins.moved(in: answer)
    guard moved.isEmpty else {
      throw UnusableInput(
        reason: "The search changed \(moved.count) cells outside the run's scope.",
        remedy: "Report this with the coordinator's log.")
    }
  }
}
