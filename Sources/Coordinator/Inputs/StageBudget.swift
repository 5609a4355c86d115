/// What each stage of a year may take of a run's budget.
///
/// Shares hold for every budget and in deterministic mode. The limits in milliseconds are what a
/// stage was seen to have use for on two slots, with something to spare: what it leaves goes to the
/// polish, and a large budget does not delay the first valid year.
enum StageBudget {
  /// Races that a plan may take; the first that ends valid is enough.
  static let planRaces = 8
  /// Milliseconds a cell of the plan in all races: 50 s for 24 residents and half blocks.
  static let planMilliseconds: Int64 = 80
  /// Milliseconds a cell of service weeks, in four races likewise.
  static let weeksMilliseconds: Int64 = 6
  /// Lanes of a plan that shall change as little as lessons allow: cold, and a little warmer.
  static let gentle: [RunSettings.Lane] = [0.3, 0.7].map {
    RunSettings.Lane(strategy: "annealing", parameters: ["start-temperature": $0])
  }

  /// Three tenths of a millisecond a cell: half a second for a block of 36 people in each pass.
  static func detailMilliseconds(_ cells: Int) -> Int64 { max(2_000, Int64(cells) * 3 / 10) }

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

  /// The first round takes 62 % at most, each further one 12 %; it rarely does.
  private static func start(_ details: Int) -> Double {
    details == 0 ? 0 : 0.62 + 0.12 * Double(details - 1)
  }
}
