import Domain
import Rules
import TestSupport
import Testing

/// ``DutyCount`` through the judge: every period at its bounds, periods cut by horizon and scope,
/// every measure, leave.
struct DutyCountTests {
  static func rule(
    _ activities: [ActivityID] = [], _ measure: DutyMeasure = .cells, _ period: DutyPeriod,
    min: Int = 0, max: Int? = nil, leave: Bool = false
  ) -> AnyDutyRule {
    .dutyCount(
      DutyCount(
        selection: DutySelection(activities: activities), measure: measure, period: period,
        minimum: min, maximum: max, adjustsForLeave: leave))
  }

  static let calls = rule(["Call", "24 h"], .rolling(days: 28), max: 9)
  static func rule(
    _ activities: [ActivityID], _ period: DutyPeriod, min: Int = 0, max: Int? = nil,
    leave: Bool = false
  ) -> AnyDutyRule {
    rule(activities, .cells, period, min: min, max: max, leave: leave)
  }

  static func leave(_ first: String, _ last: String)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in small.addLeave("R1", first, last) }
  }

  static func inYear2027(_ small: inout SmallDuties, _ scope: inout RuleScope) {
    small = SmallDuties(year: 2027)
  }

  static let cases: [DutyCase] = [
    DutyCase(calls, "(q..)9.", is: 0, "At the boundary: nine calls in 28 dates"),
    DutyCase(calls, "(q..)9q", is: 1, "At the boundary: ten calls in 28 dates"),
    DutyCase(calls, "(q..)10", is: 1, "At the boundary: one window of ten, one of nine"),
    DutyCase(calls, "(x..)9x", is: 1, "At the boundary: calls of 24 hours are calls"),
    DutyCase(calls, "(j..)9j", is: 0, "At the boundary: home calls are not"),
    DutyCase(calls, "(q..)3|(q..)6q", is: 1, "Cut periods: three calls of history count"),
    DutyCase(calls, "(q..)6q|.", is: 0, "Cut periods: seven in history"),
    DutyCase(calls, "q9|..", is: 0, "Cut periods: nine in the windows that end in the horizon"),
    DutyCase(calls, "q10|.", is: 1, "Cut periods: ten"),
    DutyCase(
      rule(["Call"], .block, max: 4), "q3|qqqq", from: "2025-07-29", is: 1,
      "Cut periods: five in block 1 with history, two in block 2"),
    DutyCase(
      rule(["Call"], .block, max: 5), "q3|qqqq", from: "2025-07-29", is: 0,
      "Cut periods: exactly five"),
    DutyCase(
      rule(["Call"], .block, min: 3), "q.27", is: 2, "At the boundary: two missing in a block"),
    DutyCase(
      rule(["Call"], .block, min: 3), "q.26", is: 0, "Cut periods: a block without its last day"),
    DutyCase(
      rule(["Call"], .block, max: 0), "qq", from: "2025-07-01", is: 0,
      "Cut periods: block 0 is no block"),
    DutyCase(
      rule(["Call"], .block, min: 1), ".27", from: "2026-06-04", is: 1,
      "Cut periods: block 13 of 27 days is whole"),
    DutyCase(
      rule(["Clinic"], .week, min: 2), "c.6", from: "2025-07-07", is: 0,
      "At the boundary: two clinics in a week from Monday"),
    DutyCase(
      rule(["Clinic"], .week, min: 2), "a.6", from: "2025-07-07", is: 1,
      "At the boundary: one clinic"),
    DutyCase(
      rule(["Clinic"], .week, min: 2), ".6", from: "2025-07-08", is: 0,
      "Cut periods: a week without its Monday"),
    DutyCase(
      rule(["Clinic"], .week, max: 2), "c|c.5", from: "2025-07-08", is: 2,
      "Cut periods: Monday in history counts to the maximum"),
    DutyCase(
      rule(["Clinic"], .week, max: 2), ".6cc", from: "2025-07-07", is: 0,
      "At the boundary: Sunday and Monday are of two weeks"),
    DutyCase(
      rule(["Night"], .month, max: 2), "n3.27", from: "2025-09-01", is: 1,
      "At the boundary: three nights in September"),
    DutyCase(
      rule(["Night"], .month, max: 2), "nnnn", from: "2025-08-30", is: 0,
      "At the boundary: two in August, two in September"),
    DutyCase(
      rule(["Night"], .month, min: 3), "n2.27", from: "2028-02-01", is: 1,
      "At the boundary: February of 29 days", with: inYear2027),
    DutyCase(
      rule(["Night"], .month, min: 3), "n2.26", from: "2028-02-01", is: 0,
      "Cut periods: it lacks the leap day", with: inYear2027),
    DutyCase(
      rule(["Night"], .year, min: 6, max: 6), "n6.359", from: "2025-07-01", is: 0,
      "At the boundary: six in the year"),
    DutyCase(
      rule(["Night"], .year, min: 7), "n6.359", from: "2025-07-01", is: 1,
      "At the boundary: one missing in the year"),
    DutyCase(
      rule(["Night"], .year, min: 7), "n6.358", from: "2025-07-01", is: 0,
      "Cut periods: a year without its last day"),
    DutyCase(
      rule(["Night"], .year, max: 5), "n5|n", from: "2025-07-06", is: 1,
      "Cut periods: history of the year counts"),
    DutyCase(
      rule(["Night"], .year, max: 5), "n5|n", from: "2025-07-01", is: 0,
      "Cut periods: last year's does not"),
    DutyCase(
      rule([], .weekends, .month, max: 1), ".c.6c", from: "2025-07-04", is: 1,
      "Measure: two Saturdays of July"),
    DutyCase(
      rule([], .weekends, .month, max: 1), ".cc", from: "2025-07-04", is: 0,
      "Measure: Saturday and Sunday are one weekend"),
    DutyCase(
      rule([], .weekends, .rolling(days: 3), max: 0), "cc", is: 0,
      "Measure: windows of three days that no weekend touches"),
    DutyCase(
      rule([], .weekends, .rolling(days: 3), max: 0), "ccc..", is: 3,
      "Measure: a Saturday in the three windows that hold it"),
    DutyCase(
      rule([], .weekends, .month, max: 0), "n", from: "2025-07-04", is: 0,
      "Measure: a Friday night is on no weekend"),
    DutyCase(
      rule([], .weekends, .month, max: 0), "cc", from: "2026-01-31", is: 2,
      "Measure: a weekend of two months is in both"),
    DutyCase(
      rule([], .days, .rolling(days: 7), max: 6), "c7", is: 1, "Measure: seven dates"),
    DutyCase(
      rule([], .days, .rolling(days: 7), max: 6), "c6.", is: 0, "Measure: six dates, twelve cells"),
    DutyCase(
      rule([], .minutes, .week, max: 2400), "c5..", from: "2025-07-07", is: 0,
      "Measure: forty hours"),
    DutyCase(
      rule([], .minutes, .week, max: 2399), "c5..", from: "2025-07-07", is: 1,
      "Unit of penalty: a minute is a started hour"),
    DutyCase(
      rule([], .minutes, .week, max: 2400), "c5l.", from: "2025-07-07", is: 3,
      "Measure: three hours of lecture"),
    DutyCase(
      rule([], .minutes, .week, min: 2400), "c4...", from: "2025-07-07", is: 8,
      "Measure: eight hours missing"),
    DutyCase(
      rule(["Clinic"], .block, min: 4, leave: true), "v14aa.12", is: 0,
      "Leave: half the block, half the clinics", with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Clinic"], .block, min: 4, leave: true), "v14a.13", is: 1,
      "Leave: one of the two missing", with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Clinic"], .block, min: 4), "v14aa.12", is: 2, "Leave: not adjusted for",
      with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Clinic"], .block, max: 3, leave: true), "v14aa.12", is: 0,
      "Leave: a maximum of one and a half is two", with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Clinic"], .block, max: 3, leave: true), "v14aaa.11", is: 1,
      "Leave: three are too many", with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Clinic"], .block, max: 3, leave: true), "aav12aa.12", is: 0,
      "Leave: clinics on days away do not count", with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(["Night"], .block, min: 1), ".56", is: 1, "Cut periods: block 1 is out of scope",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["B"]
      }),
    DutyCase(
      rule(["Night"], .block, max: 0), "n.28n", is: 1, "Cut periods: nights on rotation B alone",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["B"]
      }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
