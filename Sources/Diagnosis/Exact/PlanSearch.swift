import ExactSearch
import Grid
import Measures
import Search

/// Decides whether a grid has an answer that keeps its hard rules: by the constraint solver where
/// this machine has it, else by annealing, which can only find answers.
///
/// For one thread. Times are wall time: an operator waits for them.
final class PlanSearch {
  enum Outcome {
    case found(GridAnswer)
    /// The solver's proof that there is none.
    case none
    /// Nobody knows; the text says why.
    case unknown(String)
  }

  private let solver: ExactSolver?
  /// Why the solver isn't used, in words; nil when it is.
  let absence: String?

  init(_ settings: ExactSettings) {
    absence = settings.unavailability
    solver = absence == nil ? ExactSolver(settings) : nil
  }

  /// Cells up to which the solver is asked: some tens of thousands of literals, which it takes
  /// seconds to read.
  static let cellsMax = 12_000

  /// How long annealing may take before the solver is asked: it cools over all of its time, and
  /// three seconds are enough for a plan of 24 residents that is not too tight.
  private static func annealing(_ grid: DenseGrid) -> Duration {
    .milliseconds(3_000 + grid.rowCount * grid.columnCount)
  }

  /// Threads of the solver: its searches for proofs and for answers are different ones, and a
  /// diagnosis is not the only thing on its machine.
  private static let workers = 2

  /// Looks for an answer for so long; with prices on the grid, for a cheap one.
  ///
  /// Annealing goes first and is content with `price` soft points: it finds in a second what the
  /// solver may need ten for.
  func answer(to grid: DenseGrid, within time: Duration, price: Int = 0) -> Outcome {
    let started = ContinuousClock.now
    guard let solver, grid.rowCount * grid.columnCount <= Self.cellsMax else {
      return annealed(grid, until: started + time, price: price)
    }
    let first = min(time / 3, Self.annealing(grid))
    let found = annealed(grid, until: started + first, price: price)
    var hint: GridAnswer?
    if case .found(let answer) = found {
      if grid.recount(answer).score.soft <= price { return found }
      hint = answer
    }
    let outcome = solved(grid, solver, started + time, hint: hint)
    if case .unknown = outcome, hint != nil { return found }
    return outcome
  }

  /// Whether the solver proves within a time that there is no answer.
  func isRefuted(_ grid: DenseGrid, within time: Duration) -> Bool {
    guard let solver else { return false }
    if case .none = solved(grid, solver, ContinuousClock.now + time) { return true }
    return false
  }

  private func solved(
    _ grid: DenseGrid, _ solver: ExactSolver, _ deadline: ContinuousClock.Instant,
    hint: GridAnswer? = nil
  ) -> Outcome {
    do {
      let whole = Subproblem(free: .whole(of: grid), border: nil)
      let model = try GridModel(of: grid, whole, hardRules: .forbidden)
      var limits = SolverLimits()
      limits.workers = Self.workers
      let outcome = solver.solve(try model.bytes(hint: hint), limits) { _ in
        ContinuousClock.now < deadline
      }
      switch outcome {
      case .unavailable(let reason): return .unknown(reason)
      case .crashed(let reason): return .unknown("the solving child died: \(reason)")
      case .answered(let response):
        switch response.status {
        case .infeasible: return .none
        case .invalid(let reason): return .unknown("the solver refuses the model: \(reason)")
        case .unknown, .feasible, .optimal: break
        }
        guard !response.values.isEmpty else { return .unknown("time ran out") }
        let answer = try model.answer(from: response.values)
        // The solver's word is not enough: the grid counts again.
        return grid.recount(answer).isValid ? .found(answer) : .unknown("an answer that is none")
      }
    } catch {
      return .unknown("no model: \(error)")
    }
  }

  private func annealed(
    _ grid: DenseGrid, until deadline: ContinuousClock.Instant, price: Int
  ) -> Outcome {
    let control = FirstValid(until: deadline, price: price)
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: 1)
    let best = AnnealingStrategy(StrategyParameters()).search(task, control: control)
    guard let best, best.hard == 0, grid.recount(best.answer).isValid else {
      return .unknown("no plan was found in the time, and nothing was proved")
    }
    return .found(best.answer)
  }
}

/// Ends a search at its first valid answer that is cheap enough, or at its deadline.
private final class FirstValid: SearchControl {
  private let started = ContinuousClock.now
  private let deadline: ContinuousClock.Instant
  private var isFound = false

  private let price: Int

  init(until deadline: ContinuousClock.Instant, price: Int) {
    self.deadline = deadline
    self.price = price
  }

  func shareUsed(effort: Int) -> Double {
    if isFound { return 1 }
    let used = ContinuousClock.now - started
    return min(1, used / (deadline - started))
  }

  func improved(_ candidate: Candidate) {
    if candidate.hard == 0 && candidate.soft <= price { isFound = true }
  }
}
