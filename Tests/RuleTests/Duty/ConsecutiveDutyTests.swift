import Domain
import Rules
import TestSupport
import Testing

/// ``ConsecutiveDuty`` through the judge: six nights and seven, runs from history and into the
/// open, weekends and their edges.
struct ConsecutiveDutyTests {
  static func rule(
    _ activities: [ActivityID] = [], _ unit: RunUnit = .days, min: Int = 1, max: Int? = nil
  ) -> AnyDutyRule {
    .consecutiveDuty(
      ConsecutiveDuty(
        selection: DutySelection(activities: activities), unit: unit, minimum: min, maximum: max))
  }

  static let nights = rule(["Night"], .nights, max: 6)
  static let atLeastTwo = rule(["Night"], .nights, min: 2)
  static let weekends = rule([], .weekends, max: 1)

  static let cases: [DutyCase] = [
    DutyCase(nights, "n6.", is: 0, "At the boundary: six nights"),
    DutyCase(nights, "n7.", is: 1, "At the boundary: seven"),
    DutyCase(nights, "n8.", is: 2, "At the boundary: eight"),
    DutyCase(nights, "n6.n6", is: 0, "Unit of penalty: two runs of six"),
    DutyCase(nights, "n7.n8", is: 3, "Unit of penalty: of each run"),
    DutyCase(nights, "n4|n3", is: 1, "At the boundary: four in history and three after"),
    DutyCase(nights, "n4|n2", is: 0, "History: six with four of them"),
    DutyCase(nights, "n7|.", is: 0, "History: a run that ended before the horizon"),
    DutyCase(nights, "n7|n", is: 2, "History: all its units count"),
    DutyCase(nights, "n4.|n6", is: 0, "History: a night off between"),
    DutyCase(nights, ".n7", is: 1, "Open end: it can be too long"),
    DutyCase(nights, "c7", is: 0, "At the boundary: days are no nights"),
    DutyCase(atLeastTwo, "nn.", is: 0, "At the boundary: two of two"),
    DutyCase(atLeastTwo, "n.", is: 1, "At the boundary: one of two"),
    DutyCase(atLeastTwo, ".n", is: 0, "Open end: it may go on"),
    DutyCase(atLeastTwo, "|n.", is: 1, "History: it is silent, so the run begins here"),
    DutyCase(atLeastTwo, "n|n.", is: 0, "History: the first was before"),
    DutyCase(atLeastTwo, "n|.", is: 0, "History: one night wholly before"),
    DutyCase(rule(["Night"], .nights, min: 3, max: 3), "n3.", is: 0, "At the boundary: exactly"),
    DutyCase(
      rule(["Night"], .nights, min: 3, max: 3), "n2.n4.", is: 2, "Unit of penalty: short and long"),
    DutyCase(rule(max: 6), "w6.w", is: 0, "At the boundary: six days"),
    DutyCase(rule(max: 6), "w7", is: 1, "At the boundary: seven days"),
    DutyCase(rule(max: 6), "w6j", is: 1, "At the boundary: home call is duty here"),
    DutyCase(rule(max: 6), "w6v", is: 0, "At the boundary: leave is not"),
    DutyCase(rule(max: 6), "w6n", is: 1, "At the boundary: a night is of its date"),
    DutyCase(weekends, "c.6c", from: "2025-07-05", is: 1, "Weekends: two Saturdays in a row"),
    DutyCase(weekends, "c.13c", from: "2025-07-05", is: 0, "Weekends: one between"),
    DutyCase(weekends, ".c.5c", from: "2025-07-05", is: 1, "Weekends: a Sunday, then a Saturday"),
    DutyCase(weekends, "n.6n", from: "2025-07-04", is: 0, "Weekends: Friday nights work none"),
    DutyCase(weekends, ".n.6n", from: "2025-07-04", is: 1, "Weekends: Saturday nights do"),
    DutyCase(weekends, "c.5c", from: "2025-07-06", is: 1, "Weekends: the first without Saturday"),
    DutyCase(weekends, "c|.6c", from: "2025-07-06", is: 1, "Weekends: its Saturday in history"),
    DutyCase(
      rule(["Night"], .nights, max: 3), "n7", is: 1, "Scope: four nights of seven",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-03", "2025-07-06")] }),
    DutyCase(
      atLeastTwo, "n7", is: 1, "Scope: the run's part in scope is too short",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-05", "2025-07-05")] }),
    DutyCase(
      nights, "n7", from: "2028-02-26", is: 1, "At the boundary: over 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
    DutyCase(nights, "n4|n3", from: "2025-07-01", is: 1, "History: last year's nights"),
    DutyCase(atLeastTwo, ".n", from: "2026-06-29", is: 0, "Open end: the year's last night"),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
