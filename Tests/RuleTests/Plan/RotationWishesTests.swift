import Domain
import Rules
import TestSupport
import Testing

/// ``RotationWishes`` through judge and grid:
/// wishes said twice, overlaps of 14 and 13 days, blocks and half-blocks.
struct RotationWishesTests {
  static let wishes = AnyRule.rotationWishes(RotationWishes())

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
}
