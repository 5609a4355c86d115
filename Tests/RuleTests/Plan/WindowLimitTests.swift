import Domain
import Rules
import TestSupport
import Testing

/// ``WindowLimit`` through judge and grid:
/// windows at the limit and past it.
struct WindowLimitTests {
  static let limit = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 4, maximum: 2))

  static let cases = [
    RuleCase("window limit", limit, ["AACCAA"], units: 0),
    RuleCase("window limit", limit, ["AACACA"], units: 1),
    RuleCase("window limit", limit, ["AAAAAA"], units: 6),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
