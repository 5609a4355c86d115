import Coordination
import Grid

/// What each stage of a year may take of a run's budget, and what it needs.
///
/// Shares say when a stage ends at the latest; it rarely comes to that, since its rounds have
/// enough after a stated effort and it ends with the first valid answer. What it leaves goes to
/// the polish, so that a large budget does not delay the first valid year.
enum StageBudget {
  /// Effort a cell of the first race for a plan: four seconds on small plans, which are the
  /// tightest; large ones are valid after a tenth of theirs and use the rest for wishes.
  private static func planEffort(cells: Int) -> Int {
    cells <= RunSettings.exactCells ? 25_000_000 / max(1, cells) : 8_000
  }

  /// A race for a plan: coolings one after another beside an exact search that may take as long as
  /// it needs, to the end of the time there is or soon after the first valid plan. Large plans are
  /// valid early and spend a stated effort on wishes first.
  static func planRace(cells: Int) -> RoundPlan {
    let first = Round(
      kind: .race(lanes: 2, from: .nothing), weight: 1, effortPerCell: planEffort(cells: cells))
    return RoundPlan(
      rounds: (cells <= RunSettings.exactCells ? [] : [first]) + [openRace(cells: cells)])
  }

  /// Changing a plan by what was learned: little of it, and when no plan nearby follows the
  /// lessons, another one from nothing. Small plans have an exact search that finds one or proves
  /// that there is none; of large ones the best that a race comes to is gone on with: one lesson
  /// that could not be followed took a run of 60 residents 30 of its 60 seconds.
  static func replan(cells: Int) -> RoundPlan {
    var race = openRace(cells: cells)
    race.repeats = cells <= RunSettings.exactCells
    return RoundPlan(rounds: [
      Round(
        kind: .polish(lanes: 2), weight: 1, effortPerCell: planEffort(cells: cells) / 2),
      race,
    ])
  }

  /// A plan that denies fewer wishes than the one under a valid year: twice a race's effort, as
  /// far as its share of the budget allows.
  static func betterPlan(cells: Int) -> RoundPlan {
    RoundPlan(rounds: [
      Round(
        kind: .polish(lanes: 2), weight: 1, effortPerCell: planEffort(cells: cells) * 2)
    ])
  }

  /// Lanes of a better plan. Small neighbourhoods solved exactly, on both of two nodes: wishes of
  /// 82 points for 24 residents came down to 40 within 25 million units of effort, where annealing
  /// and an exact search of the whole plan mostly stayed above 65.
  static let betterPlanLanes = [
    repairLane, repairLane, coldLane,
  ]

  /// Small neighbourhoods solved exactly.
  private static let repairLane = RunSettings.Lane(strategy: "cp-sat-repair")

  /// Annealing that leaves most of a plan as it is.
  static let coldLane = RunSettings.Lane(
    strategy: "annealing", parameters: ["warm-temperature": 0.3])

  private static func openRace(cells: Int) -> Round {
    Round(
      kind: .race(lanes: 2, from: .nothing), weight: 2, effortPerCell: planEffort(cells: cells),
      repeats: true)
  }

  /// Races for service weeks, each of some ten seconds for up to 8,000 cells: with a quarter of
  /// this effort the weeks of 600 people kept 209 broken rules. What a race leaves is gone on with
  /// before the next begins from nothing. Weeks that stand are changed as little as lessons allow
  /// first: each week that changes costs the duties of its block.
  ///
  /// Of many people's weeks a second race ends no better than the first, with some seven broken
  /// rules; those are mended in small neighbourhoods, which need their time to grow to all the
  /// weeks of a duty, and end soon after the last one is.
  static func weeksRaces(cells: Int, isReplanning: Bool) -> RoundPlan {
    let isMany = cells > manyCells
    let effort = min(3_000, max(1_000, 1_000 * manyCells / max(1, cells)))
    return RoundPlan(
      rounds: (0..<4).map { turn in
        let isMending = isMany && turn > 1
        let goesOn = turn.isMultiple(of: 2) == isReplanning || isMending
        return Round(
          kind: goesOn ? .polish(lanes: 2) : .race(lanes: 2, from: .nothing), weight: 1,
          effortPerCell: isMending ? 4 * effort : effort, endsSoon: isMending)
      })
  }

