import Domain
import Rules
import TestSupport
import Testing
import Validation

/// Block 2 runs from 31 July to 27 August 2025.
@Suite struct RotationWishesTests {
  private let rule = AnyRule.rotationWishes(RotationWishes())

  private func facts(_ wishes: [Wish], unit: PlanUnit = .block) -> ProgramFacts {
    var facts = SampleFacts.small(unit: unit)
    facts.wishes = wishes
    return facts
  }

  @Test(arguments: [
    (Wish.Priority.high, 4), (Wish.Priority.medium, 2), (Wish.Priority.low, 1),
  ])
  func aDeniedWishCostsItsWeightAndAGrantedOneNothing(priority: Wish.Priority, weight: Int) {
    let facts = facts([SampleFacts.wish(1, "A", "2025-07-31", "2025-08-27", priority)])
    #expect(units(of: rule, in: ["BBBB"], facts) == weight)
    #expect(units(of: rule, in: ["BABB"], facts) == 0)
    #expect(units(of: rule, in: ["ABAA"], facts) == weight)
  }

  @Test func aWishCountsFromFourteenDaysOfABlockOn() {
    let fourteen = facts([SampleFacts.wish(1, "A", "2025-08-14", "2025-09-09")])
    // 14 August to 27 August are 14 days of block 2; 28 August to 9 September are 13 of block 3.
    #expect(units(of: rule, in: ["BBBB"], fourteen) == 4)
    #expect(units(of: rule, in: ["BABB"], fourteen) == 0)
    #expect(units(of: rule, in: ["BBAB"], fourteen) == 4)
    let thirteen = facts([SampleFacts.wish(1, "A", "2025-08-15", "2025-09-09")])
    #expect(units(of: rule, in: ["BBBB"], thirteen) == 0)
  }

  @Test func aWishOverTwoBlocksCountsInEach() {
    let facts = facts([SampleFacts.wish(1, "A", "2025-07-31", "2025-09-24")])
    #expect(units(of: rule, in: ["BBBB"], facts) == 8)
    #expect(units(of: rule, in: ["BABB"], facts) == 4)
    #expect(units(of: rule, in: ["BAAB"], facts) == 0)
  }

  @Test func eitherHalfGrantsAWish() {
    let facts = facts(
      [SampleFacts.wish(1, "H", "2025-07-31", "2025-08-27")], unit: .halfBlock)
    #expect(units(of: rule, in: ["BBHKBBBB"], facts) == 0)
    #expect(units(of: rule, in: ["BBKHBBBB"], facts) == 0)
    #expect(units(of: rule, in: ["BHKKHBBB"], facts) == 4)
  }

  @Test func aWishSaidTwiceCountsOnceByItsStrongestPriority() {
    let facts = facts([
      SampleFacts.wish(1, "A", "2025-07-31", "2025-08-27", .low),
      SampleFacts.wish(1, "A", "2025-07-31", "2025-08-20", .medium),
      SampleFacts.wish(1, "B", "2025-07-31", "2025-08-27", .low),
    ])
    #expect(units(of: rule, in: ["CCCC"], facts) == 3)
    #expect(units(of: rule, in: ["CACC"], facts) == 1)
    #expect(units(of: rule, in: ["CBCC"], facts) == 2)
  }

  @Test func aWeightOfNothingIsNoViolation() {
    let rule = AnyRule.rotationWishes(RotationWishes(highWeight: 0))
    let facts = facts([SampleFacts.wish(1, "A", "2025-07-31", "2025-08-27")])
    #expect(verdict(of: rule, on: ["BBBB"], facts).violationCount == 0)
  }

  @Test func wishesOfOthersDoNotCount() {
    let facts = facts([SampleFacts.wish(2, "A", "2025-07-31", "2025-08-27")])
    #expect(units(of: rule, in: ["BBBB"], facts) == 0)
  }
}
