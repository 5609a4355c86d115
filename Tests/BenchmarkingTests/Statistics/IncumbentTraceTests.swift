import Benchmarking
import Testing

@Suite struct IncumbentTraceTests {
  private let trace = IncumbentTrace([
    .init(time: 3, cost: 100), .init(time: 1, cost: 200), .init(time: 2, cost: 250),
  ])

  @Test func onlyImprovementsAreKeptInTheOrderOfTime() {
    #expect(trace.points == [.init(time: 1, cost: 200), .init(time: 3, cost: 100)])
    #expect(trace.firstTime == 1)
  }

  @Test func theCostAtAMomentIsTheLastOneBefore() {
    #expect(trace.cost(at: 0.99) == nil)
    #expect(trace.cost(at: 1) == 200)
    #expect(trace.cost(at: 2.99) == 200)
    #expect(trace.cost(at: 3) == 100)
  }

  @Test func thePrimalIntegralIsTheAreaUnderTheGap() {
    // A second at 1, two at ½, one at 0, of four.
    #expect(trace.primalIntegral(reference: 100, end: 4) == 0.5)
    // What comes after the end counts for nothing.
    #expect(trace.primalIntegral(reference: 100, end: 2) == 0.75)
    #expect(IncumbentTrace([]).primalIntegral(reference: 100, end: 4) == 1)
  }

  @Test func theTimeToAGapIsThatOfTheFirstCostWithinIt() {
    #expect(trace.time(toGap: 1, reference: 100) == 1)
    #expect(trace.time(toGap: 0.01, reference: 100) == 3)
    #expect(trace.time(toGap: 0.01, reference: 98) == nil)
  }

  @Test func gapsOfNegativeCostsAndOfZeroAreShares() {
    #expect(Gap.relative(-292, to: -294) == 2.0 / 294)
    #expect(Gap.primal(-292, to: -294) == 2.0 / 294)
    #expect(Gap.primal(5, to: -3) == 1)
    #expect(Gap.primal(0, to: 0) == 0)
    #expect(Gap.primal(5, to: 0) == 1)
    #expect(Gap.relative(5, to: 0) == 5)
    #expect(Gap.primal(90, to: 100) == 0)
    #expect(Gap.primal(nil, to: 100) == 1)
  }
}

@Suite struct PairProfileTests {
  @Test func eachCurveRisesByTheInstancesWithinTheFactor() {
    let profile = PairProfile([(1, 1.1), (1.2, 1), (nil, 1), (nil, nil)])
    #expect(
      profile.first == [.init(factor: 1, share: 0.25), .init(factor: 1.2, share: 0.5)])
    #expect(
      profile.second == [.init(factor: 1, share: 0.5), .init(factor: 1.1, share: 0.75)])
  }
}

@Suite struct VirtualBestTests {
  @Test func entrantsThatCompleteEachOtherShareEqually() throws {
    let best = try #require(VirtualBest(gaps: [[0, 1], [1, 0]]))
    #expect(best.gap == 0)
    #expect(best.marginal == [0.5, 0.5])
    #expect(best.shapley == [0.5, 0.5])
  }

  @Test func anEntrantThatIsNowhereBetterAddsNothingAndHasItsShare() throws {
    let best = try #require(VirtualBest(gaps: [[0.2], [0.4]]))
    #expect(best.marginal[1] == 0)
    // First to come: 0.8 and 0.6; second: 0.2 and 0.
    #expect(abs(best.shapley[0] - 0.5) < 1e-12)
    #expect(abs(best.shapley[1] - 0.3) < 1e-12)
  }

  @Test func sharesAddUpToTheWholeFall() throws {
    let gaps = [[0.1, 0.5, 0.9], [0.3, 0.2, 0.9], [0.4, 0.4, 0.05], [1, 1, 1]]
    let best = try #require(VirtualBest(gaps: gaps))
    #expect(abs(best.shapley.reduce(0, +) - (1 - best.gap)) < 1e-12)
    #expect(abs(best.shapley[3]) < 1e-12)
    #expect(VirtualBest(gaps: []) == nil)
  }
}
