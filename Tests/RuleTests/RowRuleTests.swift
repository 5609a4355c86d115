import Domain
import Rules
import TestSupport
import Testing

/// Rules over a resident's row: allowed, exactly at the boundary, just past it.
struct RowRuleTests {
  static let count = AnyRule.curriculumCount(
    CurriculumCount(rotations: ["A", "B"], minimum: 2, maximum: 3))
  static let deadline = AnyRule.curriculumCount(
    CurriculumCount(rotations: ["A"], minimum: 1, maximum: nil, columns: [0, 1, 2]))
  static let apart = AnyRule.succession(Succession(first: ["A"], next: ["A", "B"]))
  static let apartLater = AnyRule.succession(
    Succession(first: ["A"], next: ["A"], distance: 2, columns: [0, 1]))
  static let limit = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 4, maximum: 2))
  static let stint = AnyRule.stintLength(StintLength(rotations: ["A"], minimum: 2, maximum: 3))
  static let order = AnyRule.rotationOrder(
    RotationOrder(before: ["A"], after: ["B"], required: 2))
  static let whole = AnyRule.wholeBlocks(WholeBlocks())
  static let halves = SmallProgram(unit: .halfBlock, blocks: 3)

  static let cases = [
    RuleCase("count", count, ["ACCCCB"], units: 0),
    RuleCase("count", count, ["ABBCCC"], units: 0),
    RuleCase("count", count, ["ACCCCC"], units: 1),
    RuleCase("count", count, ["CCCCCC"], units: 2),
    RuleCase("count", count, ["ABABCC"], units: 1),
    RuleCase("deadline", deadline, ["CCACCC"], units: 0),
    RuleCase("deadline", deadline, ["CCCAAA"], units: 1),
    RuleCase("succession", apart, ["ACABAC"], units: 1),
    RuleCase("succession", apart, ["ACBACA"], units: 0),
    RuleCase("succession", apart, ["AAABBB"], units: 3),
    RuleCase("succession of 2", apartLater, ["ACACAC"], units: 1),
    RuleCase("succession of 2", apartLater, ["CCACAC"], units: 0),
    RuleCase("succession of 2", apartLater, ["AACCCC"], units: 0),
    RuleCase("succession of 2", apartLater, ["AAAACC"], units: 2),
    RuleCase("window limit", limit, ["AACCAA"], units: 0),
    RuleCase("window limit", limit, ["AACACA"], units: 1),
    RuleCase("window limit", limit, ["AAAAAA"], units: 6),
    RuleCase("stint", stint, ["AACAAA"], units: 0),
    RuleCase("stint", stint, ["ACCCCC"], units: 1),
    RuleCase("stint", stint, ["CCCCCA"], units: 1),
    RuleCase("stint", stint, ["AAAACC"], units: 1),
    RuleCase("stint", stint, ["AAAAAA"], units: 3),
    RuleCase("order", order, ["AABBCC"], units: 0),
    RuleCase("order", order, ["ABABCC"], units: 1),
    RuleCase("order", order, ["BBAACC"], units: 2),
    RuleCase("order", order, ["CCCCCC"], units: 0),
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
