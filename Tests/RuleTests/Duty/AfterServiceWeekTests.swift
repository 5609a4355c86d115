import Domain
import Rules
import TestSupport
import Testing

/// ``AfterServiceWeek`` through the judge: the Friday after, calls on the Sunday after, leave,
/// weeks in a row, edges. F1's week runs from Friday 4 to Thursday 10 July.
struct AfterServiceWeekTests {
  static func rule(
    _ days: Int = 1, _ parts: [DayPart] = [], _ activities: [ActivityID] = ["Off"],
    forbidden: Bool = false
  ) -> AnyDutyRule {
    .afterServiceWeek(
      AfterServiceWeek(
        duty: "I", days: days, parts: parts, activities: activities, isForbidden: forbidden))
  }

  static func weeks(_ row: String) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: 1)
      small.weekRows = [row]
    }
  }

  static let week = weeks(".I")
  static let noCall = rule(3, [.night], ["Call"], forbidden: true)

  static let cases: [DutyCase] = [
    DutyCase(
      rule(), "", "..", from: "2025-07-10", is: 0, "At the boundary: off that Friday", with: week),
    DutyCase(
      rule(), "", ".c", from: "2025-07-10", is: 2, "At the boundary: clinic all day", with: week),
    DutyCase(
      rule(), "", ".f", from: "2025-07-10", is: 3, "Unit of penalty: post-call is not off",
      with: week),
    DutyCase(
      rule(), "", "c.", from: "2025-07-10", is: 0, "Dates: the week's own Thursday", with: week),
    DutyCase(
      rule(), "", "..c", from: "2025-07-10", is: 0, "Dates: the Saturday is not asked about",
      with: week),
    DutyCase(
      rule(1, [.morning]), "", ".c", from: "2025-07-10", is: 1,
      "Unit of penalty: the morning alone",
      with: week),
    DutyCase(
      rule(), "", ".v", from: "2025-07-10", is: 0, "Exceptions: leave on the Friday",
      with: { small, scope in
        week(&small, &scope)
        small.addLeave("F1", "2025-07-11", "2025-07-11")
      }),
    DutyCase(
      rule(), "", ".v", from: "2025-07-10", is: 3, "Exceptions: away without leave", with: week),
    DutyCase(
      rule(), "", ".c", from: "2025-07-10", is: 0, "Exceptions: a second week in a row",
      with: weeks(".II")),
    DutyCase(
      rule(), "", ".c.6c", from: "2025-07-10", is: 2, "Exceptions: the Friday after the second",
      with: weeks(".II")),
    DutyCase(
      rule(), "", ".c", from: "2025-07-10", is: 2, "Exceptions: another duty is none",
      with: weeks(".IK")),
    DutyCase(
      rule(), "", ".c", from: "2025-07-10", is: 0, "At the boundary: after a week of another duty",
      with: weeks(".K")),
    DutyCase(
      rule(), "", "c", from: "2025-07-11", is: 2, "Dates: the week ended before the horizon",
      with: week),
    DutyCase(
      rule(), "", "c", from: "2025-07-12", is: 0, "Dates: the Friday is before the horizon",
      with: week),
    DutyCase(
      rule(), "", "c", from: "2025-07-10", is: 0, "Dates: the Friday is after the horizon",
      with: week),
    DutyCase(
      rule(), "", "c", from: "2025-07-04", is: 2, "Dates: after the year's first, cut week",
      with: weeks("I")),
    DutyCase(
      rule(), "", "c", from: "2026-06-30", is: 0, "Dates: after the year's last week",
      with: weeks(String(repeating: ".", count: 52) + "I")),
    DutyCase(
      noCall, "", "..q", from: "2025-07-11", is: 1, "At the boundary: a call on the Sunday",
      with: week),
    DutyCase(
      noCall, "", ".q.", from: "2025-07-11", is: 0, "At the boundary: a call on the Saturday",
      with: week),
    DutyCase(
      noCall, "", "..n", from: "2025-07-11", is: 0, "At the boundary: another night", with: week),
    DutyCase(
      rule(14), "", "c", from: "2025-07-24", is: 2, "Dates: fourteen days after", with: week),
    DutyCase(
      rule(), "c", ".", from: "2025-07-11", is: 0, "Dates: residents have no such weeks", with: week
    ),
    DutyCase(
      rule(), "", "c", from: "2025-07-11", is: 0, "Dates: out of scope",
      with: { small, scope in
        week(&small, &scope)
        scope.dates = [SmallDuties.dates("2025-07-04", "2025-07-10")]
      }),
    DutyCase(
      rule(), "", "c", from: "2025-07-11", is: 0, "Dates: of another role's people",
      with: { small, scope in
        week(&small, &scope)
        scope.roles = ["chief"]
      }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
