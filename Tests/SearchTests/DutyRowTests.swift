import Containers
import Determinism
import Grid
import Measures
import Search
import Testing

/// The bit masks of duty rows and the moves on them, on rows longer than a word.
@Suite struct DutyRowTests {
  @Test(arguments: UInt64(0)..<40)
  func masksAgreeWithTheScanOfARow(seed: UInt64) throws {
    let (model, answer) = try built(seed)
    let faults = EvaluationCheck(model, answer: answer).faults(moves: 3000, seed: seed)
    #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
  }

  @Test(arguments: UInt64(0)..<5)
  func everyMoveFindsSomethingToPropose(seed: UInt64) throws {
    let (model, answer) = try built(seed)
    let found = EvaluationCheck(model, answer: answer).movesThatPropose(attempts: 2000, seed: seed)
    #expect(found == EvaluationCheck.moveNames, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<10)
  func annealingKeepsCleanRowsClean(seed: UInt64) throws {
    let (model, answer) = try built(seed)
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", .init()))
    let start = model.grid.recount(answer).score
    let best = try #require(
      strategy.search(
        SearchTask(
          model: model, subproblem: Subproblem(free: .whole(of: model.grid), border: answer),
          seed: seed), control: EffortControl(limit: 60_000)))
    let score = model.grid.recount(best.answer).score
    #expect(score.accreditation + score.institution == best.hard, "seed \(seed)")
    #expect((best.hard, best.soft) <= (start.accreditation + start.institution, start.soft))
  }

  /// An answer that a short search has made clean, or nearly so.
  private func built(_ seed: UInt64) throws -> (SearchModel, GridAnswer) {
    let model = SearchModel(Self.grid(seed))
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", .init()))
    let best = try #require(
      strategy.search(
        SearchTask(
          model: model, subproblem: Subproblem(free: .whole(of: model.grid), border: nil),
          seed: seed), control: EffortControl(limit: 40_000)))
    return (model, best.answer)
  }

  /// 3–6 rows of 40–139 days: off and two to four shifts, with hard runs, successions, weekends
  /// and hours, and soft covers and wishes.
  private static func grid(_ seed: UInt64) -> DenseGrid {
    var random = SeededGenerator(seed: seed, label: 31)
    let rows = 3 + random.below(4)
    let columns = 40 + random.below(100)
    let choices = 3 + random.below(3)
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: choices,
      domains: [BitSet.below(choices), BitSet([0])],
      domainOfCell: (0..<rows * columns).map { _ in random.below(15) == 0 ? 1 : 0 },
      cutColumns: stride(from: 7, to: columns, by: 7).map(Int32.init))
    let all = (0..<Int32(rows)).map { $0 }
    func add(_ family: GridFamily, _ level: ScoreLevel = .institution) {
      grid.rules.append(GridRule(instance: grid.rules.count, level: level, family: family))
    }
    let work = BitSet(1..<choices)
    var most = RunFamily(
      rows: all, members: work, max: 4 + random.below(4), priceShort: 0, priceLong: 1)
    most.endIsOpen = random.below(2) == 0
    add(.run(most))
    var fewest = RunFamily(
      rows: all, members: work, min: 1 + random.below(3), priceShort: 1, priceLong: 0)
    fewest.startIsOpen = random.below(2) == 0
    fewest.endIsOpen = random.below(2) == 0
    add(.run(fewest))
    let off = RunFamily(
      rows: all, members: BitSet([0]), min: 1 + random.below(3), priceShort: 1, priceLong: 0)
    add(.run(off))
    add(
      .transition(
        TransitionFamily(
          rows: all, columns: (0..<Int32(columns - 1)).map { $0 }, from: BitSet([choices - 1]),
          to: BitSet([1]), price: 1)))
    let heads: [Int32] = [0] + Array(repeating: Int32(1), count: choices - 1)
    let weekends = (0..<columns / 7).map { week -> [Int32] in
      let saturday = Int32(week * 7 + 5)
      return [saturday, saturday + 1]
    }
    add(
      .sum(
        SumFamily(
          rows: all, measure: .anyInGroups(weekends, work),
          windows: [
            SumWindow(
              positions: weekends.indices.map(Int32.init), min: 0,
              max: Int32(weekends.count / 2))
          ], priceUnder: 1, priceOver: 1)))
    let days = (0..<Int32(columns)).map { $0 }
    let half = days.map { _ in Int32(rows / 2) }
    add(
      .sum(
        SumFamily(
          rows: all, measure: .weights(heads),
          windows: [
            SumWindow(positions: days, min: Int32(columns / 3), max: Int32(columns * 2 / 3))
          ], priceUnder: 1, priceOver: 1)))
    add(
      .cover(
        CoverFamily(
          groups: days.map { [$0] }, tables: [heads],
          tableOfRow: Array(repeating: 0, count: rows),
          min: half, max: half, priceUnder: 10, priceOver: 1)), .soft)
    grid.cellPrices = (0..<rows).map { row in
      CellPrice(
        row: row, column: random.below(columns), choice: random.below(choices), level: .soft,
        amount: 1 + random.below(3), instance: 9)
    }
    return grid
  }
}
