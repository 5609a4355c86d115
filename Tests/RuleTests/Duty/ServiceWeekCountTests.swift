import Domain
import Rules
import TestSupport
import Testing

/// ``ServiceWeekCount`` through the judge: at both bounds and past them, cut weeks, scope.
struct ServiceWeekCountTests {
  static func rule(_ minimum: Int, _ maximum: Int? = nil) -> AnyDutyRule {
    .serviceWeekCount(ServiceWeekCount(duty: "I", minimum: minimum, maximum: maximum))
  }

  static func weeks(_ rows: String...) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: rows.count)
      small.weekRows = rows
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(2, 2), ".", is: 0, "At the boundary: two of two", with: weeks("I.I")),
    DutyCase(rule(2), ".", is: 1, "At the boundary: one of at least two", with: weeks("I")),
    DutyCase(rule(2), ".", is: 2, "At the boundary: none of at least two", with: weeks("")),
    DutyCase(rule(0, 2), ".", is: 1, "At the boundary: three of at most two", with: weeks("III")),
    DutyCase(rule(0, 2), ".", is: 0, "At the boundary: two of at most two", with: weeks("II")),
    DutyCase(rule(0), ".", is: 0, "At the boundary: no bounds", with: weeks("IIIIII")),
    DutyCase(
      rule(2, 2), ".", is: 2, "Unit of penalty: one short, one over", with: weeks("I", "III")),
    DutyCase(rule(1), ".", is: 1, "At the boundary: other duties do not count", with: weeks("KKK")),
    DutyCase(rule(1, 1), ".", is: 0, "Weeks: the first, of three days, counts", with: weeks("I")),
    DutyCase(
      rule(1, 1), ".", is: 0, "Weeks: the last, of five days, counts",
      with: weeks(String(repeating: ".", count: 52) + "I")),
    DutyCase(
      rule(2), ".", is: 2, "Unit of penalty: of the role in scope",
      with: { small, scope in
        weeks("I", "")(&small, &scope)
        scope.roles = ["chief"]
      }),
    DutyCase(
      rule(2), ".", is: 0, "Unit of penalty: of nobody among residents",
      with: { small, scope in
        weeks("")(&small, &scope)
        scope.people = .residents
      }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
