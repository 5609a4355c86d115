import Determinism
import Grid
package import Search

/// Improves an answer by solving small neighbourhoods of it exactly, one after another.
///
/// Large neighbourhood search: P. Shaw, "Using constraint programming and local search methods to
/// solve vehicle routing problems", CP 1998, doi:10.1007/3-540-49481-2_30. A neighbourhood frees a
/// window of columns, some rows, some rows in a window, or rows around a cell that costs something;
/// each kind grows while its models are solved with ease and shrinks when they are not. Starts from
/// the border, or from annealing for a third of the budget. Poor where an improvement needs the
/// whole of a large grid at once.
package struct CPSATRepairStrategy: Strategy {
  package static let name = "cp-sat-repair"

  private let exact: ExactParameters
  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) {
    self.init(parameters, .ofThisMachine())
  }

  package init(_ parameters: StrategyParameters, _ settings: ExactSettings) {
    self.parameters = parameters
    exact = ExactParameters(parameters, settings)
  }

  package func refusal(of task: SearchTask) -> String? { exact.refusal(of: task) }

  /// Share of the budget that annealing gets when there is no answer to start from.
  private static let startShare = 1.0 / 3

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    guard refusal(of: task) == nil, let start = start(task, control) else { return nil }
    var run = RepairRun(task, control, exact, start)
    while control.shareUsed(effort: run.effort) < 1, !run.isExhausted,
      run.solver.crashes < exact.settings.crashesMax
    {
      guard run.repair() else { break }
    }
    return run.best
  }

  private func start(_ task: SearchTask, _ control: any SearchControl) -> Candidate? {
    if let border = task.subproblem.border {
      let candidate = Candidate(of: task, answer: border, effort: 0)
      control.improved(candidate)
      return candidate
    }
    return AnnealingStrategy(parameters).search(
      task, control: PartControl(control, share: Self.startShare))
  }
}

/// The control of a search that has the first part of another one's budget.
private final class PartControl: SearchControl {
  private let whole: any SearchControl
  private let share: Double

  init(_ whole: any SearchControl, share: Double) {
    self.whole = whole
    self.share = share
  }

  func shareUsed(effort: Int) -> Double { whole.shareUsed(effort: effort) / share }
  func improved(_ candidate: Candidate) { whole.improved(candidate) }
  func proved(_ offer: BoundOffer) { whole.proved(offer) }
  var checkedBound: BoundOffer? { whole.checkedBound }
  func claimed(bound: Int) { whole.claimed(bound: bound) }
  var effortLimit: Int? { whole.effortLimit.map { Int(Double($0) * share) } }
}

/// One search by ``CPSATRepairStrategy``.
private struct RepairRun {
  let task: SearchTask
  let control: any SearchControl
  let exact: ExactParameters
  let solver: ExactSolver
  var best: Candidate
  var effort: Int
  /// Whether the whole task was solved as one neighbourhood: nothing is left to repair.
  var isExhausted = false
  private var random: SeededGenerator
  private var chooser: NeighbourhoodChooser

  /// The library's seconds for one neighbourhood: long enough for some hundred cells, short enough
  /// for many in a budget.
  private static let sliceSeconds = 1.0
  /// Effort of lowering a model, so that a budget of effort ends whatever the solver spends.
  private static let loweringEffort = 20_000

  init(
    _ task: SearchTask, _ control: any SearchControl, _ exact: ExactParameters,
    _ start: Candidate
  ) {
    self.task = task
    self.control = control
    self.exact = exact
    solver = ExactSolver(exact.settings)
    best = start
    effort = start.effort
    random = SeededGenerator(seed: task.seed, label: 31)
    chooser = NeighbourhoodChooser(task.subproblem.free, in: task.model.grid)
    chooser.look(at: task, best, &random)
  }

  /// Solves one neighbourhood; false when the solver cannot go on.
  mutating func repair() -> Bool {
    let choice = chooser.next(&random)
    let part = Subproblem(
      free: choice.region, border: best.answer, quotas: task.subproblem.quotas)
    effort += Self.loweringEffort
    do {
      let lowered = try GridModel(
        of: task.model.grid, part, hardRules: best.hard == 0 ? .forbidden : .priced)
      guard !lowered.isFixed else {
        chooser.learn(choice, wasSolved: true, gain: 0)
        return true
      }
      let bytes = try lowered.bytes(hint: best.answer)
      return take(
        solver.solve(bytes, limits()) { [self] _ in control.shareUsed(effort: effort) < 1 },
        lowered, choice)
    } catch {
      // The strategy has refused tasks without a model; nothing else is thrown.
      return false
    }
  }

  private mutating func limits() -> SolverLimits {
    var limits = SolverLimits()
    limits.workers = exact.workers
    limits.takesTurns = exact.takesTurns
    limits.seed = random.next()
    limits.deterministicTime = Self.sliceSeconds
    if let limit = control.effortLimit {
      limits.isDeterministic = true
      let rest = Double(max(0, limit - effort)) / ExactParameters.effortOfSecond
      limits.deterministicTime = min(Self.sliceSeconds, rest)
    }
    return limits
  }

  private mutating func take(
    _ outcome: ExactSolver.Outcome, _ lowered: GridModel, _ choice: NeighbourhoodChooser.Choice
  ) -> Bool {
    switch outcome {
    case .unavailable: return false
    case .crashed:
      chooser.learn(choice, wasSolved: false, gain: 0)
      return true
    case .answered(let response):
      effort += ExactParameters.effort(response.deterministicTime)
      if case .invalid = response.status { return false }
      var wasSolved = false
      if case .optimal = response.status { wasSolved = true }
      let before = best
      if !response.values.isEmpty {
        do {
          take(try lowered.answer(from: response.values))
        } catch {
          return false
        }
      }
      let isGain = best.isBetter(than: before)
      chooser.learn(choice, wasSolved: wasSolved, gain: isGain ? 1 : 0)
      if isGain || chooser.isStale { chooser.look(at: task, best, &random) }
      isExhausted = wasSolved && choice.region == task.subproblem.free
      return true
    }
  }

  /// Equal answers are taken too: they lead elsewhere.
  private mutating func take(_ answer: GridAnswer) {
    let candidate = Candidate(of: task, answer: answer, effort: effort)
    if candidate.isBetter(than: best) {
      best = candidate
      control.improved(candidate)
    } else if !best.isBetter(than: candidate) {
      best = candidate
    }
  }
}
