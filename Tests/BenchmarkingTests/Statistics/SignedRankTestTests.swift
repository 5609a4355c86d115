import Benchmarking
import Testing

/// Held against counts by hand and against the printed tables of critical values.
@Suite struct SignedRankTestTests {
  /// Differences 1…n of which the ranks named are negative.
  private func test(_ count: Int, negative: [Int]) -> SignedRankTest {
    SignedRankTest((1...count).map { negative.contains($0) ? -Double($0) : Double($0) })
  }

  @Test func smallSumsAreCountedByHand() {
    // Only the empty choice of ranks has a sum of 0: two of 2⁵ and 2⁶ choices, one on either side.
    #expect(test(5, negative: []).probability == 0.0625)
    #expect(test(6, negative: []).probability == 0.03125)
    // Sums up to 3 among 1…8: {}, {1}, {2}, {3}, {1, 2}.
    #expect(test(8, negative: [3]).probability == 10.0 / 256)
    // Sums up to 8 among 1…10 are 25 choices.
    #expect(test(10, negative: [8]).probability == 50.0 / 1024)
  }

  /// Greatest sums that are significant at 5 %, two-sided, as tables print them.
  @Test(arguments: [
    (6, 0), (7, 2), (8, 3), (9, 5), (10, 8), (12, 13), (15, 25), (18, 40), (20, 52), (25, 89),
  ])
  func criticalValuesAreThoseOfTheTables(count: Int, critical: Int) {
    // A sum of distinct ranks: the largest ones first.
    func ranks(_ sum: Int) -> [Int] {
      var rest = sum
      return (1...count).reversed().filter { rank in
        guard rank <= rest else { return false }
        rest -= rank
        return true
      }
    }
    #expect(test(count, negative: ranks(critical)).probability <= 0.05)
    #expect(test(count, negative: ranks(critical + 1)).probability > 0.05)
  }

  @Test func equalSizesShareTheirMiddleRank() {
    // Sizes 1, 1, 1 have rank 2 each; 4 of 8 choices have at most one of them negative.
    let test = SignedRankTest([1, 1, -1])
    #expect([test.positiveRanks, test.negativeRanks] == [4, 2])
    #expect(test.probability == 1)
    let other = SignedRankTest([0.5, -0.5, 2, 3])
    #expect([other.positiveRanks, other.negativeRanks] == [8.5, 1.5])
  }

  @Test func zerosAreLeftOut() {
    let test = SignedRankTest([0, 1, 2, 0, 3, 4, 5, 6])
    #expect(test.count == 6)
    #expect(test.probability == 0.03125)
    #expect(SignedRankTest([0, 0]).probability == 1)
    #expect(SignedRankTest([]).probability == 1)
  }

  @Test func manyDifferencesAreTestedByTheNormalLaw() {
    // W⁻ = 2500, mean 2525, variance 100 · 101 · 201 ÷ 24: z = 24.5 ÷ 290.84.
    let odd = (1...100).filter { $0 % 2 == 1 }
    #expect(abs(test(100, negative: odd).probability - 0.93287) < 1e-4)
    #expect(test(100, negative: []).probability < 1e-10)
  }

  @Test func signsTurnedRoundGiveTheSameProbability() {
    let differences = [1.5, -2, 3, 0.25, -7, 4, 4, -4]
    #expect(
      SignedRankTest(differences).probability
        == SignedRankTest(differences.map { -$0 }).probability)
  }

  @Test func holmCorrectsInRisingOrder() {
    let corrected = HolmCorrection.of([0.01, 0.04, 0.03])
    #expect(zip(corrected, [0.03, 0.06, 0.06]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(HolmCorrection.of([0.6, 0.9]) == [1, 1])
    #expect(HolmCorrection.of([]) == [])
  }
}
