import Domain
import Rules
import TestSupport
import Testing
import Validation

@Suite struct ServiceCoverTests {
  private let three = SampleFacts.small(levels: ["PGY1", "PGY1", "PGY2"], blocks: 2)

  @Test(arguments: [
    (["AC", "AC", "CC"], 2), (["AA", "AC", "CC"], 1), (["AA", "AA", "CC"], 0),
    (["AA", "BA", "CC"], 0), (["AA", "AA", "CA"], 1), (["AA", "AA", "AA"], 2),
  ])
  func aColumnHoldsFromTheMinimumToTheMaximum(rows: [String], expected: Int) {
    let rule = AnyRule.serviceCover(ServiceCover(rotations: ["A", "B"], minimum: 2, maximum: 2))
    #expect(units(of: rule, in: rows, three) == expected)
  }

  @Test func eitherLimitMayBeAbsent() {
    let least = AnyRule.serviceCover(ServiceCover(rotations: ["A"], minimum: 1, maximum: nil))
    let most = AnyRule.serviceCover(ServiceCover(rotations: ["A"], minimum: nil, maximum: 1))
    #expect(units(of: least, in: ["AC", "AC", "AC"], three) == 1)
    #expect(units(of: most, in: ["AC", "AC", "AC"], three) == 2)
  }

  @Test func onlyTheGivenColumnsAndResidentsCount() {
    let rule = AnyRule.serviceCover(
      ServiceCover(rotations: ["A"], columns: [1], minimum: 1, maximum: nil))
    var scope = RuleScope()
    scope.levels = ["PGY2"]
    #expect(units(of: rule, in: ["AA", "AA", "AC"], three, scope: scope) == 1)
    #expect(units(of: rule, in: ["CC", "CC", "CA"], three, scope: scope) == 0)
  }

  @Test func aDayOfLeaveChangesTheUnitsOfAColumn() {
    var facts = three
    // 30 July is the last day of block 1.
    facts.absences = [SampleFacts.leave(1, "2025-07-30", "2025-07-30")]
    let rule = AnyRule.serviceCover(
      ServiceCover(rotations: ["A"], minimum: 12, maximum: nil, units: 6, unitsOnLeave: 3))
    #expect(units(of: rule, in: ["AA", "AA", "CC"], facts) == 3)
    #expect(units(of: rule, in: ["CA", "AA", "AC"], facts) == 0)
  }

  @Test func aRotationAwayCountsInFullDuringLeave() {
    var facts = three
    facts.absences = [SampleFacts.leave(1, "2025-07-03", "2025-07-30")]
    let rule = AnyRule.serviceCover(
      ServiceCover(rotations: ["L", "A"], minimum: nil, maximum: 0, units: 2, unitsOnLeave: 1))
    #expect(units(of: rule, in: ["LC", "CC", "CC"], facts) == 2)
    #expect(units(of: rule, in: ["AC", "CC", "CC"], facts) == 1)
  }

  @Test func aColumnIsNamedWithoutAResident() {
    let rule = AnyRule.serviceCover(ServiceCover(rotations: ["A"], minimum: 3, maximum: nil))
    let verdict = verdict(of: rule, on: ["AA", "AA", "AC"], three)
    #expect(
      verdict.violations == [
        Violation(
          instance: "rule", rule: "service-cover", severity: .institution, person: nil,
          columns: [1], amount: 1, explanation: "A has 2 units in block 2, at least 3 required")
      ])
  }
}
