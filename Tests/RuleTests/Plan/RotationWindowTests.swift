import Domain
import Rules
import TestSupport
import Testing

/// ``RotationWindow`` through judge and grid:
/// cells right before, in and right after the window.
struct RotationWindowTests {
  static let window = AnyRule.rotationWindow(RotationWindow(rotations: ["C"], columns: [1, 2]))

  static let cases = [
    RuleCase("window", window, ["ACCAAA"], units: 0),
    RuleCase("window", window, ["CCCAAA"], units: 1),
    RuleCase("window", window, ["ACCCAA"], units: 1),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
