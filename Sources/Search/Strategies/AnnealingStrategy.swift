import Determinism
import Grid

/// Simulated annealing over all moves, with weights on hard rules that grow while they are broken.
///
/// Source: S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by simulated annealing",
/// Science 220 (1983), doi:10.1126/science.220.4598.671. The temperature falls geometrically with
/// the share of the budget used, so the search ends cold whatever its budget is. The threshold of
/// a proposal is drawn before anything is counted. Hard sums and covers may be broken on the way
/// at a price; row structure, once clean, stays clean. Starts from the subproblem's border, cooler,
/// or from a construction. Poor when the budget is too short to cool slowly: under a second or so.
package struct AnnealingStrategy: Strategy {
  package static let name = "annealing"

  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) { self.parameters = parameters }

  /// Proposals between two looks at the clock: about a millisecond.
  private static let batchSize = 2000

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    var random = SeededGenerator(seed: task.seed)
    var effort = 0
    let isWarm = task.subproblem.border != nil && parameters.value("cold", default: 0) == 0
    let start = startingAnswer(task, isWarm: isWarm, &random, &effort)
    var best = Candidate(of: task, answer: start, effort: effort)
    control.improved(best)
    let region = Region(task.subproblem.free, in: task.model.grid)
    guard !region.openCells.isEmpty else { return best }
    var state = GridState(task.model, answer: start, quotas: task.subproblem.quotas)
    var schedule = AnnealingSchedule(task.model, parameters, isWarm: isWarm)
    let wheel = MoveWheel(task.model, parameters)
    var share = control.shareUsed(effort: effort)
    while share < 1 {
      schedule.update(share: share, &state)
      runBatch(&state, region, wheel, schedule.temperature, &random)
      effort += Self.batchSize
      if (state.hard, state.soft) < (best.hard, best.soft) {
        best = Candidate(
          answer: state.answer, hard: state.hard, soft: state.soft, effort: effort)
        control.improved(best)
      }
      share = control.shareUsed(effort: effort)
    }
    return best
  }

  private func startingAnswer(
    _ task: SearchTask, isWarm: Bool, _ random: inout SeededGenerator, _ effort: inout Int
  ) -> GridAnswer {
    if isWarm, let border = task.subproblem.border { return border }
    return ConstructionStrategy(parameters).construct(task, round: 0, &random, &effort)
  }

  @inline(__always)
  private func runBatch(
    _ state: inout GridState, _ region: Region, _ wheel: MoveWheel, _ temperature: Float,
    _ random: inout SeededGenerator
  ) {
    for _ in 0..<Self.batchSize {
      let threshold = -temperature * Float.logarithm(of: random.unit())
      guard wheel.draw(&random).propose(&state, region, &random) else { continue }
      if state.evaluate() <= threshold { state.commit() } else { state.rollBack() }
    }
  }
}
