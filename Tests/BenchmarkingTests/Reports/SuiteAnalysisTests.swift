import Benchmarking
import Testing

@Suite struct SuiteAnalysisTests {
  private static let none = BestKnownValues("")

  private static func analysis(_ rows: [ResultRow]) -> SuiteAnalysis {
    SuiteAnalysis(suite: SampleRows.suite, rows: rows, accepted: none)
  }

  /// The other entrant is 10 above the base everywhere.
  private static let clear = SampleRows.rows { trial in
    (trial.entrant.name == "base" ? 100 : 110) + Int(trial.seed)
  }

  @Test func mediansGapsAndWinsAreThoseOfTheRows() throws {
    let analysis = Self.analysis(Self.clear)
    let field = try #require(analysis.fields.first)
    #expect(analysis.trialsDone == 36)
    let cell = try #require(field.cell("other", "I3"))
    #expect(cell.costs == [111, 112, 113])
    #expect(cell.medianCost == 112)
    #expect(cell.gap == 0.12)
    #expect(cell.primalGap == 12.0 / 112)
    #expect(cell.medianFirstTime == 1)
    #expect(cell.medianCoreSeconds == 20)
    // A second of ten at 1, four at the first cost's gap, five at the last one's.
    let base = try #require(field.cell("base", "I3"))
    let expected =
      [151, 152, 153].map { first -> Double in
        let last = first - 50
        return (1 + 4 * Double(first - 100) / Double(first) + 5 * Double(last - 100) / Double(last))
          / 10
      }.reduce(0, +) / 3
    #expect(abs(base.primalIntegral - expected) < 1e-12)
    #expect(field.entrants.map(\.wins) == [6, 0])
    #expect(field.entrants.map(\.coreSeconds) == [360, 360])
    #expect(field.entrants[0].gapsAtMoments == [52.0 / 152, 2.0 / 102])
    #expect(
      field.entrants[0].strategies == [
        .init(strategy: "quick", improvements: 18, finals: 0),
        .init(strategy: "slow", improvements: 18, finals: 18),
      ])
  }

  @Test func anInstanceOfMoreSeedsWeighsNoMoreThanOthers() throws {
    func rows(_ trials: [Trial]) -> [ResultRow] {
      trials.map { SampleRows.row($0, cost: $0.instance.name == "I1" ? 200 : 100) }
    }
    let trials = SampleRows.suite.trials
    let all = rows(trials)
    let fewer = rows(trials.filter { $0.instance.name == "I1" || $0.seed == trials[0].seed })
    #expect(fewer.count < all.count)
    let gaps = try [all, fewer].map {
      try #require(Self.analysis($0).fields.first?.entrants.first?.gapMean)
    }
    #expect(gaps[0] > 0)
    #expect(gaps[0] == gaps[1])
  }

  @Test func sixLossesOfSixAreADifference() throws {
    let field = try #require(Self.analysis(Self.clear).fields.first)
    let pair = try #require(field.pairings.first)
    #expect([pair.wins, pair.draws, pair.losses] == [0, 0, 6])
    #expect(pair.test.probability == 0.03125)
    let best = try #require(field.virtualBest)
    #expect(best.entrants == ["base", "other"])
    #expect(best.marginal[1] == 0)
    #expect(best.marginal[0] > 0)
  }

  @Test func aTrialWithoutAnAnswerIsWorseThanAnyCost() throws {
    let rows = SampleRows.rows { $0.entrant.name == "base" && $0.seed < 3 ? nil : 150 }
    let field = try #require(Self.analysis(rows).fields.first)
    let cell = try #require(field.cell("base", "I1"))
    #expect(cell.medianCost == nil)
    #expect(cell.primalGap == 1)
    #expect(cell.leastCost == 150)
    #expect(cell.greatestCost == nil)
    #expect(field.entrants.map(\.wins) == [0, 6])
    #expect(field.entrants[0].valid == 6)
  }

  @Test func aBoundAboveAJudgedCostDisqualifiesWhoClaimedIt() throws {
    var rows = Self.clear
    let index = try #require(
      rows.firstIndex { $0.subject.entrant == "base" && $0.subject.instance == "I1" })
    rows[index].bound = .init(value: 102, isChecked: false)
    let analysis = Self.analysis(rows)
    #expect(analysis.falseClaims.map(\.entrant) == ["base"])
    let field = try #require(analysis.fields.first)
    #expect(field.entrants.map(\.falseClaims) == [1, 0])
    #expect(field.entrants[0].wins == 0)
    #expect(field.virtualBest?.entrants == ["other"])
    rows[index].bound = .init(value: 101, isChecked: true)
    let honest = Self.analysis(rows)
    #expect(honest.falseClaims == [])
    #expect(honest.instances[0].checkedBound == 101)
  }

  @Test func betterThanAllKnownMovesTheReferenceAndIsSaid() throws {
    let rows = SampleRows.rows { $0.instance.name == "I4" ? 90 : 120 }
    let analysis = Self.analysis(rows)
    #expect(analysis.improvements.map(\.name) == ["I4"])
    #expect(analysis.instances[3].reference == 90)
    #expect(analysis.instances[3].knownBefore == 100)
    #expect(analysis.fields.first?.cell("base", "I4")?.gap == 0)
  }

  @Test func budgetsInEffortMakeOneCurve() throws {
    var suite = SampleRows.suite
    suite.budgets = [.effort(1_000), .effort(4_000)]
    let rows = suite.trials.map { trial in
      SampleRows.row(trial, cost: trial.budget == .effort(1_000) ? 200 : 100)
    }
    let analysis = SuiteAnalysis(suite: suite, rows: rows, accepted: Self.none)
    let field = try #require(analysis.fields.first)
    #expect(analysis.fields.count == 1)
    #expect(field.isEffort)
    #expect(field.cell("base", "I1")?.medianFirstTime == 1_000)
    #expect(field.cell("base", "I1")?.medianOnePercentTime == 4_000)
    // A quarter at 1, three quarters at ½.
    #expect(field.cell("base", "I1")?.primalIntegral == 0.625)
  }

  @Test func aSuiteWithoutRowsHasNoFields() {
    let analysis = Self.analysis([])
    #expect(analysis.fields == [])
    #expect(analysis.trialsDone == 0)
    #expect(ReportPage(analysis, csv: "a", json: "b").html.contains("No rows yet"))
  }
}

