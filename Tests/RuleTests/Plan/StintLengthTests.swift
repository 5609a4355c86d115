import Domain
import Rules
import TestSupport
import Testing

/// ``StintLength`` through judge and grid:
/// stints at both bounds, past them, and at the edges of the year.
struct StintLengthTests {
  static let stint = AnyRule.stintLength(StintLength(rotations: ["A"], minimum: 2, maximum: 3))

  static let cases = [
    RuleCase("stint", stint, ["AACAAA"], units: 0),
    RuleCase("stint", stint, ["ACCCCC"], units: 1),
    RuleCase("stint", stint, ["CCCCCA"], units: 1),
    RuleCase("stint", stint, ["AAAACC"], units: 1),
    RuleCase("stint", stint, ["AAAAAA"], units: 3),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
