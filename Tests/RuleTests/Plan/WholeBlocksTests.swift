import Domain
import Rules
import TestSupport
import Testing

/// ``WholeBlocks`` through judge and grid:
/// halved blocks, two whole rotations in one block, plans of blocks.
struct WholeBlocksTests {
  static let whole = AnyRule.wholeBlocks(WholeBlocks())
  static let halves = SmallProgram(unit: .halfBlock, blocks: 3)

  static let cases = [
    RuleCase("whole blocks", whole, ["AABBCD"], units: 0, in: halves),
    RuleCase("whole blocks", whole, ["ACBBCD"], units: 1, in: halves),
    RuleCase("whole blocks", whole, ["CADDLD"], units: 2, in: halves),
    RuleCase("whole blocks", whole, ["ABCCCC"], units: 2, in: halves),
    RuleCase("whole blocks", whole, ["CAACCC"], units: 2, in: halves),
    RuleCase("whole blocks", whole, ["ABABAB"], units: 0),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
