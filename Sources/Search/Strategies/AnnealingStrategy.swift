import Determinism
import Grid

/// Simulated annealing over all moves, with weights on hard rules that grow while they are broken.
///
/// Source: S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by simulated annealing",
/// Science 220 (1983), doi:10.1126/science.220.4598.671. The temperature falls geometrically with
/// the share of the budget used, so the search ends cold whatever its budget is. The threshold of
/// a proposal is drawn before anything is counted. Hard sums and covers may be broken on the way
/// at a price; row structure, once clean, stays clean. Starts from the subproblem's border, cooler,
/// or from a construction. `cooling-effort` states the length of one cooling; then others follow as
/// long as there is budget. Poor when the budget is too short to cool slowly: under a second or so.
package struct AnnealingStrategy: Strategy {
  package static let name = "annealing"

  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) { self.parameters = parameters }

  /// Proposals between two looks at the clock: about a millisecond.
  private static let batchSize = 2000

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    let cooling = Int(min(1e15, parameters.value("cooling-effort", default: 0)))
    guard cooling > 0 else { return cool(task, control: control) }
    return RepeatedCooling(effort: cooling).search(task, control: control) {
      cool($0, control: $1)
    }
  }

  private func cool(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    var random = SeededGenerator(seed: task.seed)
    var effort = 0
    let isWarm = task.subproblem.border != nil && parameters.value("cold", default: 0) == 0
    let start = startingAnswer(task, isWarm: isWarm, &random, &effort)
    let quotas = task.subproblem.quotas
    var state = task.shelf.state(task.model, answer: start, quotas: quotas)
    var best = Candidate(answer: start, hard: state.hard, soft: state.soft, effort: effort)
    control.improved(best)
    let region = Region(task.subproblem.free, in: task.model.grid)
    guard !region.openCells.isEmpty else { return best }
    var schedule = AnnealingSchedule(task.model, parameters, isWarm: isWarm)
    schedule.watch(region.openCells, in: state)
    let wheel = MoveWheel(task.model, parameters)
    let windows = windowMove(task)
    var focus = RowFocus(region, in: task.model.grid, parameters)
    var share = control.shareUsed(effort: effort)
    while share < 1 {
      schedule.update(share: share, &state)
      state.temperature = schedule.temperature
      let part = focus.next(&random)
      runBatch(&state, part, wheel, schedule.temperature, &random)
      effort += Self.batchSize
      if let windows {
        effort += run(windows, &state, part, schedule.temperature, &random)
      }
      if (state.hard, state.soft) < (best.hard, best.soft) {
        best = Candidate(
          answer: state.answer, hard: state.hard, soft: state.soft, effort: effort)
        control.improved(best)
      }
      share = control.shareUsed(effort: effort)
    }
    task.shelf.keep(state, quotas: quotas)
    return best
  }

  private func startingAnswer(
    _ task: SearchTask, isWarm: Bool, _ random: inout SeededGenerator, _ effort: inout Int
  ) -> GridAnswer {
    if isWarm, let border = task.subproblem.border { return border }
    return ConstructionStrategy(parameters).construct(task, round: 0, &random, &effort)
  }

  /// Nil unless `exact-window-share`, the share of the effort that exact windows get, is set.
  private func windowMove(_ task: SearchTask) -> RowWindowMove? {
    windowShare > 0 ? RowWindowMove(task.model, quotas: task.subproblem.quotas) : nil
  }

  /// Below one, or no small moves would be left.
  private var windowShare: Double {
    min(0.9, parameters.value("exact-window-share", default: 0))
  }

  /// Exact windows for their share of the effort beside one batch; returns what they took.
  private func run(
    _ windows: RowWindowMove, _ state: inout GridState, _ region: Region, _ temperature: Float,
    _ random: inout SeededGenerator
  ) -> Int {
    let wanted = Int(Double(Self.batchSize) * windowShare / (1 - windowShare))
    var spent = 0
    while spent < wanted {
      let threshold = -temperature * Float.logarithm(of: random.unit())
      spent += windows.run(&state, region, threshold: threshold, &random)
    }
    return spent
  }

  @inline(__always)
  private func runBatch(
    _ state: inout GridState, _ region: Region, _ wheel: MoveWheel, _ temperature: Float,
    _ random: inout SeededGenerator
  ) {
    for _ in 0..<Self.batchSize {
      let threshold = -temperature * Float.logarithm(of: random.unit())
      guard wheel.draw(&random).propose(&state, region, &random) else { continue }
      if state.evaluate(upTo: threshold) <= threshold { state.commit() } else { state.rollBack() }
    }
  }
}
