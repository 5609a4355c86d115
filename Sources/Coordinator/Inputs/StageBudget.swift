import Coordination

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

  /// Races for a plan; the first that ends valid is enough, so that each further one is longer:
  /// what one misses, another like it mostly misses too. The last has all the time there is.
  static func planRaces(cells: Int) -> [Round] {
    let races: [(weight: Int, efforts: Int?)] = [(2, 1), (3, 3), (7, nil)]
    return races.map { weight, efforts in
      Round(
        kind: .race(lanes: 2, from: .nothing), weight: weight,
        effortPerCell: efforts.map { $0 * planEffort(cells: cells) })
    }
  }

  /// Changing a plan by what was learned: little of it, and when no plan nearby follows the
  /// lessons, another one from nothing.
  static func replan(cells: Int) -> RoundPlan {
    let effort = planEffort(cells: cells)
    return RoundPlan(rounds: [
      Round(kind: .polish(lanes: 2), weight: 1, effortPerCell: effort / 2),
      Round(kind: .race(lanes: 2, from: .nothing), weight: 2, effortPerCell: effort),
    ])
  }

  static let weeksEffort = 3_000
  /// Effort a cell of a block's first duties, and of a seam: a second for 36 people and four weeks.
  /// With 400 instead of 250 the first valid year of 60 residents came after 60 s instead of 47.
  static let detailEffort = 250
  /// Lanes of a plan that shall change as little as lessons allow: cold, and from what it is.
  static func replanLanes(cells: Int) -> [RunSettings.Lane] {
    let annealing = RunSettings.Lane(
      strategy: "annealing", parameters: ["warm-temperature": 0.3])
    return cells <= RunSettings.exactCells ? [annealing, RunSettings.exactLane] : [annealing]
  }

  /// Shares of the plan after so many details: without a plan there is nothing else to spend on.
  static func plan(_ details: Int) -> (before: Double, after: Double) {
    let start = start(details)
    return (start, details == 0 ? 0.8 : start + 0.01)
  }

  static func weeks(_ details: Int) -> (before: Double, after: Double) {
    let start = plan(details).after
    return (start, start + 0.01)
  }

  static func detail(_ details: Int) -> (before: Double, after: Double) {
    let start = weeks(details).after
    return (start, start + (details == 0 ? 0.09 : 0.01))
  }

  /// A deterministic run polishes with half of its effort: nobody has waited for the stages before.
  static let polish = (before: 0.5, after: 1.0)

  private static func start(_ details: Int) -> Double {
    details == 0 ? 0 : 0.9 + 0.03 * Double(details - 1)
  }
}
