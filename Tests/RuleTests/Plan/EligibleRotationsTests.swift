import Domain
import Rules
import TestSupport
import Testing

/// ``EligibleRotations`` through judge and grid:
/// cells that hold another rotation.
struct EligibleRotationsTests {
  static let eligible = AnyRule.eligibleRotations(EligibleRotations(rotations: ["A", "B"]))

  static let cases = [
    RuleCase("eligible", eligible, ["ABABAB"], units: 0),
    RuleCase("eligible", eligible, ["ABCBAL"], units: 2),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
