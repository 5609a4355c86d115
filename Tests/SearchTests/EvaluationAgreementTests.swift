import Determinism
import Grid
import Measures
import Search
import Testing
import TestSupport

/// The incremental evaluation against the grid's own recount, on grids drawn from seeds.
@Suite struct EvaluationAgreementTests {
  @Test(arguments: UInt64(0)..<200)
  func everyEvaluatedChangeIsTheDifferenceOfTwoRecounts(seed: UInt64) {
    let grid = RandomGrid.grid(seed: seed)
    let checker = EvaluationCheck(
      SearchModel(grid), answer: RandomGrid.answer(of: grid, seed: seed))
    let faults = checker.faults(moves: 300, seed: seed)
    #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
  }

  @Test(arguments: RandomDutyGrid.Kind.allCases)
  func everyFamilyOfDutiesAloneIsCountedRight(kind: RandomDutyGrid.Kind) {
    for seed in UInt64(0)..<60 {
      let grid = RandomDutyGrid.grid(seed: seed, kinds: [kind])
      let checker = EvaluationCheck(
        SearchModel(grid), answer: RandomGrid.answer(of: grid, seed: seed))
      let faults = checker.faults(moves: 300, seed: seed)
      #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
    }
  }

  @Test(arguments: UInt64(0)..<100)
  func aStateThatGoesOnToAnotherAnswerIsThatOfTheAnswer(seed: UInt64) {
    let grid =
      seed.isMultiple(of: 2) ? RandomGrid.grid(seed: seed) : RandomDutyGrid.grid(seed: seed)
    var random = SeededGenerator(seed: seed, label: 9)
    var answer = RandomGrid.answer(of: grid, seed: seed)
    let checker = EvaluationCheck(SearchModel(grid), answer: answer)
    let answers = (UInt64(0)..<20).map { step in
      let other = RandomGrid.answer(of: grid, seed: seed &+ 1_000 &* (step &+ 1))
      // From a cell here and there to half of the grid, which is counted from nothing.
      let share = random.below(50)
      for cell in answer.cells.indices where random.below(100) < share {
        answer.cells[cell] = other.cells[cell]
      }
      return answer
    }
    let faults = checker.faults(movingTo: answers)
    #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
  }

  @Test(arguments: UInt64(0)..<200)
  func familiesOfDutiesAreCountedRightBesideOneAnother(seed: UInt64) {
    let grid = RandomDutyGrid.grid(seed: seed)
    let checker = EvaluationCheck(
      SearchModel(grid), answer: RandomGrid.answer(of: grid, seed: seed))
    let faults = checker.faults(moves: 500, seed: seed)
    #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))")
  }
}

@Suite struct StrategyContractTests {
  @Test(arguments: UInt64(0)..<40, StrategyCatalogue.names)
  func aStrategyReportsWhatTheRecountConfirms(seed: UInt64, name: String) throws {
    let grid = RandomGrid.grid(seed: seed)
    let control = EffortControl(limit: 20_000)
    let strategy = try #require(StrategyCatalogue.strategy(named: name, StrategyParameters()))
    let best = try #require(
      strategy.search(
        SearchTask(
          model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
          seed: seed), control: control))
    let recount = grid.recount(best.answer)
    #expect(recount.cellsOutsideDomain == 0, "seed \(seed)")
    #expect(recount.score.soft == best.soft, "seed \(seed)")
    #expect(recount.score.accreditation + recount.score.institution == best.hard, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<20, StrategyCatalogue.names)
  func equalSeedsGiveEqualAnswers(seed: UInt64, name: String) throws {
    let grid = RandomGrid.grid(seed: seed)
    let answers = try (0..<2).map { _ in
      let strategy = try #require(StrategyCatalogue.strategy(named: name, StrategyParameters()))
      return strategy.search(
        SearchTask(
          model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
          seed: seed), control: EffortControl(limit: 20_000))?.answer
    }
    #expect(answers[0] == answers[1], "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<60)
  func cellsOutsideTheFreeRegionStayAsTheyAre(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed)
    var random = SeededGenerator(seed: seed, label: 5)
    let border = RandomGrid.answer(of: grid, seed: seed)
    let first = random.below(grid.columnCount)
    let region = FreeRegion(
      rows: (0..<Int32(grid.rowCount)).filter { _ in random.below(2) == 0 },
      columns: Int32(first)..<Int32(first + 1 + random.below(grid.columnCount - first)))
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", .init()))
    let best = try #require(
      strategy.search(
        SearchTask(
          model: SearchModel(grid), subproblem: Subproblem(free: region, border: border),
          seed: seed), control: EffortControl(limit: 20_000)))
    let spliced = border.spliced(RegionAnswer(of: region, from: best.answer), into: region)
    #expect(spliced == best.answer, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<30)
  func aSearchInsideItsQuotasNeverLeavesThem(seed: UInt64) throws {
    var grid = RandomGrid.grid(seed: seed)
    let whole = SumWindow(
      positions: (0..<Int32(grid.columnCount)).map { $0 }, min: 0, max: .max)
    let weights = (0..<grid.choiceCount).map { Int32($0) }
    grid.rules = [
      GridRule(
        instance: 0, level: .institution,
        family: .sum(
          SumFamily(
            rows: (0..<Int32(grid.rowCount)).map { $0 }, measure: .weights(weights),
            windows: [whole], priceUnder: 1, priceOver: 1)))
    ]
    let border = RandomGrid.answer(of: grid, seed: seed)
    let quotas = (0..<grid.rowCount).map { row -> Quota in
      let amount = grid.amount(of: .weights(weights), in: whole, row: row, border)
      return Quota(
        rule: 0, row: Int32(row), window: 0, min: Int32(amount), max: Int32(amount + 1))
    }
    let strategy = try #require(StrategyCatalogue.strategy(named: "annealing", .init()))
    let best = try #require(
      strategy.search(
        SearchTask(
          model: SearchModel(grid),
          subproblem: Subproblem(free: .whole(of: grid), border: border, quotas: quotas),
          seed: seed), control: EffortControl(limit: 40_000)))
    for (row, quota) in quotas.enumerated() {
      let amount = grid.amount(of: .weights(weights), in: whole, row: row, best.answer)
      #expect(amount >= Int(quota.min) && amount <= Int(quota.max), "seed \(seed) row \(row)")
    }
  }
}

/// Stops a search after so many effort units.
final class EffortControl: SearchControl {
  let limit: Int
  private(set) var reported: [Candidate] = []

  init(limit: Int) { self.limit = limit }

  func shareUsed(effort: Int) -> Double { Double(effort) / Double(limit) }
  func improved(_ candidate: Candidate) { reported.append(candidate) }
}
