import Domain
import Rules
import TestSupport
import Testing
import Validation

/// Rules over the columns of one resident.
@Suite struct RowRuleTests {
  private let six = SampleFacts.small(blocks: 6)

  @Test(arguments: [
    RowCase("CCCCCC", 2), RowCase("ACCCCC", 1), RowCase("ABCCCC", 0), RowCase("ABACCC", 0),
    RowCase("ABAACC", 1), RowCase("AAAAAA", 3),
  ])
  func aCurriculumCountsFromItsMinimumToItsMaximum(example: RowCase) {
    let rule = AnyRule.curriculumCount(
      CurriculumCount(rotations: ["A", "B"], minimum: 2, maximum: 3))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test(arguments: [RowCase("CCAACC", 1), RowCase("CACCCC", 0), RowCase("AACCCC", 1)])
  func onlyTheGivenColumnsCount(example: RowCase) {
    let rule = AnyRule.curriculumCount(
      CurriculumCount(rotations: ["A"], minimum: 1, maximum: 1, columns: [0, 1]))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test func withoutAMaximumThereIsNone() {
    let rule = AnyRule.curriculumCount(CurriculumCount(rotations: ["A"], minimum: 0, maximum: nil))
    #expect(units(of: rule, in: ["AAAAAA"], six) == 0)
  }

  @Test(arguments: [
    RowCase("ABCCCC", 1), RowCase("ACBCCC", 0), RowCase("BACCCC", 0), RowCase("ABABCC", 2),
    RowCase("CCCCAB", 1), RowCase("CCCCCA", 0),
  ])
  func aSuccessionIsAPairOfNeighbours(example: RowCase) {
    let rule = AnyRule.succession(Succession(first: ["A"], next: ["B"]))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test(arguments: [
    RowCase("AACCCC", 0), RowCase("ACACCC", 1), RowCase("ACCACC", 0), RowCase("AAAACC", 2),
    RowCase("CCCACA", 1),
  ])
  func aSuccessionAtADistanceSkipsWhatStandsBetween(example: RowCase) {
    let rule = AnyRule.succession(Succession(first: ["A"], next: ["A"], distance: 2))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test(arguments: [RowCase("AACCCC", 0), RowCase("CAACCC", 1), RowCase("CCAACC", 0)])
  func aSuccessionCountsWhereItsFirstStands(example: RowCase) {
    let rule = AnyRule.succession(Succession(first: ["A"], next: ["A"], columns: [1, 3]))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test(arguments: [
    RowCase("AACAAC", 0), RowCase("AAACCC", 1), RowCase("AAAACC", 2), RowCase("AAAAAA", 4),
    RowCase("CCCAAA", 1),
  ])
  func everyWindowOverTheLimitCounts(example: RowCase) {
    let rule = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 3, maximum: 2))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test func aWindowCountsEverySurplusColumnInIt() {
    let rule = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 3, maximum: 0))
    #expect(units(of: rule, in: ["AAACCC"], six) == 3 + 2 + 1)
  }

  @Test func aWindowOfTheWholeYearIsOneAndALongerOneNone() {
    let whole = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 6, maximum: 5))
    #expect(units(of: whole, in: ["AAAAAA"], six) == 1)
    #expect(units(of: whole, in: ["AAAAAB"], six) == 0)
    let longer = AnyRule.windowLimit(WindowLimit(rotations: ["A"], window: 7, maximum: 5))
    #expect(units(of: longer, in: ["AAAAAA"], six) == 0)
  }

  @Test(arguments: [
    RowCase("CCCCCC", 0), RowCase("AACAAA", 0), RowCase("ACCCCC", 1), RowCase("CCCCCA", 1),
    RowCase("AAAACC", 1), RowCase("AAAAAA", 3), RowCase("ABABCC", 1), RowCase("ACACAC", 3),
    RowCase("CCABCC", 0),
  ])
  func aStintLastsFromItsMinimumToItsMaximumAndTheYearEndsIt(example: RowCase) {
    let rule = AnyRule.stintLength(StintLength(rotations: ["A", "B"], minimum: 2, maximum: 3))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test func aStintWithoutAMaximumMayLastTheYear() {
    let rule = AnyRule.stintLength(StintLength(rotations: ["A"], minimum: 4, maximum: nil))
    #expect(units(of: rule, in: ["AAAAAA"], six) == 0)
    #expect(units(of: rule, in: ["ACCCCC"], six) == 3)
  }

  @Test(arguments: [
    RowCase("AABCCC", 0), RowCase("ABACCC", 1), RowCase("BAACCC", 1), RowCase("BBACBB", 4),
    RowCase("CCCCCC", 0), RowCase("BAABBB", 1),
  ])
  func enoughColumnsStandBeforeEachLaterOne(example: RowCase) {
    let rule = AnyRule.rotationOrder(RotationOrder(before: ["A"], after: ["B"], required: 2))
    #expect(units(of: rule, in: [example.row], six) == example.units)
  }

  @Test func aColumnDoesNotStandBeforeItself() {
    let rule = AnyRule.rotationOrder(RotationOrder(before: ["A"], after: ["A"]))
    #expect(units(of: rule, in: ["CAACCC"], six) == 1)
  }
}
