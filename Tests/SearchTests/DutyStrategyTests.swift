import Containers
import Determinism
import Grid
import Measures
import Search
import TestSupport
import Testing

/// Strategies on grids of duty schedules: what they report, leave alone, find and keep to.
@Suite struct DutyStrategyTests {
  @Test(arguments: UInt64(0)..<30, StrategyCatalogue.names)
  func aStrategyReportsWhatTheRecountConfirms(seed: UInt64, name: String) throws {
    let grid = RandomDutyGrid.grid(seed: seed)
    let best = try search(grid, name, seed: seed, free: .whole(of: grid), border: nil)
    let recount = grid.recount(best.answer)
    #expect(recount.cellsOutsideDomain == 0, "seed \(seed)")
    #expect(recount.score.soft == best.soft, "seed \(seed)")
    #expect(recount.score.accreditation + recount.score.institution == best.hard, "seed \(seed)")
  }

  /// Coolings of a stated length follow one another to the end of the budget; what is reported only
  /// grows better, and the last report is what comes back.
  @Test(arguments: UInt64(0)..<10)
  func coolingsOfAStatedLengthFollowOneAnother(seed: UInt64) throws {
    let grid = RandomDutyGrid.grid(seed: seed)
    let task = SearchTask(
      model: SearchModel(grid),
      subproblem: Subproblem(free: .whole(of: grid), border: nil), seed: seed)
    let parameters = StrategyParameters(["cooling-effort": 10_000])
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", parameters))
    let control = Listening(limit: 100_000)
    let best = try #require(strategy.search(task, control: control))
    // 10, 15, 22.5 and 33.75 thousand, and a part of the fifth.
    #expect(control.effort >= 100_000)
    #expect(control.reports.last?.answer == best.answer)
    for (before, after) in zip(control.reports, control.reports.dropFirst()) {
      #expect(after.isBetter(than: before) && after.effort >= before.effort)
    }
    let again = strategy.search(task, control: Listening(limit: 100_000))
    #expect(again?.answer == best.answer)
  }

  /// A plan that is locked throughout leaves coolings nothing to do: they end with time left.
  @Test func coolingsOfAFixedGridEnd() throws {
    let grid = DenseGrid(
      rowCount: 2, columnCount: 3, choiceCount: 2, domains: [BitSet([1])],
      domainOfCell: Array(repeating: 0, count: 6))
    let task = SearchTask(
      model: SearchModel(grid),
      subproblem: Subproblem(free: .whole(of: grid), border: nil), seed: 1)
    let parameters = StrategyParameters(["cooling-effort": 10_000])
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", parameters))
    let best = try #require(strategy.search(task, control: Listening(limit: .max)))
    #expect(best.answer.cells == Array(repeating: 1, count: 6))
  }

