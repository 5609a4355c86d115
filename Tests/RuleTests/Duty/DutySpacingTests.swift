import Domain
import Rules
import TestSupport
import Testing

/// ``DutySpacing`` through the judge: three days apart and two, each pair, history, the leap day.
struct DutySpacingTests {
  static func rule(_ days: Int, _ activities: [ActivityID] = ["Call"]) -> AnyDutyRule {
    .dutySpacing(
      DutySpacing(selection: DutySelection(activities: activities), minimumDays: days))
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(3), "q..q", is: 0, "At the boundary: on the 3rd and the 6th"),
    DutyCase(rule(3), "q.q.", is: 1, "At the boundary: on the 3rd and the 5th"),
    DutyCase(rule(3), "qq..", is: 1, "At the boundary: on neighbouring dates"),
    DutyCase(rule(3), "qqq", is: 3, "At the boundary: on three dates in a row"),
    DutyCase(rule(3), "q.qq", is: 2, "Unit of penalty: two pairs of three"),
    DutyCase(rule(2), "q.q", is: 0, "At the boundary: two days apart as asked"),
    DutyCase(rule(2), "qq", is: 1, "At the boundary: one day apart"),
    DutyCase(rule(28), "q.27q", is: 0, "At the boundary: 28 days apart"),
    DutyCase(rule(28), "q.26q", is: 1, "At the boundary: 27 days apart"),
    DutyCase(rule(2, ["Clinic"]), "c", is: 0, "Unit of penalty: two cells of one date are no pair"),
    DutyCase(rule(2, ["Clinic"]), "cc", is: 1, "Unit of penalty: four cells of two dates are one"),
    DutyCase(rule(3, ["Call", "24 h"]), "q.x", is: 1, "Unit of penalty: different calls"),
    DutyCase(rule(3), "q.j", is: 0, "At the boundary: home call is not named"),
    DutyCase(rule(3), "q.|q", is: 1, "History: the earlier in history, two days before"),
    DutyCase(rule(3), "q..|q", is: 0, "History: three days before"),
    DutyCase(rule(3), "qq|.", is: 0, "History: both in history"),
    DutyCase(rule(3), "q.|q", from: "2025-07-01", is: 1, "History: last year's call"),
    DutyCase(
      rule(3), "q.q", is: 0, "Unit of penalty: the earlier date is out of scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-05", "2025-07-05")] }),
    DutyCase(
      rule(3), "q.q", from: "2028-02-28", is: 1, "At the boundary: 29 February between",
      with: { small, _ in small = SmallDuties(year: 2027) }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
