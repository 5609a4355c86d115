import Determinism
import Testing

@Suite struct SeededGeneratorTests {
  @Test func aSeedFixesTheStream() {
    var first = SeededGenerator(seed: 42)
    var second = SeededGenerator(seed: 42)
    #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
  }

  /// Computed by the authors' algorithms apart from this code; a change here changes every run.
  @Test(arguments: [
    (
      UInt64(0),
      [
        UInt64(0x99EC_5F36_CB75_F2B4), 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0,
        0x6AA5_94F1_262D_2D2C,
      ]
    ),
    (
      UInt64(42),
      [
        UInt64(0x1578_0B2E_0C2E_C716), 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1,
        0xECB8_AD47_03B3_60A1,
      ]
    ),
  ])
  func theFirstNumbersOfASeedNeverChange(seed: UInt64, expected: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    #expect((0..<4).map { _ in generator.next() } == expected)
  }

  @Test func labelsGiveStreamsThatShareNoValue() {
    var seen: Set<UInt64> = []
    for label in 0..<100 {
      var generator = SeededGenerator(seed: 42, label: UInt64(label))
      for _ in 0..<100 { seen.insert(generator.next()) }
    }
    var plain = SeededGenerator(seed: 42)
    for _ in 0..<100 { seen.insert(plain.next()) }
    #expect(seen.count == 101 * 100)
  }

  @Test func everyNumberBelowABoundComesAboutEquallyOften() {
    for bound in 1...20 {
      var generator = SeededGenerator(seed: UInt64(bound))
      var counts = Array(repeating: 0, count: bound)
      for _ in 0..<(bound * 1000) { counts[generator.below(bound)] += 1 }
      // Six standard deviations of a count of mean 1000; the seed is fixed, so it never flickers.
      #expect(counts.allSatisfy { abs($0 - 1000) < 190 }, "bound \(bound): \(counts)")
    }
  }

  @Test func aUnitLiesFromZeroToBelowOne() {
    var generator = SeededGenerator(seed: 7)
    var sum = 0.0
    for _ in 0..<10_000 {
      let unit = generator.unit()
      #expect(unit >= 0 && unit < 1)
      sum += unit
    }
    #expect(abs(sum / 10_000 - 0.5) < 0.02)
  }
}

@Suite struct EffortBudgetTests {
  @Test func aBudgetIsSpentExactlyAtItsLimit() {
    var budget = EffortBudget(limit: 10)
    budget.use(9)
    #expect(!budget.isSpent)
    #expect(budget.remaining == 1)
    budget.use(1)
    #expect(budget.isSpent)
    #expect(budget.share == 1)
    budget.use(5)
    #expect(budget.remaining == 0)
    #expect(budget.share == 1)
  }

  @Test func anUnlimitedBudgetIsNeverUsedUp() {
    var budget = EffortBudget.unlimited
    budget.use(1_000_000)
    #expect(!budget.isSpent)
    #expect(budget.share == 0)
  }

  @Test func aBudgetOfNothingIsSpentAtOnce() {
    #expect(EffortBudget(limit: 0).isSpent)
  }
}