  /// 96 rows of four kinds, each of which may do only what its kind does: every column wants ten
  /// heads on each of four duties, and no row two duties running. Rows are looked at some at a
  /// time; what couples all of them still comes out right, and only free cells move.
  @Test(arguments: [0.0, 24], UInt64(1)...3)
  func manyRowsAreFilledWhicheverAreLookedAtTogether(focus: Double, seed: UInt64) throws {
    let rows = 96
    let columns = 12
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: 5,
      domains: (1...4).map { BitSet([0, $0]) } + [BitSet([0])],
      domainOfCell: (0..<rows * columns).map { Int32($0 / columns % 4) })
    // The last row of each kind is away.
    for cell in (rows - 4) * columns..<rows * columns { grid.domainOfCell[cell] = 4 }
    for duty in 1...4 {
      grid.rules.append(
        GridRule(
          instance: duty, level: .institution,
          family: .cover(
            CoverFamily(
              groups: (0..<Int32(columns)).map { [$0] },
              tables: [(0..<5).map { $0 == duty ? 1 : 0 }],
              tableOfRow: Array(repeating: 0, count: rows),
              min: Array(repeating: 10, count: columns),
              max: Array(repeating: 10, count: columns), priceUnder: 1, priceOver: 1))))
    }
    grid.rules.append(
      GridRule(
        instance: 0, level: .institution,
        family: .transition(
          TransitionFamily(
            rows: (0..<Int32(rows)).map { $0 }, columns: (0..<Int32(columns) - 1).map { $0 },
            offset: 1, from: BitSet(1...4), to: BitSet(1...4), price: 1))))
    let task = SearchTask(
      model: SearchModel(grid),
      subproblem: Subproblem(free: .whole(of: grid), border: nil), seed: seed)
    let parameters = StrategyParameters(["focus-rows": focus])
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", parameters))
    let best = try #require(strategy.search(task, control: Listening(limit: 2_000_000)))
    #expect(best.hard == 0)
    #expect(grid.recount(best.answer).cellsOutsideDomain == 0)
  }

  /// A control that ends a search after some effort and keeps what it reports.
  private final class Listening: SearchControl {
    private let limit: Int
    private(set) var effort = 0
    private(set) var reports: [Candidate] = []

    init(limit: Int) { self.limit = limit }

    func shareUsed(effort: Int) -> Double {
      self.effort = max(self.effort, effort)
      return Double(effort) / Double(limit)
    }

    func improved(_ candidate: Candidate) { reports.append(candidate) }
  }

  @Test(arguments: UInt64(0)..<40)
  func aPieceSplicedBackIsTheAnswerItWasFoundIn(seed: UInt64) throws {
    let grid = RandomDutyGrid.grid(seed: seed)
    var random = SeededGenerator(seed: seed, label: 6)
    let border = RandomGrid.answer(of: grid, seed: seed)
    let first = random.below(grid.columnCount)
    let region = FreeRegion(
      rows: (0..<Int32(grid.rowCount)).filter { _ in random.below(2) == 0 },
      columns: Int32(first)..<Int32(first + 1 + random.below(grid.columnCount - first)))
    let best = try search(grid, "annealing", seed: seed, free: region, border: border)
    let spliced = border.spliced(RegionAnswer(of: region, from: best.answer), into: region)
    #expect(spliced == best.answer, "seed \(seed)")
    let score = grid.recount(spliced).score
    #expect(score.soft == best.soft, "seed \(seed)")
    #expect(score.accreditation + score.institution == best.hard, "seed \(seed)")
  }

  /// Three columns and two or three rows: few enough answers to try them all.
  @Test func theBestOfAllAnswersIsUsuallyFound() throws {
    var tried = 0
    var found = 0
    for seed in UInt64(0)..<80 {
      let grid = RandomDutyGrid.grid(seed: seed, columns: 3)
      guard let least = bestOfAll(grid, limit: 20_000) else { continue }
      tried += 1
      let best = try search(grid, "annealing", seed: seed, free: .whole(of: grid), border: nil)
      let reached = (best.hard, best.soft)
      #expect(reached >= least, "seed \(seed): better than the best of all")
      if reached == least { found += 1 }
    }
    #expect(tried > 20 && found * 10 >= tried * 9, "\(found) of \(tried) found")
  }

  @Test func quotasNarrowRollingWindows() throws {
    var narrowed = 0
    for seed in UInt64(0)..<40 {
      let kind: RandomDutyGrid.Kind = seed % 2 == 0 ? .rollingWeights : .rollingGroups
      var grid = RandomDutyGrid.grid(seed: seed, kinds: [kind])
      grid.rules = [grid.rules[0]]
      grid.rules[0].level = .institution
      guard case .rolling(let family) = grid.rules[0].family else { continue }
      let border = RandomGrid.answer(of: grid, seed: seed)
      var quotas: [Quota] = []
      for row in family.rows {
        let amount = grid.amount(
          of: family.measure, in: family.windows[0], row: Int(row), border)
        quotas.append(
          Quota(rule: 0, row: row, window: 0, min: Int32(amount), max: Int32(amount)))
      }
      let best = try search(
        grid, "annealing", seed: seed, free: .whole(of: grid), border: border, quotas: quotas)
      // Only an answer without a hard unit must keep its quotas: they are hard bounds here.
      guard best.hard == 0 else { continue }
      narrowed += 1
      for (row, quota) in zip(family.rows, quotas) where family.priceUnder > 0 {
        let amount = grid.amount(
          of: family.measure, in: family.windows[0], row: Int(row), best.answer)
        #expect(amount == Int(quota.min), "seed \(seed) row \(row)")
      }
    }
    #expect(narrowed > 0)
  }

  @Test func aRowUnderRulesOfDutyIsDeclinedByTheRowProgramme() {
    for kind in RandomDutyGrid.Kind.allCases {
      let grid = RandomDutyGrid.grid(seed: 7, kinds: [kind])
      let rows = grid.rules.flatMap { $0.family.ownRows }
      for row in Set(rows).sorted() {
        let programme = RowProgramme(model: SearchModel(grid), row: Int(row))
        let prices = [Int32](repeating: 0, count: grid.columnCount * grid.choiceCount)
        let cells = [UInt16](repeating: 0, count: grid.columnCount)
        let result = programme.best(
          prices: prices, range: 0..<grid.columnCount, current: cells, stateLimit: 100_000)
        #expect(result == .tooLarge, "\(kind) row \(row)")
      }
    }
  }

  private func search(
    _ grid: DenseGrid, _ name: String, seed: UInt64, free: FreeRegion, border: GridAnswer?,
    quotas: [Quota] = []
  ) throws -> Candidate {
    let strategy = try #require(StrategyCatalogue.strategy(named: name, StrategyParameters()))
    return try #require(
      strategy.search(
        SearchTask(
          model: SearchModel(grid),
          subproblem: Subproblem(free: free, border: border, quotas: quotas), seed: seed),
        control: EffortControl(limit: 20_000)))
  }

  /// The least score of all answers inside the domains; nil when there are too many.
  private func bestOfAll(_ grid: DenseGrid, limit: Int) -> (Int, Int)? {
    let choices = grid.domainOfCell.map { grid.domains[Int($0)].members.map(UInt16.init) }
    guard choices.reduce(1, { Swift.min(limit + 1, $0 * $1.count) }) <= limit else { return nil }
    var digits = [Int](repeating: 0, count: choices.count)
    var least = (Int.max, Int.max)
    while true {
      let answer = GridAnswer(
        cells: digits.indices.map { choices[$0][digits[$0]] }, columnCount: grid.columnCount)
      let score = grid.recount(answer).score
      least = min(least, (score.accreditation + score.institution, score.soft), by: <)
      guard let place = digits.indices.first(where: { digits[$0] + 1 < choices[$0].count })
      else { return least }
      digits[place] += 1
      for earlier in 0..<place { digits[earlier] = 0 }
    }
  }

  private func min(
    _ left: (Int, Int), _ right: (Int, Int), by isLess: ((Int, Int), (Int, Int)) -> Bool
  ) -> (Int, Int) {
    isLess(right, left) ? right : left
  }
}

extension GridFamily {
  /// Rows that the rule binds each by itself.
  fileprivate var ownRows: [Int32] {
    switch self {
    case .seriesRun(let rule): rule.run.rows
    case .seriesTransition(let rule): rule.rows
    case .follow(let rule): rule.rows
    case .gap(let rule): rule.rows
    case .overlap(let rule): rule.rows
    case .stretch(let rule): rule.rows
    case .freePeriods(let rule): rule.rows
    case .rolling(let rule): rule.rows
    default: []
    }
  }
}
