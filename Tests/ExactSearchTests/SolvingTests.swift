import Containers
import Determinism
import ExactSearch
import Foundation
import Grid
import Measures
import Search
import TestSupport
import Testing

/// What the solver finds, beside every answer there is.
@Suite(.enabled(if: SolvingChild.isAvailable, "OR-Tools is not installed: run make setup"))
struct SolvingTests {
  @Test(arguments: 0..<24)
  func theWholeOfASmallGridIsSolvedToItsBest(seed: Int) throws {
    let grid = Self.smallGrid(seed: seed)
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: UInt64(seed))
    let control = TestControl()
    let strategy = CPSATStrategy(StrategyParameters(), SolvingChild.settings())
    let found = try #require(strategy.search(task, control: control), "seed \(seed)")
    let best = Self.best(of: grid)
    #expect((found.hard, found.soft) == best, "seed \(seed)")
    let score = grid.recount(found.answer).score
    #expect(score.accreditation + score.institution == found.hard, "seed \(seed)")
    #expect(score.soft == found.soft, "seed \(seed)")
    if best.hard == 0 { #expect(control.claims.last == best.soft, "seed \(seed)") }
  }

  @Test(arguments: 0..<6)
  func repairNeverWorsensAndEndsWhenTheWholeIsSolved(seed: Int) throws {
    let grid = Self.smallGrid(seed: seed)
    let border = RandomGrid.answer(of: grid, seed: UInt64(seed))
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: border),
      seed: UInt64(seed))
    let control = TestControl()
    let strategy = CPSATRepairStrategy(StrategyParameters(), SolvingChild.settings())
    let found = try #require(strategy.search(task, control: control), "seed \(seed)")
    #expect((found.hard, found.soft) == Self.best(of: grid), "seed \(seed)")
    for (earlier, later) in zip(control.candidates, control.candidates.dropFirst()) {
      #expect(later.isBetter(than: earlier), "seed \(seed)")
    }
  }

  @Test func equalEffortGivesEqualAnswers() throws {
    let grid = Self.largeGrid(people: 10, days: 28)
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: 4)
    let answers = [1, 2].map { _ in
      let control = TestControl()
      control.effortLimit = 5_000_000
      return CPSATStrategy(StrategyParameters(), SolvingChild.settings())
        .search(task, control: control)?.answer
    }
    #expect(answers[0] != nil)
    #expect(answers[0] == answers[1])
  }

  /// A grid of at most 10 cells, so that every answer can be counted.
  static func smallGrid(seed: Int) -> DenseGrid {
    var number = UInt64(seed)
    while true {
      number += 1_000
      let grid =
        switch seed % 3 {
        case 0: RandomGrid.grid(seed: number)
        case 1: DutyGrid.grid(seed: number)
        default:
          RandomDutyGrid.grid(seed: number, kinds: ModelAgreementTests.clockKinds, columns: 6)
        }
      let answers = (0..<grid.rowCount * grid.columnCount).reduce(1.0) {
        $0 * Double(grid.domains[Int(grid.domainOfCell[$1])].count)
      }
      if answers <= 60_000 { return grid }
    }
  }

  /// Hard and soft points of the best of all answers.
  static func best(of grid: DenseGrid) -> (hard: Int, soft: Int) {
    let choices = grid.domainOfCell.map { grid.domains[Int($0)].members }
    var digits = Array(repeating: 0, count: choices.count)
    var best = (hard: Int.max, soft: Int.max)
    while true {
      let answer = GridAnswer(
        cells: digits.indices.map { UInt16(choices[$0][digits[$0]]) },
        columnCount: grid.columnCount)
      let score = grid.recount(answer).score
      let worth = (hard: score.accreditation + score.institution, soft: score.soft)
      if worth < best { best = worth }
      var place = 0
      while place < digits.count, digits[place] == choices[place].count - 1 {
        digits[place] = 0
        place += 1
      }
      if place == digits.count { return best }
      digits[place] += 1
    }
  }

  /// By default 40 people on 56 days: more than the solver ends in a minute.
  static func largeGrid(people: Int = 40, days: Int = 56) -> DenseGrid {
    var random = SeededGenerator(seed: 9)
    var grid = DenseGrid(
      rowCount: people, columnCount: days, choiceCount: 5, domains: [BitSet.below(5)],
      domainOfCell: Array(repeating: 0, count: people * days))
    let rows = (0..<Int32(people)).map { $0 }
    let columns = (0..<Int32(days)).map { $0 }
    grid.rules = rowRules(rows, columns)
    for shift in 1...4 {
      let wanted = columns.map { _ in Int32(people / 10 + random.below(people / 6 + 1)) }
      grid.rules.append(
        GridRule(
          instance: 2 + shift, level: .soft,
          family: .cover(
            CoverFamily(
              groups: columns.map { [$0] }, tables: [(0..<5).map { $0 == shift ? 1 : 0 }],
              tableOfRow: Array(repeating: 0, count: people), min: wanted, max: wanted,
              priceUnder: 100, priceOver: 1))))
    }
    return grid
  }

  /// Two to five days in a row, no early shift after a late one, at most 42 hours a week.
  private static func rowRules(_ rows: [Int32], _ columns: [Int32]) -> [GridRule] {
    let hours = Int32(columns.count * 6)
    let families: [GridFamily] = [
      .run(
        RunFamily(
          rows: rows, members: BitSet([1, 2, 3, 4]), min: 2, max: 5, priceShort: 1, priceLong: 1)),
      .transition(
        TransitionFamily(
          rows: rows, columns: Array(columns.dropLast()), from: BitSet([3, 4]), to: BitSet([1, 2]),
          price: 1)),
      .sum(
        SumFamily(
          rows: rows, measure: .weights([0, 8, 8, 10, 12]),
          windows: [SumWindow(positions: columns, min: hours - 60, max: hours)], priceUnder: 1,
          priceOver: 1)),
    ]
    return families.enumerated().map {
      GridRule(instance: $0.offset, level: .institution, family: $0.element)
    }
  }
}
