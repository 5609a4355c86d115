import Domain
import Rules
import TestSupport
import Testing

/// ``CurriculumCount`` through judge and grid:
/// columns one below, at and one above each bound.
struct CurriculumCountTests {
  static let count = AnyRule.curriculumCount(
    CurriculumCount(rotations: ["A", "B"], minimum: 2, maximum: 3))
  static let deadline = AnyRule.curriculumCount(
    CurriculumCount(rotations: ["A"], minimum: 1, maximum: nil, columns: [0, 1, 2]))

  static let cases = [
    RuleCase("count", count, ["ACCCCB"], units: 0),
    RuleCase("count", count, ["ABBCCC"], units: 0),
    RuleCase("count", count, ["ACCCCC"], units: 1),
    RuleCase("count", count, ["CCCCCC"], units: 2),
    RuleCase("count", count, ["ABABCC"], units: 1),
    RuleCase("deadline", deadline, ["CCACCC"], units: 0),
    RuleCase("deadline", deadline, ["CCCAAA"], units: 1),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
