import Domain
import Rules
import TestSupport
import Testing

/// ``ServiceWeekSpacing`` through the judge: weeks back to back, at the gap and a week closer.
struct ServiceWeekSpacingTests {
  static func rule(_ gap: Int) -> AnyDutyRule {
    .serviceWeekSpacing(ServiceWeekSpacing(duty: "I", minimumGap: gap))
  }

  static func weeks(_ rows: String...) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: rows.count)
      small.weekRows = rows
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(1), ".", is: 0, "At the boundary: weeks 3 and 5", with: weeks("..I.I")),
    DutyCase(rule(1), ".", is: 1, "At the boundary: weeks 3 and 4", with: weeks("..II")),
    DutyCase(rule(1), ".", is: 2, "Unit of penalty: three in a row, gap 1", with: weeks("III")),
    DutyCase(rule(2), ".", is: 3, "Unit of penalty: three in a row, gap 2", with: weeks("III")),
    DutyCase(rule(2), ".", is: 1, "At the boundary: one week between, gap 2", with: weeks("..I.I")),
    DutyCase(rule(2), ".", is: 0, "At the boundary: two weeks between", with: weeks("..I..I")),
    DutyCase(rule(1), ".", is: 0, "At the boundary: another duty between", with: weeks("IKI")),
    DutyCase(
      rule(2), ".", is: 1, "Unit of penalty: other duties are weeks between", with: weeks("IKI")),
    DutyCase(rule(1), ".", is: 0, "Unit of penalty: two people in turn", with: weeks("I.I", ".I")),
    DutyCase(rule(1), ".", is: 0, "At the boundary: other duties back to back", with: weeks("KK")),
    DutyCase(
      rule(1), ".", is: 1, "Weeks: the first, of three days, is one", with: weeks("II")),
    DutyCase(
      rule(1), ".", is: 1, "Weeks: the last, of five days, is one",
      with: weeks(String(repeating: ".", count: 51) + "II")),
    DutyCase(
      rule(26), ".", is: 1, "At the boundary: 25 weeks between",
      with: weeks("I" + String(repeating: ".", count: 25) + "I")),
    DutyCase(
      rule(26), ".", is: 0, "At the boundary: 26 weeks between",
      with: weeks("I" + String(repeating: ".", count: 26) + "I")),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
