import Domain
import Rules
import TestSupport
import Testing

/// ``ServiceWeekCover`` through the judge: exactly one in each of the year's 53 weeks, its cut
/// weeks included.
struct ServiceWeekCoverTests {
  static func rule(_ minimum: Int, _ maximum: Int? = nil) -> AnyDutyRule {
    .serviceWeekCover(ServiceWeekCover(duty: "I", minimum: minimum, maximum: maximum))
  }

  /// Faculty with these weeks, repeated to the year's end.
  static func weeks(_ rows: String..., year: Int = 2025)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: rows.count, year: year)
      let count = small.facts.calendar.serviceWeeks(from: small.duty.serviceWeekStart).count
      small.weekRows = rows.map { row in
        row.isEmpty ? "" : String(String(repeating: row, count: count).prefix(count))
      }
    }
  }

  static func scoped(
    _ rows: String..., by change: @escaping @Sendable (inout RuleScope) -> Void
  ) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, scope in
      small = SmallDuties(residents: 1, faculty: rows.count)
      small.weekRows = rows.map { String(repeating: $0, count: 53) }
      change(&scope)
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(1, 1), ".", is: 0, "At the boundary: one in each week", with: weeks("I")),
    DutyCase(rule(1, 1), ".", is: 53, "At the boundary: none in 53 weeks", with: weeks("")),
    DutyCase(rule(1, 1), ".", is: 53, "At the boundary: two in each week", with: weeks("I", "I")),
    DutyCase(rule(1, 1), ".", is: 0, "At the boundary: two in turn", with: weeks("I.", ".I")),
    DutyCase(rule(1, 1), ".", is: 26, "Unit of penalty: every other week empty", with: weeks("I.")),
    DutyCase(rule(2), ".", is: 53, "Unit of penalty: one missing in each", with: weeks("I")),
    DutyCase(rule(3), ".", is: 106, "Unit of penalty: two missing in each", with: weeks("I")),
    DutyCase(rule(1), ".", is: 0, "At the boundary: no maximum", with: weeks("I", "I", "I")),
    DutyCase(rule(0, 0), ".", is: 0, "At the boundary: another duty", with: weeks("K")),
    DutyCase(rule(1), ".", is: 53, "At the boundary: another duty is none", with: weeks("K")),
    DutyCase(
      rule(1), ".", is: 1, "Weeks: the first has three days",
      with: { small, _ in
        small = SmallDuties(residents: 1, faculty: 1)
        small.weekRows = ["." + String(repeating: "I", count: 52)]
      }),
    DutyCase(
      rule(1), ".", is: 1, "Weeks: the last has five days",
      with: { small, _ in
        small = SmallDuties(residents: 1, faculty: 1)
        small.weekRows = [String(repeating: "I", count: 52) + "."]
      }),
    DutyCase(
      rule(1), ".", from: "2027-07-01", is: 54, "Weeks: 54 in a leap year whose first has a day",
      with: weeks("", year: 2027)),
    DutyCase(
      rule(1), ".", is: 53, "Weeks: from Mondays",
      with: { small, _ in
        small = SmallDuties(residents: 1, faculty: 1)
        small.duty.serviceWeekStart = .monday
      }),
    DutyCase(
      rule(1), ".", is: 1, "Weeks: the one that begins in scope",
      with: scoped(".") { $0.dates = [SmallDuties.dates("2025-07-04", "2025-07-10")] }),
    DutyCase(
      rule(1), ".", is: 0, "Weeks: one that began before is out of scope",
      with: scoped(".") { $0.dates = [SmallDuties.dates("2025-07-05", "2025-07-10")] }),
    DutyCase(
      rule(1), ".", is: 53, "At the boundary: the wrong role",
      with: scoped("I", ".") { $0.roles = ["chief"] }),
    DutyCase(
      rule(1), ".", is: 0, "At the boundary: the right role",
      with: scoped(".", "I") { $0.roles = ["chief"] }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
