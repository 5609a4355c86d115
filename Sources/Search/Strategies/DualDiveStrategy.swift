import Grid

/// Prices by the relaxed dual, whole rows by a dive from its fractional ones, then annealing.
///
/// A rough answer gives the climb something to aim at; the climb gives each cover its price; the
/// dive fixes rows at these prices; the annealing mends what the last rows had to take. Good where
/// many rows share long horizons; poor where capacity is fully used, since the last rows of a dive
/// then no longer fit.
package struct DualDiveStrategy: Strategy {
  package static let name = "dual-dive"
  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) { self.parameters = parameters }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    DualDive(isExact: false, parameters: parameters).search(task, control)
  }
}

/// As ``DualDiveStrategy``, but the climb ends with amounts followed exactly.
///
/// Prices are nearer the truth, at ten to a hundred times the cost of an iteration: for horizons
/// of up to twelve weeks or so.
package struct ExactDualDiveStrategy: Strategy {
  package static let name = "exact-dual-dive"
  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) { self.parameters = parameters }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    DualDive(isExact: true, parameters: parameters).search(task, control)
  }
}

/// What both have in common.
private struct DualDive {
  let isExact: Bool
  let parameters: StrategyParameters

  func search(_ task: SearchTask, _ control: any SearchControl) -> Candidate? {
    if task.subproblem.border != nil && parameters.value("cold", default: 0) == 0 {
      return improve(task, control)
    }
    let meter = SearchMeter(control)
    var course = DualCourse(task, parameters, meter)
    // Where most rows have no lattice, prices say little: then all of the budget is annealing's.
    if 2 * course.problem.rows.count < task.subproblem.free.rows.count {
      return AnnealingStrategy(parameters).search(task, control: control)
    }
    course.makeStart(until: parameters.value("start-share", default: 0.05))
    let climbed = parameters.value("climb-share", default: 0.3)
    let relaxed = isExact ? parameters.value("relaxed-share", default: 0.15) : climbed
    course.climb(relaxedUntil: relaxed, exactUntil: climbed, isPatient: false)
    course.dive(until: parameters.value("dive-share", default: 0.65), isExact: isExact)
    course.polish()
    return course.best
  }

  /// An answer that is given is annealed: diving anew would throw it away.
  private func improve(_ task: SearchTask, _ control: any SearchControl) -> Candidate? {
    var values = parameters.values
    values["exact-window-share"] = parameters.value("exact-window-share", default: 0.3)
    return AnnealingStrategy(StrategyParameters(values)).search(task, control: control)
  }
}
