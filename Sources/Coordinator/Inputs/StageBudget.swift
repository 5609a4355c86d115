/// What each stage of a year may take of a run's budget, and what it needs.
///
/// Shares hold for every budget; a stage rarely uses its own, since its rounds have enough after a
/// stated effort and it ends with the first valid answer. What it leaves goes to the polish, so
/// that a large budget does not delay the first valid year.
enum StageBudget {
  /// Races that a plan may take; the first that ends valid is enough.
  static let planRaces = 8
  /// Effort a cell of one race for a plan: four seconds for 24 residents and half blocks.
  static let planEffort = 40_000
  /// Effort a cell of changing a plan by what was learned.
  static let replanEffort = 20_000
  static let weeksEffort = 3_000
  /// Effort a cell of a block's first duties, and of a seam: half a second for 36 people and four
  /// weeks. Twice as much mended a tenth more.
  static let detailEffort = 400
  /// Lanes of a plan that shall change as little as lessons allow: cold, and a little warmer.
  static let gentle: [RunSettings.Lane] = [0.3, 0.7].map {
    RunSettings.Lane(strategy: "annealing", parameters: ["start-temperature": $0])
  }

  /// Shares of the plan after so many details: without a plan there is nothing else to spend on.
  static func plan(_ details: Int) -> (before: Double, after: Double) {
    let start = start(details)
    return (start, start + (details == 0 ? 0.4 : 0.05))
  }

  static func weeks(_ details: Int) -> (before: Double, after: Double) {
    let start = plan(details).after
    return (start, start + 0.02)
  }

  static func detail(_ details: Int) -> (before: Double, after: Double) {
    let start = weeks(details).after
    return (start, start + (details == 0 ? 0.2 : 0.05))
  }

  /// The first round takes 62 % at most, each further one 12 %.
  private static func start(_ details: Int) -> Double {
    details == 0 ? 0 : 0.62 + 0.12 * Double(details - 1)
  }
}
