package import Search

/// ``MasterDive`` with its linear programmes solved by HiGHS in a child process.
///
/// Where OR-Tools is missing, with which HiGHS comes, it works as ``ExactDualDiveStrategy``.
package struct MasterDiveStrategy: Strategy {
  package static let name = "master-dive"

  private let parameters: StrategyParameters
  private let settings: ExactSettings

  package init(_ parameters: StrategyParameters) {
    self.init(parameters, .ofThisMachine())
  }

  package init(_ parameters: StrategyParameters, _ settings: ExactSettings) {
    self.parameters = parameters
    self.settings = settings
  }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    guard settings.unavailability == nil else {
      return ExactDualDiveStrategy(parameters).search(task, control: control)
    }
    return MasterDive(parameters, solver: ChildLinearSolver(settings)).search(task, control)
  }
}
