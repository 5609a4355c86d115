import Domain
import Rules
import TestSupport
import Testing

/// ``FixedRotations`` through judge and grid:
/// cells of its columns.
struct FixedRotationsTests {
  static let fixed = AnyRule.fixedRotations(FixedRotations(rotations: ["A"], columns: [0, 5]))

  static let cases = [
    RuleCase("fixed", fixed, ["ABBBBA"], units: 0),
    RuleCase("fixed", fixed, ["BAAAAA"], units: 1),
    RuleCase("fixed", fixed, ["BAAAAB"], units: 2),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
