import Domain
import Rules
import TestSupport
import Testing
import Validation

@Suite struct WholeBlocksTests {
  private let rule = AnyRule.wholeBlocks(WholeBlocks())

  @Test(arguments: [
    RowCase("AABB", 0), RowCase("HKAA", 0), RowCase("HHKK", 0), RowCase("AHBB", 1),
    RowCase("HABB", 1), RowCase("ABAA", 2), RowCase("ABBA", 4), RowCase("AAHB", 1),
  ])
  func aRotationThatMayNotBeHalvedFillsBothHalves(example: RowCase) {
    let facts = SampleFacts.small(blocks: 2, unit: .halfBlock)
    #expect(units(of: rule, in: [example.row], facts) == example.units)
  }

  @Test func aPlanOfBlocksHasNoHalves() {
    #expect(units(of: rule, in: ["ABAB"], SampleFacts.small()) == 0)
  }
}
