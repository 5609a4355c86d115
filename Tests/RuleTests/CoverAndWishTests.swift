import Compilation
import Domain
import Grid
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// Cover of a column and wishes: allowed, exactly at the boundary, just past it.
struct CoverAndWishTests {
  static let cover = AnyRule.serviceCover(
    ServiceCover(rotations: ["A", "B"], columns: [1, 2], minimum: 1, maximum: 2))
  static let weighted = AnyRule.serviceCover(
    ServiceCover(rotations: ["A", "L"], minimum: 6, maximum: nil, units: 6, unitsOnLeave: 3))
  static let wishes = AnyRule.rotationWishes(RotationWishes())
  static let three = SmallProgram(blocks: 3, residents: 3)

  static var oneOnLeave: SmallProgram {
    var small = SmallProgram(blocks: 2)
    small.addLeave("P1", column: 1, days: 5...5)
    return small
  }

  /// A high wish for A in block 1, said again as low; a medium one for C in block 3; ranges that
  /// overlap block 2 by 14 days and by 13.
  static func withWishes(_ unit: PlanUnit) -> SmallProgram {
    var small = SmallProgram(unit: unit, blocks: 3)
    small.addWish("P1", "A", block: 1, .high)
    small.addWish("P1", "A", block: 1, .low)
    small.addWish("P1", "C", block: 3, .medium)
    let second = small.facts.calendar.blocks[1]
    for (rotation, days) in [(RotationID("D"), 14), ("B", 13)] {
      small.facts.wishes.append(
        Wish(
          resident: "P1", rotation: rotation,
          dates: DateRange(first: second.first, last: second.first + (days - 1)),
          priority: .low))
    }
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
    RuleCase("wishes", wishes, ["ADC"], units: 0, in: withWishes(.block)),
    RuleCase("wishes", wishes, ["BDC"], units: 4, in: withWishes(.block)),
    RuleCase("wishes", wishes, ["ABA"], units: 3, in: withWishes(.block)),
    RuleCase("wishes", wishes, ["BBB"], units: 7, in: withWishes(.block)),
    RuleCase("wishes in halves", wishes, ["BADBCC"], units: 0, in: withWishes(.halfBlock)),
    RuleCase("wishes in halves", wishes, ["BADBDD"], units: 2, in: withWishes(.halfBlock)),
    RuleCase("wishes in halves", wishes, ["BBBBBB"], units: 7, in: withWishes(.halfBlock)),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }

  @Test func aWantedPairIsRewardedByBoth() throws {
    var small = SmallProgram()
    small.add(
      .succession(Succession(first: ["A"], next: ["B"])), Severity(level: .soft, weight: -2))
    let plan = small.plan(["ABAABC"])
    let compiled = try PlanCompiler.compile(small.program)
    #expect(Judge(program: small.program).verdict(on: plan).score == Score(soft: -4))
    #expect(compiled.grid.recount(compiled.answer(from: plan)).score == Score(soft: -4))
  }
}
