import Grid

/// Proves how good an answer can be at most: the Lagrangean dual over whole rows, nothing else.
///
/// First all windows of a row are relaxed, which is quick; then they are followed exactly. Without
/// an answer to aim at it makes a rough one first. Poor where covers hardly bind, and on short
/// horizons, where the linear relaxation itself is far from any answer.
package struct BoundStrategy: Strategy {
  package static let name = "bound"
  private let parameters: StrategyParameters

  package init(_ parameters: StrategyParameters) { self.parameters = parameters }

  package func refusal(of task: SearchTask) -> String? {
    let grid = task.model.grid
    let hasPrices = grid.rules.allSatisfy { rule in
      switch rule.family {
      case .transition, .run, .sum, .order, .cover: true
      default: false
      }
    }
    return hasPrices ? nil : "this grid has rules without prices, so that no bound would come"
  }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    let meter = SearchMeter(control)
    var course = DualCourse(task, parameters, meter)
    course.makeStart(until: parameters.value("start-share", default: 0.05))
    course.climb(
      relaxedUntil: parameters.value("relaxed-share", default: 0.8), exactUntil: 1,
      isPatient: true)
    return course.best
  }
}
