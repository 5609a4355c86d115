import Compilation
import Containers
import Determinism
import Domain
import Grid
import Measures
import Rules
import SampleProgrammes
import Search
import Testing
import Validation

/// Quality tells a planned year from one that is only valid.
struct RandomYearTests {
  @Test(arguments: [UInt64(1), 2])
  func aRandomValidYearIsAtMostThreeFifthsAsGoodAndAGreedyOneBetweenIt(seed: UInt64) throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, seed: seed))
    let judge = try #require(DutyJudge(program: sample.program))
    let year = try RandomYear.year(around: sample, seed: seed)
    let verdict = judge.verdict(on: year)
    #expect(verdict.isValid, "seed \(seed): \(verdict.report())")
    let planted = judge.quality(of: judge.verdict(on: sample.planted), on: sample.planted).value
    let random = judge.quality(of: verdict, on: year).value
    #expect(planted > 0.85, "seed \(seed)")
    #expect(random <= 0.6, "seed \(seed)")
    let better = try RandomYear.greedy(from: year, of: sample.program, seed: seed)
    let greedyVerdict = judge.verdict(on: better)
    #expect(greedyVerdict.isValid, "seed \(seed): \(greedyVerdict.report())")
    let greedy = judge.quality(of: greedyVerdict, on: better).value
    #expect(greedy > random, "seed \(seed)")
  }
}

/// Valid years that nobody wished for.
enum RandomYear {
  /// A year under a sample's plan and service weeks whose duties keep every hard rule, found with
  /// random prices on every cell in place of the soft rules.
  static func year(around sample: SampleProgramme, seed: UInt64) throws -> YearSchedule {
    var program = sample.program
    program.dutyRules.removeAll { !$0.severity.isHard }
    let compiled = try DutyCompiler.compile(
      program, plan: sample.planted.plan, serviceWeeks: sample.planted.serviceWeeks,
      horizon: sample.planted.duties.dates)
    var grid = compiled.grid
    var random = SeededGenerator(seed: seed, label: 5)
    for row in 0..<grid.rowCount {
      for column in compiled.historyColumns..<grid.columnCount {
        for choice in grid.domain(row: row, column: column).members {
          grid.cellPrices.append(
            CellPrice(
              row: row, column: column, choice: choice, level: .soft, amount: random.below(100),
              instance: program.dutyRules.count))
        }
      }
    }
    let border = compiled.answer(from: sample.planted.duties)
    let task = SearchTask(
      model: SearchModel(grid),
      subproblem: Subproblem(free: .whole(of: grid), border: border), seed: seed)
    let annealing = try #require(
      StrategyCatalogue.strategy(named: "annealing", StrategyParameters()))
    let found = try #require(annealing.search(task, control: Moves(4_000_000)))
    var year = sample.planted
    year.duties = compiled.schedule(from: found.answer)
    return year
  }

  /// A year after changes that each made it better, or left it as good, under the same plan.
  static func greedy(
    from start: YearSchedule, of program: Program, seed: UInt64
  ) throws -> YearSchedule {
    let compiled = try DutyCompiler.compile(
      program, plan: start.plan, serviceWeeks: start.serviceWeeks, horizon: start.duties.dates)
    let task = SearchTask(
      model: SearchModel(compiled.grid),
      subproblem: Subproblem(
        free: .whole(of: compiled.grid), border: compiled.answer(from: start.duties)),
      seed: seed)
    // As good as cold from its start on: a single point never gets through.
    let cold = StrategyParameters(["warm-temperature": 0.01, "end-temperature": 0.01])
    let annealing = try #require(StrategyCatalogue.strategy(named: "annealing", cold))
    let found = try #require(annealing.search(task, control: Moves(4_000_000)))
    var year = start
    year.duties = compiled.schedule(from: found.answer)
    return year
  }

  /// Ends a search after a number of moves.
  private final class Moves: SearchControl {
    private let budget: Int
    init(_ budget: Int) { self.budget = budget }
    func shareUsed(effort: Int) -> Double { Double(effort) / Double(budget) }
    func improved(_ candidate: Candidate) {}
  }
}
