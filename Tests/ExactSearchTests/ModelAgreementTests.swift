import Containers
import Determinism
import ExactSearch
import Grid
import Measures
import Search
import TestSupport
import Testing

/// The model of a grid must say of any answer what the recount says, without any solver.
@Suite struct ModelAgreementTests {
  @Test(arguments: 0..<150)
  func everyAnswerOfAGridIsWorthTheSame(seed: Int) throws {
    try agree(RandomGrid.grid(seed: UInt64(seed)), seed: UInt64(seed))
  }

  @Test(arguments: 0..<250)
  func everyAnswerOfADutyGridIsWorthTheSame(seed: Int) throws {
    try agree(DutyGrid.grid(seed: UInt64(seed)), seed: UInt64(seed))
  }

  @Test(arguments: clockKinds, 0..<40)
  func everyFamilyThatReadsTheClockIsWorthTheSame(kind: RandomDutyGrid.Kind, seed: Int) throws {
    let grid = RandomDutyGrid.grid(seed: UInt64(seed), kinds: [kind])
    try agree(grid, seed: UInt64(seed))
    try agreeInPart(grid, seed: UInt64(seed))
  }

  static let clockKinds: [RandomDutyGrid.Kind] = [
    .gap, .gapAfterStretch, .overlap, .stretch, .freePeriods,
  ]

  private func agree(_ grid: DenseGrid, seed: UInt64) throws {
    let whole = Subproblem(free: .whole(of: grid), border: nil)
    let strict = try GridModel(of: grid, whole, hardRules: .forbidden)
    let priced = try GridModel(of: grid, whole, hardRules: .priced)
    for number in 0..<12 {
      let answer = RandomGrid.answer(of: grid, seed: seed &* 100 + UInt64(number))
      let score = grid.recount(answer).score
      let hard = score.accreditation + score.institution
      let values = strict.assignment(of: answer)
      let isKept = strict.expresses(answer) && strict.isSatisfied(by: values)
      #expect(isKept == score.isValid, "seed \(seed), answer \(number)")
      if score.isValid {
        #expect(
          strict.objective(of: values) == Int64(score.soft), "seed \(seed), answer \(number)")
        #expect(try strict.answer(from: values) == answer)
      }
      let weighed = priced.assignment(of: answer)
      #expect(priced.isSatisfied(by: weighed), "seed \(seed), answer \(number)")
      #expect(
        priced.objective(of: weighed)
          == Int64(score.soft) + priced.hardWeight * Int64(hard),
        "seed \(seed), answer \(number)")
    }
  }

  @Test(arguments: 0..<150)
  func aPartIsWorthWhatTheWholeIs(seed: Int) throws {
    let isDuty = seed % 2 == 1
    try agreeInPart(
      isDuty ? DutyGrid.grid(seed: UInt64(seed)) : RandomGrid.grid(seed: UInt64(seed)),
      seed: UInt64(seed))
  }

  private func agreeInPart(_ grid: DenseGrid, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed, label: 5)
    let model = SearchModel(grid)
    let border = RandomGrid.answer(of: grid, seed: random.next())
    let width = 1 + random.below(grid.columnCount)
    let first = random.below(grid.columnCount - width + 1)
    let region = FreeRegion(
      rows: (0..<Int32(grid.rowCount)).filter { _ in random.below(2) == 0 },
      columns: Int32(first)..<Int32(first + width))
    let task = SearchTask(
      model: model, subproblem: Subproblem(free: region, border: border), seed: 1)
    let priced = try GridModel(of: grid, task.subproblem, hardRules: .priced)
    var strict = try GridModel(of: grid, task.subproblem, hardRules: .forbidden)
    strict.setOffset(task)
    let start = grid.recount(border).score
    let startValue = priced.objective(of: priced.assignment(of: border))
    for number in 0..<6 {
      let other = RandomGrid.answer(of: grid, seed: random.next())
      let answer = border.spliced(RegionAnswer(of: region, from: other), into: region)
      let score = grid.recount(answer).score
      let change =
        Int64(score.soft - start.soft) + priced.hardWeight
        * Int64(
          score.accreditation + score.institution - start.accreditation - start.institution)
      let values = priced.assignment(of: answer)
      #expect(priced.isSatisfied(by: values), "seed \(seed), answer \(number)")
      #expect(
        priced.objective(of: values) - startValue == change, "seed \(seed), answer \(number)")
      if start.isValid && score.isValid {
        let inside = strict.assignment(of: answer)
        #expect(strict.isSatisfied(by: inside), "seed \(seed), answer \(number)")
        #expect(
          strict.objective(of: inside) == Int64(score.soft), "seed \(seed), answer \(number)")
      }
    }
  }

  @Test func aFamilyWithoutAModelIsRefusedByName() {
    var grid = DutyGrid.grid(seed: 1)
    grid.rules = [
      GridRule(
        instance: 0, level: .soft,
        family: .spread(
          SpreadFamily(
            rows: [0, 1], measure: .weights(ColumnWeights(tables: [], tableOfColumn: [])),
            kind: .squaredDeviation, allowance: 0, price: 1)))
    ]
    #expect(GridModel.refusal(of: grid)?.hasPrefix("rule 0 (spread)") == true)
  }
}
