import Domain
import Rules
import TestSupport
import Testing

/// ``LeaveHonoured`` through judge and grid:
/// full leave, leave of exactly the least days and of one day less.
struct LeaveHonouredTests {
  static let leave = AnyRule.leaveHonoured(
    LeaveHonoured(
      leaveRotation: "L", tolerant: [.init(level: "X", rotations: ["C"])], minimumDays: 7))

  /// Full leave in column 1, exactly seven days in column 3, six in column 4.
  static var withLeave: SmallProgram {
    var small = SmallProgram()
    small.addLeave("P1", column: 1, days: 0...13)
    small.addLeave("P1", column: 1, days: 10...27)
    small.addLeave("P1", column: 3, days: 0...6)
    small.addLeave("P1", column: 4, days: 22...27)
    return small
  }

  static let cases = [
    RuleCase("leave", leave, ["ALACAA"], units: 0, in: withLeave),
    RuleCase("leave", leave, ["AAACAA"], units: 1, in: withLeave),
    RuleCase("leave", leave, ["ALAAAA"], units: 1, in: withLeave),
    RuleCase("leave", leave, ["LLACAA"], units: 1, in: withLeave),
    RuleCase("leave", leave, ["ALALAA"], units: 1, in: withLeave),
    RuleCase("leave", leave, ["ACALAL"], units: 3, in: withLeave),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
