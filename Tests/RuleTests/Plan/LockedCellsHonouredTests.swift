import Domain
import Rules
import TestSupport
import Testing

/// ``LockedCellsHonoured`` through judge and grid:
/// pins, closed cells, and two locks on one cell.
struct LockedCellsHonouredTests {
  static let locked = AnyRule.lockedCells(LockedCellsHonoured())

  static var withLocks: SmallProgram {
    var small = SmallProgram()
    small.facts.lockedCells = [
      LockedCell(resident: "P1", column: 0, rotation: "A", kind: .pinned),
      LockedCell(resident: "P1", column: 3, rotation: "B", kind: .forbidden),
      LockedCell(resident: "P1", column: 3, rotation: "C", kind: .forbidden),
    ]
    return small
  }

  static let cases = [
    RuleCase("locked", locked, ["ACCABB"], units: 0, in: withLocks),
    RuleCase("locked", locked, ["BAAAAA"], units: 1, in: withLocks),
    RuleCase("locked", locked, ["AAABAA"], units: 1, in: withLocks),
    RuleCase("locked", locked, ["CAACAA"], units: 2, in: withLocks),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
