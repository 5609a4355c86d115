import Domain
import Rules
import TestSupport
import Testing

/// Rules that judge each cell alone: allowed, at the boundary, past it.
struct CellRuleTests {
  static let eligible = AnyRule.eligibleRotations(EligibleRotations(rotations: ["A", "B"]))
  static let fixed = AnyRule.fixedRotations(FixedRotations(rotations: ["A"], columns: [0, 5]))
  static let window = AnyRule.rotationWindow(RotationWindow(rotations: ["C"], columns: [1, 2]))
  static let locked = AnyRule.lockedCells(LockedCellsHonoured())
  static let leave = AnyRule.leaveHonoured(
    LeaveHonoured(
      leaveRotation: "L", tolerant: [.init(level: "X", rotations: ["C"])], minimumDays: 7))

  static var withLocks: SmallProgram {
    var small = SmallProgram()
    small.facts.lockedCells = [
      LockedCell(resident: "P1", column: 0, rotation: "A", kind: .pinned),
      LockedCell(resident: "P1", column: 3, rotation: "B", kind: .forbidden),
      LockedCell(resident: "P1", column: 3, rotation: "C", kind: .forbidden),
    ]
    return small
  }

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
    RuleCase("eligible", eligible, ["ABABAB"], units: 0),
    RuleCase("eligible", eligible, ["ABCBAL"], units: 2),
    RuleCase("fixed", fixed, ["ABBBBA"], units: 0),
    RuleCase("fixed", fixed, ["BAAAAA"], units: 1),
    RuleCase("fixed", fixed, ["BAAAAB"], units: 2),
    RuleCase("window", window, ["ACCAAA"], units: 0),
    RuleCase("window", window, ["CCCAAA"], units: 1),
    RuleCase("window", window, ["ACCCAA"], units: 1),
    RuleCase("locked", locked, ["ACCABB"], units: 0, in: withLocks),
    RuleCase("locked", locked, ["BAAAAA"], units: 1, in: withLocks),
    RuleCase("locked", locked, ["AAABAA"], units: 1, in: withLocks),
    RuleCase("locked", locked, ["CAACAA"], units: 2, in: withLocks),
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
