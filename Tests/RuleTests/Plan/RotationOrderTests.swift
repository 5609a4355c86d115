import Domain
import Rules
import TestSupport
import Testing

/// ``RotationOrder`` through judge and grid:
/// what comes right after enough, and too early.
struct RotationOrderTests {
  static let order = AnyRule.rotationOrder(
    RotationOrder(before: ["A"], after: ["B"], required: 2))

  static let cases = [
    RuleCase("order", order, ["AABBCC"], units: 0),
    RuleCase("order", order, ["ABABCC"], units: 1),
    RuleCase("order", order, ["BBAACC"], units: 2),
    RuleCase("order", order, ["CCCCCC"], units: 0),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
