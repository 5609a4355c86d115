import Grid
package import Search

/// The whole task as one model of CP-SAT: exact on small grids, and the rival that the others are
/// measured against.
///
/// Solver: L. Perron, F. Didier, S. Gay, "The CP-SAT-LP solver", CP 2023,
/// doi:10.4230/LIPIcs.CP.2023.3. Hard rules are constraints; when the solver finds that no answer
/// keeps them all they become prices that outweigh everything soft. The library's C interface hands
/// out solutions only at a search's end, so the search is broken off when its log shows a better
/// one, at growing intervals, and goes on from that; `uninterrupted` 1 leaves it alone to the end
/// of the budget. Poor from some thousands of cells on.
package struct CPSATStrategy: Strategy {
  package static let name = "cp-sat"

  private let exact: ExactParameters
  private let isUninterrupted: Bool

  package init(_ parameters: StrategyParameters) {
    self.init(parameters, .ofThisMachine())
  }

  package init(_ parameters: StrategyParameters, _ settings: ExactSettings) {
    exact = ExactParameters(parameters, settings)
    isUninterrupted = parameters.value("uninterrupted", default: 0) != 0
  }

  package func refusal(of task: SearchTask) -> String? { exact.refusal(of: task) }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    var run = CPSATRun(task, control, exact)
    guard refusal(of: task) == nil else { return run.best }
    var hardRules = GridModel.HardRules.forbidden
    // The first interval lets a small grid be solved in one piece; each further one is longer, so
    // that starting anew costs at most about a third of the time.
    var interval = isUninterrupted ? Int.max : 2_000
    while control.shareUsed(effort: run.effort) < 1, !run.isProved,
      run.solver.crashes < exact.settings.crashesMax
    {
      switch run.solve(hardRules, interval: interval) {
      case .infeasible where hardRules == .forbidden: hardRules = .priced
      case .infeasible, .failed: return run.best
      case .went: interval = interval == .max ? .max : interval * 17 / 10
      }
    }
    return run.best
  }
}

/// One search by ``CPSATStrategy``: what it has, and the child that works for it.
private struct CPSATRun {
  enum Step {
    case went
    /// No answer satisfies the model.
    case infeasible
    /// The solver cannot go on.
    case failed
  }

  let task: SearchTask
  let control: any SearchControl
  let exact: ExactParameters
  let solver: ExactSolver
  var best: Candidate?
  var effort = 0
  /// Whether the solver says that nothing is better than ``best``.
  var isProved = false
  private var model: GridModel?
  /// When the search under way began.
  private var started = 0

  init(_ task: SearchTask, _ control: any SearchControl, _ exact: ExactParameters) {
    self.task = task
    self.control = control
    self.exact = exact
    solver = ExactSolver(exact.settings)
    if let border = task.subproblem.border {
      let start = Candidate(of: task, answer: border, effort: 0)
      control.improved(start)
      best = start
    }
  }

  mutating func solve(_ hardRules: GridModel.HardRules, interval: Int) -> Step {
    do {
      let lowered = try lowered(hardRules)
      let bytes = try lowered.bytes(hint: best?.answer)
      started = Milliseconds.now
      return take(
        solver.solve(bytes, limits) { [self] in goesOn($0, lowered, interval) }, lowered)
    } catch {
      // ``CPSATStrategy/refusal(of:)`` has named families without a model; nothing else is thrown.
      return .failed
    }
  }

  private mutating func lowered(_ hardRules: GridModel.HardRules) throws -> GridModel {
    if let model, model.hardRules == hardRules { return model }
    var new = try GridModel(of: task.model.grid, task.subproblem, hardRules: hardRules)
    new.setOffset(task)
    model = new
    return new
  }

  private var limits: SolverLimits {
    var limits = SolverLimits()
    limits.workers = exact.workers
    limits.takesTurns = exact.takesTurns
    limits.seed = task.seed
    if let limit = control.effortLimit {
      limits.isDeterministic = true
      limits.deterministicTime =
        Double(max(0, limit - effort)) / ExactParameters.effortOfSecond
    }
    return limits
  }

  private func goesOn(
    _ progress: ExactProgress, _ lowered: GridModel, _ interval: Int
  ) -> Bool {
    control.shareUsed(effort: effort) < 1 && !isWorthTaking(progress, lowered, interval)
  }

  /// Deterministic searches are never broken off by what the clock says.
  private func isWorthTaking(
    _ progress: ExactProgress, _ lowered: GridModel, _ interval: Int
  ) -> Bool {
    guard interval < .max, control.effortLimit == nil, let seen = progress.best,
      Milliseconds.now - started >= interval
    else { return false }
    guard let best else { return true }
    let known = lowered.objective(of: lowered.assignment(of: best.answer))
    return seen < Double(known) - 0.5
  }

  private mutating func take(
    _ outcome: ExactSolver.Outcome, _ lowered: GridModel
  ) -> Step {
    switch outcome {
    case .unavailable: return .failed
    case .crashed: return .went
    case .answered(let response):
      effort += ExactParameters.effort(response.deterministicTime)
      switch response.status {
      case .invalid: return .failed
      case .infeasible: return .infeasible
      case .unknown, .feasible, .optimal: break
      }
      do {
        if !response.values.isEmpty { take(try lowered.answer(from: response.values)) }
      } catch {
        return .failed
      }
      claim(response, lowered)
      if case .optimal = response.status { isProved = true }
      return .went
    }
  }

  private mutating func take(_ answer: GridAnswer) {
    let candidate = Candidate(of: task, answer: answer, effort: effort)
    guard best.map(candidate.isBetter(than:)) ?? true else { return }
    best = candidate
    control.improved(candidate)
  }

  private func claim(_ response: SolverResponse, _ lowered: GridModel) {
    guard lowered.hardRules == .forbidden, task.subproblem.quotas.isEmpty,
      task.subproblem.free.isWhole(of: task.model.grid),
      let bound = lowered.bound(of: response.innerBound)
    else { return }
    control.claimed(bound: bound)
  }
}
