import Domain
import Rules
import TestSupport
import Testing
import Validation

/// Rules over single cells: eligible, fixed, windowed and locked rotations.
@Suite struct CellRuleTests {
  @Test(arguments: [RowCase("ABAB", 0), RowCase("ABCB", 1), RowCase("CCDD", 4)])
  func everyCellOffTheEligibleRotationsIsAUnit(example: RowCase) {
    let rule = AnyRule.eligibleRotations(EligibleRotations(rotations: ["A", "B"]))
    #expect(units(of: rule, in: [example.row], SampleFacts.small()) == example.units)
  }

  @Test(arguments: [
    RowCase("AACC", 0), RowCase("BACC", 0), RowCase("CACC", 1), RowCase("CCCC", 2),
    RowCase("ACAA", 1),
  ])
  func fixedColumnsHoldOneOfTheirRotations(example: RowCase) {
    let rule = AnyRule.fixedRotations(FixedRotations(rotations: ["A", "B"], columns: [0, 1]))
    #expect(units(of: rule, in: [example.row], SampleFacts.small()) == example.units)
  }

  @Test func columnsThatThePlanDoesNotHaveAreNotJudged() {
    let rule = AnyRule.fixedRotations(FixedRotations(rotations: ["A"], columns: [-1, 3, 4, 99]))
    #expect(units(of: rule, in: ["BBBA"], SampleFacts.small()) == 0)
    #expect(units(of: rule, in: ["AAAB"], SampleFacts.small()) == 1)
  }

  @Test(arguments: [
    RowCase("CAAC", 0), RowCase("CCCC", 0), RowCase("ACCC", 1), RowCase("CCCB", 1),
    RowCase("AAAA", 2),
  ])
  func aWindowedRotationStandsOnlyInItsWindow(example: RowCase) {
    let rule = AnyRule.rotationWindow(RotationWindow(rotations: ["A", "B"], columns: [1, 2]))
    #expect(units(of: rule, in: [example.row], SampleFacts.small()) == example.units)
  }

  private func locked(_ locks: [(Int, RotationID, LockedCell.Kind)]) -> ProgramFacts {
    var facts = SampleFacts.small()
    facts.lockedCells = locks.map {
      LockedCell(resident: "R1", column: $0.0, rotation: $0.1, kind: $0.2)
    }
    return facts
  }

  private let lockRule = AnyRule.lockedCells(LockedCellsHonoured())

  @Test(arguments: [RowCase("BACC", 0), RowCase("CACC", 0), RowCase("CCCC", 1), RowCase("AAAA", 0)])
  func aPinnedCellHoldsItsRotation(example: RowCase) {
    let facts = locked([(1, "A", .pinned)])
    #expect(units(of: lockRule, in: [example.row], facts) == example.units)
  }

  @Test(arguments: [RowCase("ACAA", 0), RowCase("CACC", 1), RowCase("AAAA", 1)])
  func aClosedCellHoldsAnythingElse(example: RowCase) {
    let facts = locked([(1, "A", .forbidden)])
    #expect(units(of: lockRule, in: [example.row], facts) == example.units)
  }

  @Test func aBrokenLockSaysWhatPeopleSettled() {
    let facts = locked([(0, "A", .pinned), (1, "B", .forbidden)])
    #expect(
      verdict(of: lockRule, on: ["BBAA"], facts).violations.map(\.explanation) == [
        "R1 is on B in block 1, a cell pinned to A", "R1 is on B in block 2, a cell closed to it",
      ])
  }

  @Test func aCellThatBreaksTwoLocksIsOneUnit() {
    let facts = locked([(0, "A", .pinned), (0, "B", .pinned), (0, "C", .forbidden)])
    #expect(units(of: lockRule, in: ["CAAA"], facts) == 1)
    #expect(units(of: lockRule, in: ["AAAA"], facts) == 1)
  }

  @Test func locksOfOthersDoNotBind() {
    var facts = SampleFacts.small(levels: ["PGY1", "PGY2"])
    facts.lockedCells = [
      LockedCell(resident: "R2", column: 0, rotation: "A", kind: .pinned),
      LockedCell(resident: "R9", column: 0, rotation: "A", kind: .pinned),
      LockedCell(resident: "R1", column: 7, rotation: "A", kind: .pinned),
    ]
    #expect(units(of: lockRule, in: ["BBBB", "ABBB"], facts) == 0)
    #expect(units(of: lockRule, in: ["ABBB", "BBBB"], facts) == 1)
    var scope = RuleScope()
    scope.levels = ["PGY1"]
    #expect(units(of: lockRule, in: ["ABBB", "BBBB"], facts, scope: scope) == 0)
  }
}