@Suite struct ComparisonTests {
  private static func rows(_ entrant: String, _ cost: (Trial) -> Int?) -> [ResultRow] {
    SampleRows.rows(cost).filter { $0.subject.entrant == entrant }
  }

  private static func compare(
    _ first: @escaping (Trial) -> Int?, _ second: @escaping (Trial) -> Int?
  ) -> Comparison {
    Comparison(rows("base", first), rows("other", second), labels: ("a", "b"))
  }

  @Test func aSecondThatIsBetterEverywhereIsBetter() {
    let comparison = Self.compare({ _ in 110 }, { _ in 100 })
    #expect(comparison.isTestedOverInstances)
    #expect(comparison.verdict == .secondIsBetter)
    #expect(comparison.instances.map(\.secondWins) == Array(repeating: 3, count: 6))
    #expect(comparison.instances.map(\.verdict) == Array(repeating: .tooFewPairs, count: 6))
    #expect(comparison.instances[0].medianDifference == -10.0 / 110)
    #expect(Self.compare({ _ in 100 }, { _ in 110 }).verdict == .firstIsBetter)
  }

  @Test func halfForEachShowsNoDifference() {
    let comparison = Self.compare(
      { _ in 100 }, { $0.instance.name < "I4" ? 101 : 99 })
    #expect(comparison.verdict == .noDifferenceShown)
    #expect(Self.compare({ _ in 100 }, { _ in 100 }).verdict == .noDifferenceShown)
  }

  @Test func anAnswerBeatsNone() {
    let comparison = Self.compare({ _ in nil }, { _ in 100 })
    #expect(comparison.verdict == .secondIsBetter)
    #expect(comparison.instances[0].firstMedian == nil)
    #expect(comparison.instances[0].medianDifference == -1)
  }

  @Test func whatOnlyOneSideDidIsLeftOutAndCounted() {
    let comparison = Comparison(
      Array(Self.rows("base") { _ in 100 }.prefix(4)), Self.rows("other") { _ in 100 },
      labels: ("a", "b"))
    #expect(comparison.unpaired == 14)
    #expect(comparison.instances.map(\.pairs).reduce(0, +) == 4)
    #expect(!ComparisonText.lines(comparison).isEmpty)
  }
}
