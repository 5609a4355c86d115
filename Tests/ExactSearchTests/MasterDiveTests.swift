import Determinism
import ExactSearch
import Foundation
import Grid
import Measures
import Search
import TestSupport
import Testing

/// Column generation with a real solver, beside the recount and the checker of bounds.
@Suite(.enabled(if: SolvingChild.isAvailable, "OR-Tools is not installed: run make setup"))
struct MasterDiveTests {
  private func search(
    _ grid: DenseGrid, seed: UInt64, _ control: TestControl, border: GridAnswer? = nil,
    _ parameters: [String: Double] = [:]
  ) -> Candidate? {
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: border),
      seed: seed)
    let strategy = MasterDiveStrategy(StrategyParameters(parameters), SolvingChild.settings())
    return strategy.search(task, control: control)
  }

  private func expectSound(_ found: Candidate, _ grid: DenseGrid, _ control: TestControl) {
    let score = grid.recount(found.answer).score
    #expect(score.accreditation + score.institution == found.hard)
    #expect(score.soft == found.soft)
    for (earlier, later) in zip(control.candidates, control.candidates.dropFirst()) {
      #expect(later.isBetter(than: earlier))
    }
  }

  /// Ten people over four weeks: what is proved and what is found lie close together, and the
  /// checker believes it.
  @Test(arguments: UInt64(0)..<4)
  func boundsAreBelievedAndDivesComeNearThem(seed: UInt64) throws {
    try expectDivesNearBounds(people: 10, seed, effort: 20_000_000)
  }

  /// So many that a dive holds a third of them at once, beside a climb, and that linear programmes
  /// are solved through the middle.
  @Test func manyPeopleAreDivedOverInLargeSteps() throws {
    try expectDivesNearBounds(people: 50, 1, effort: 30_000_000)
  }

  private func expectDivesNearBounds(people: Int, _ seed: UInt64, effort: Int) throws {
    let grid = SolvingTests.largeGrid(people: people, days: 28)
    let control = TestControl()
    control.effortLimit = effort
    let found = try #require(search(grid, seed: seed, control))
    expectSound(found, grid, control)
    #expect(found.hard == 0)
    let offer = try #require(control.offers.max { $0.claimed < $1.claimed })
    guard case .points(let proved) = try grid.checkAlone(offer) else {
      Issue.record("no bound")
      return
    }
    #expect(proved <= found.soft)
    #expect(Double(found.soft) <= 1.1 * Double(proved))
  }

  @Test(arguments: UInt64(0)..<60)
  func answersOfAnyGridAreCountedRight(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed)
    let control = TestControl()
    control.effortLimit = 200_000
    let found = try #require(search(grid, seed: seed, control))
    expectSound(found, grid, control)
    for offer in control.offers { #expect(isBelieved(offer, grid)) }
  }

  private func isBelieved(_ offer: BoundOffer, _ grid: DenseGrid) -> Bool {
    do throws(BoundRefusal) {
      return try grid.checkAlone(offer) != nil
    } catch {
      // Where rewards have no limit there is no bound to check.
      if case .unlimitedReward = error { return true }
      return false
    }
  }

  @Test func anAnswerThatIsGivenIsNeverMadeWorse() throws {
    let grid = SolvingTests.largeGrid(people: 10, days: 28)
    let first = TestControl()
    first.effortLimit = 3_000_000
    let given = try #require(search(grid, seed: 1, first))
    let second = TestControl()
    second.effortLimit = 3_000_000
    let found = try #require(search(grid, seed: 2, second, border: given.answer))
    #expect(!given.isBetter(than: found))
    expectSound(found, grid, second)
  }

  /// So few lines that most are forgotten after every repair.
  @Test func linesThatAreForgottenCostNothingThatStands() throws {
    let grid = SolvingTests.largeGrid(people: 10, days: 28)
    let control = TestControl()
    control.effortLimit = 5_000_000
    let found = try #require(search(grid, seed: 3, control, ["lines-limit": 100]))
    expectSound(found, grid, control)
    #expect(found.hard == 0)
  }

  @Test func equalEffortGivesEqualAnswers() throws {
    let grid = SolvingTests.largeGrid(people: 10, days: 28)
    let answers = [1, 2].map { _ in
      let control = TestControl()
      control.effortLimit = 5_000_000
      return search(grid, seed: 4, control)?.answer
    }
    #expect(answers[0] != nil)
    #expect(answers[0] == answers[1])
  }

  @Test func aCancelledSearchEndsSoonWithWhatItHas() throws {
    let grid = SolvingTests.largeGrid()
    let control = TestControl()
    let start = ContinuousClock.now
    control.isOver = { _ in ContinuousClock.now - start > .milliseconds(1_500) }
    let found = search(grid, seed: 1, control)
    let ended = try #require(control.ended)
    #expect(ContinuousClock.now - ended < .seconds(2))
    #expect(found != nil)
  }
}

/// Without the library the strategy has another way.
@Test func aMasterDiveWithoutTheLibraryStillAnswers() throws {
  let grid = SolvingTests.largeGrid(people: 10, days: 28)
  let settings = ExactSettings(
    program: "/nonexistent/rota",
    library: .failure(ORToolsLibrary.Absent(description: "not installed")))
  let task = SearchTask(
    model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil), seed: 1)
  let control = TestControl()
  control.effortLimit = 1_000_000
  let strategy = MasterDiveStrategy(StrategyParameters(), settings)
  #expect(strategy.refusal(of: task) == nil)
  #expect(strategy.search(task, control: control) != nil)
}

/// The linear solver in its child process.
@Suite(.enabled(if: SolvingChild.isAvailable, "OR-Tools is not installed: run make setup"))
struct LinearSolvingTests {
  /// Two kinds of work, each wanted three times, by a variable for each, then by one for both.
  @Test(arguments: [LinearMethod.simplex, .interior])
  func aProgrammeGrowsAndIsSolvedAnew(_ method: LinearMethod) throws {
    let solver = ChildLinearSolver(SolvingChild.settings())
    solver.begin([3...Double.infinity, 3...Double.infinity])
    solver.add(LinearVariable(cost: 2, parts: [(0, 1)]))
    solver.add(LinearVariable(cost: 5, parts: [(1, 1)]))
    let first = try #require(solver.solve(by: method) { true })
    #expect(abs(first.cost - 21) < 1e-4)
    #expect(first.duals.map { $0.rounded() } == [2, 5])

    solver.add(LinearVariable(cost: 4, parts: [(0, 1), (1, 1)]))
    let second = try #require(solver.solve(by: method) { true })
    #expect(abs(second.cost - 12) < 1e-4)
    #expect(abs(second.values[2] - 3) < 1e-4)

    solver.setFloor(1, of: 1)
    let third = try #require(solver.solve(by: method) { true })
    #expect(abs(third.cost - 15) < 1e-4)
    solver.setFloor(0, of: 1)
    let fourth = try #require(solver.solve(by: method) { true })
    #expect(abs(fourth.cost - 12) < 1e-4)
  }

  @Test func aProgrammeWithoutAnAnswerHasNone() {
    let solver = ChildLinearSolver(SolvingChild.settings())
    solver.begin([1...2])
    #expect(solver.solve(by: .simplex) { true } == nil)
  }

  @Test func aProgrammeThatNobodyBeganIsLost() {
    let solver = ChildLinearSolver(SolvingChild.settings())
    solver.add(LinearVariable(cost: 1, parts: [(0, 1)]))
    #expect(solver.solve(by: .simplex) { true } == nil)
  }
}
