import Domain
import Rules
import TestSupport
import Testing

/// ``ServiceCover`` through judge and grid:
/// heads at and past each bound, and units on leave.
struct ServiceCoverTests {
  static let cover = AnyRule.serviceCover(
    ServiceCover(rotations: ["A", "B"], columns: [1, 2], minimum: 1, maximum: 2))
  static let weighted = AnyRule.serviceCover(
    ServiceCover(rotations: ["A", "L"], minimum: 6, maximum: nil, units: 6, unitsOnLeave: 3))
  static let three = SmallProgram(blocks: 3, residents: 3)

  static var oneOnLeave: SmallProgram {
    var small = SmallProgram(blocks: 2)
    small.addLeave("P1", column: 1, days: 5...5)
    return small
  }

  static let cases = [
    RuleCase("cover", cover, ["CAA", "CBC", "CCC"], units: 0, in: three),
    RuleCase("cover", cover, ["AAA", "ABA", "ACC"], units: 0, in: three),
    RuleCase("cover", cover, ["ACA", "ACC", "ACC"], units: 1, in: three),
    RuleCase("cover", cover, ["CAB", "CBB", "CAB"], units: 2, in: three),
    RuleCase("weighted cover", weighted, ["AL"], units: 0, in: oneOnLeave),
    RuleCase("weighted cover", weighted, ["LA"], units: 3, in: oneOnLeave),
    RuleCase("weighted cover", weighted, ["CA"], units: 9, in: oneOnLeave),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }
}
