package import Grid

/// What a strategy is asked to improve, and from which seed.
package struct SearchTask: Sendable {
  package var model: SearchModel
  package var subproblem: Subproblem
  package var seed: UInt64
  package var parameters: StrategyParameters
  /// Where the model's searches leave their state for one another.
  package var shelf: StateShelf

  package init(
    model: SearchModel, subproblem: Subproblem, seed: UInt64,
    parameters: StrategyParameters = StrategyParameters(), shelf: StateShelf = StateShelf()
  ) {
    self.model = model
    self.subproblem = subproblem
    self.seed = seed
    self.parameters = parameters
    self.shelf = shelf
  }
}

/// Named numbers that tune a strategy; names it does not know are ignored, so that a newer
/// portfolio can serve an older node.
package struct StrategyParameters: Sendable, Hashable {
  package var values: [String: Double]

  package init(_ values: [String: Double] = [:]) { self.values = values }

  package func value(_ name: String, default fallback: Double) -> Double {
    values[name] ?? fallback
  }
}

/// A complete answer that a search has reached, with what it believes it is worth.
package struct Candidate: Sendable {
  package var answer: GridAnswer
  /// Units of hard penalty; 0 for a valid answer.
  package var hard: Int
  /// Soft points.
  package var soft: Int
  /// Effort units spent when it was found.
  package var effort: Int

  package init(answer: GridAnswer, hard: Int, soft: Int, effort: Int) {
    self.answer = answer
    self.hard = hard
    self.soft = soft
    self.effort = effort
  }

  package func isBetter(than other: Candidate) -> Bool {
    (hard, soft) < (other.hard, other.soft)
  }
}

/// How a strategy learns when to stop, and where its improvements go.
///
/// Called from the search's own thread, every few thousand moves.
package protocol SearchControl: AnyObject {
  /// Share of the budget that is used, from 0; the search ends at once when it reaches 1.
  func shareUsed(effort: Int) -> Double
  /// Receives each better answer; calls come in order of improvement.
  func improved(_ candidate: Candidate)
  /// Receives a bound on every valid answer of the whole grid, with the multipliers that prove it;
  /// a hint until it is checked elsewhere. Only of use when the task's region is the whole grid
  /// and has no quotas. Calls may be frequent: the best that was not yet passed on counts.
  func proved(_ offer: BoundOffer)
  /// The best checked bound of the whole grid, found by this search or any other, to start from;
  /// nil when there is none yet. In deterministic runs it changes between rounds only.
  var checkedBound: BoundOffer? { get }
  /// Receives a soft bound on every valid answer of the whole grid that nobody can re-check: it is
  /// shown as claimed, apart from checked ones, and ends nothing.
  func claimed(bound: Int)
  /// Effort the search may use where effort is what limits it; nil where time does.
  var effortLimit: Int? { get }
}

extension SearchControl {
  /// For callers that have no use for bounds.
  package func proved(_ offer: BoundOffer) {}
  /// For callers that know of no bound.
  package var checkedBound: BoundOffer? { nil }
  /// For callers that have no use for claims.
  package func claimed(bound: Int) {}
  /// For callers that limit time.
  package var effortLimit: Int? { nil }
}

/// Something that improves a subproblem within a budget.
///
/// Anytime and seeded: equal task and equal answers of the control give equal candidates.
package protocol Strategy: Sendable {
  /// The name that portfolios, leases and credit use.
  static var name: String { get }
  init(_ parameters: StrategyParameters)
  /// Why this strategy cannot work on the task here and now, in words; nil when it can.
  func refusal(of task: SearchTask) -> String?
  /// Searches until the control says stop; returns the best answer, or nil when it has none.
  func search(_ task: SearchTask, control: any SearchControl) -> Candidate?
}

extension Strategy {
  /// Most strategies take any task anywhere.
  package func refusal(of task: SearchTask) -> String? { nil }
}

/// The strategies of this target, by name; a node may know others besides.
package enum StrategyCatalogue {
  package static let all: [any Strategy.Type] = [
    ConstructionStrategy.self, AnnealingStrategy.self, BoundStrategy.self, DualDiveStrategy.self,
    ExactDualDiveStrategy.self,
  ]

  /// Names in the order of the catalogue.
  package static var names: [String] { all.map { $0.name } }

  /// Nil when no strategy has the name.
  package static func strategy(
    named name: String, _ parameters: StrategyParameters
  ) -> (any Strategy)? {
    all.first { $0.name == name }?.init(parameters)
  }
}
