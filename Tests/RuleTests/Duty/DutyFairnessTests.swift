import Domain
import Rules
import TestSupport
import Testing

/// ``DutyFairness`` through the judge: spread and deviation at the allowance, groups, tallies, part
/// posts, measures. The instance is called `rule`.
struct DutyFairnessTests {
  static func rule(
    _ measure: DutyMeasure = .cells, _ groups: FairnessGroups = .all,
    _ kind: FairnessKind = .spread,
    allowance: Int = 1, of activities: [ActivityID] = ["Night"]
  ) -> AnyDutyRule {
    .dutyFairness(
      DutyFairness(
        selection: DutySelection(activities: activities), measure: measure, groups: groups,
        kind: kind, allowance: allowance))
  }

  static let byLevel = rule(.cells, .level)
  static func deviation(_ allowance: Int) -> AnyDutyRule {
    rule(.cells, .all, .deviation, allowance: allowance)
  }
  static func minutes(_ allowance: Int) -> AnyDutyRule {
    rule(.minutes, .all, .spread, allowance: allowance, of: [])
  }

  static func faculty(_ percentage: Int)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, scope in
      small = SmallDuties(residents: 1, faculty: 2)
      small.duty.faculty[1].workPercentage = percentage
      scope.people = .faculty
    }
  }

  static func tally(_ measure: String, _ amount: Int)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      small.duty.tallies = [Tally(person: "R1", measure: measure, amount: amount)]
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(), "n4.", "n5", is: 0, "At the boundary: four and five nights"),
    DutyCase(rule(), "n4..", "n6", is: 1, "At the boundary: four and six"),
    DutyCase(rule(allowance: 0), "n4.", "n5", is: 1, "At the boundary: nothing tolerated"),
    DutyCase(rule(), "n3", "...", "n", is: 2, "Kind: most less least of three"),
    DutyCase(rule(), "n9", is: 0, "Kind: a group of one is fair"),
    DutyCase(byLevel, "n6", "", "n6", is: 0, "At the boundary: R1 and R3 are of one level"),
    DutyCase(byLevel, "n3", "", "", is: 2, "At the boundary: R3 has none"),
    DutyCase(byLevel, "n3", "n3", "", "", is: 4, "Unit of penalty: two groups"),
    DutyCase(byLevel, "n6", "", is: 0, "At the boundary: two levels of one each"),
    DutyCase(deviation(0), "n", "n2", "n6", is: 6, "At the boundary: distances of 2, 1 and 3"),
    DutyCase(deviation(1), "n", "n2", "n6", is: 5, "Kind: the allowance is taken off"),
    DutyCase(deviation(0), "", "", "n", is: 1, "Kind: four thirds rounded down"),
    DutyCase(deviation(1), "", "", "n", is: 0, "Kind: no more than the allowance"),
    DutyCase(deviation(0), "n", "n2", is: 1, "Kind: two halves"),
    DutyCase(minutes(480), "c", ".", is: 0, "Unit of penalty: eight hours tolerated"),
    DutyCase(minutes(479), "c", ".", is: 1, "Unit of penalty: a minute is a started hour"),
    DutyCase(minutes(0), "c", ".", is: 8, "Unit of penalty: eight hours"),
    DutyCase(minutes(0), "j", ".", is: 2, "Amount: home call counts its two hours"),
    DutyCase(
      rule(.weekends, allowance: 0, of: []), "..c", "...", is: 1, "Amount: a weekend of one"),
    DutyCase(
      rule(.weekends, allowance: 0, of: []), "..cc", "..c.", is: 0, "Amount: one weekend each"),
    DutyCase(
      rule(.days, allowance: 0, of: ["Clinic"]), "c", "a", is: 0, "Amount: one date each"),
    DutyCase(
      rule(allowance: 0), ".", "n2", is: 1, "Amount: a tally of three to two nights",
      with: tally("rule", 3)),
    DutyCase(
      rule(allowance: 0), ".", "n2", is: 2, "Amount: another instance's tally",
      with: tally("other", 3)),
    DutyCase(
      rule(allowance: 0), "", "n2", "n", is: 0, "Amount: two nights and one in half a post",
      with: faculty(50)),
    DutyCase(
      rule(), "", "n2", "n2", is: 1, "Amount: two in half a post are four", with: faculty(50)),
    DutyCase(
      rule(allowance: 0), "", "n3", "n2", is: 0, "Amount: two in 60 % are three and a third",
      with: faculty(60)),
    DutyCase(
      byLevel, "", "n4", "", is: 0, "Kind: faculty of two roles are two groups",
      with: { small, _ in small = SmallDuties(residents: 1, faculty: 2) }),
    DutyCase(
      byLevel, "", "n4", "", "", is: 3, "Kind: faculty of one role are one",
      with: { small, _ in small = SmallDuties(residents: 1, faculty: 3) }),
    DutyCase(rule(), "n6|.", ".|.", is: 0, "Amount: history's cells do not count"),
    DutyCase(
      rule(allowance: 0), "n2", "", is: 1, "Amount: dates in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-03", "2025-07-03")] }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