  /// Lanes for service weeks that lessons change.
  static func changedWeeksLanes(cells: Int) -> [RunSettings.Lane] {
    cells > manyCells ? [coldLane, repairLane] : [coldLane]
  }

  /// Usual lanes for plans and service weeks of many cells; nil for those of the run. Annealing
  /// leaves some three broken rules of 600 people's weeks, and one of 1,200 residents' plan at
  /// times, each wanting a few people's cells changed together; small neighbourhoods solved exactly
  /// find that.
  static func manyCellsLanes(cells: Int) -> [RunSettings.Lane]? {
    cells > manyCells ? [RunSettings.Lane(strategy: "annealing"), repairLane] : nil
  }

  /// Soft points of each cell that a plan or service weeks changed by lessons leave. A cell that
  /// changes costs the duties of a block around it, so that of many cells none should change for a
  /// wish: a plan of 1,200 residents that denied many went on granting them, a point a cell, until
  /// its duties were made anew.
  static func changePoints(cells: Int) -> Int { cells > manyCells ? 10 : 1 }

  /// Cells up to which annealing alone is enough: those of 150 people.
  private static let manyCells = 8_000

  /// Effort a cell of a block's first duties, and of a seam: a second for 36 people and four weeks.
  /// With 400 instead of 250 the first valid year of 60 residents came after 60 s instead of 47.
  private static let detailEffort = 250

  /// Effort a cell of parts of a year: the usual, or what it takes that a part has as much as
  /// making ready and counting the whole year anew costs. A few of 1,200 residents were searched
  /// for half a second, seven seconds after a node was told to.
  ///
  /// - Parameter cells: those of the whole year.
  static func detailEffort(of parts: [FreeRegion], in cells: Int) -> Int {
    let free = parts.reduce(0) { $0 + $1.cellCount }
    return max(detailEffort, leastEffort * cells * parts.count / max(1, free))
  }

  /// Units for each cell of a year that a part of it has at least.
  private static let leastEffort = 2

  /// Lanes of a plan that shall change as little as lessons allow: cold, and from what it is. Its
  /// first answer that follows them is taken, so that large plans are searched colder still: for
  /// one lesson 78 to 232 cells of 150 residents changed at 0.3 points, and 3 to 7 at 0.1.
  static func replanLanes(cells: Int) -> [RunSettings.Lane] {
    guard cells > RunSettings.exactCells else { return [coldLane, RunSettings.exactLane] }
    return [RunSettings.Lane(strategy: "annealing", parameters: ["warm-temperature": 0.1])]
  }

  /// Shares of the plan after so many details: without a plan there is nothing else to spend on.
  static func plan(_ details: Int) -> (before: Double, after: Double) {
    details == 0 ? (0, 0.8) : later(endingAt: 0.95)
  }

  static func weeks(_ details: Int) -> (before: Double, after: Double) {
    details == 0 ? (0.8, 0.81) : later(endingAt: 0.96)
  }

  static func detail(_ details: Int) -> (before: Double, after: Double) {
    details == 0 ? (0.81, 0.9) : later(endingAt: 0.985)
  }

  /// A level of a further round: while there is no valid year there is nothing better to spend time
  /// on than another try. Duties by lessons of 1,200 residents that had to end with 0.915 of the
  /// budget were left with 694 broken rules where 20 were before.
  private static func later(endingAt end: Double) -> (before: Double, after: Double) {
    (end - roundShare, end)
  }

  /// Shares of a better plan for a valid year, and of the duties under it: what comes later than
  /// these leaves too little for polishing them.
  static let betterPlan = (before: 0.3, after: 0.4)
  static let betterDetail = (before: 0.4, after: 0.6)

  /// Polishing starts colder than mending, in points: of a year of 24 residents with 93 points,
  /// 20 s left 50 and 62 from 0.3, 51 and 51 from 0.5, 57 and 66 from the usual 0.9, 63 and 66
  /// from 2; from one of 481 points 262 from 0.3 and 204 from 0.5 and 0.9.
  static let polishDefaults = ["warm-temperature": 0.5]

  /// A deterministic run polishes with half of its effort: nobody has waited for the stages before.
  static let polish = (before: 0.5, after: 1.0)

  /// Share of a deterministic run's effort that each level of a further round has.
  private static let roundShare = 0.09 / Double(3 * YearCourse.roundsMax)
}
