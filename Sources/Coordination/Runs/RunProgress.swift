package import Measures
package import Wire

/// What a run is doing, as `docs/states.md` draws it.
package enum RunPhase: String, Sendable, Hashable {
  /// Subproblems of a round are out. Next: merging, recording.
  case searching
  /// A round is over and its answers are recounted one by one. Next: searching, recording.
  case merging
  /// The judge has the answers. Next: ended.
  case recording
  /// Nothing more happens.
  case ended
}

/// How a run ended, as far as the cluster can know; the judge may still call it degraded.
package enum RunOutcome: Sendable, Hashable {
  case completed
  /// Stopped by request; the best so far was recorded.
  case cancelled
  /// No answer came about; the text says why and what to do.
  case failed(String)
}

/// One lease as watchers see it.
package struct LaneProgress: Sendable, Hashable {
  package var node: NodeID
  package var lease: LeaseID
  package var subproblem: SubproblemID
  package var strategy: String
  /// Best score, recounted or claimed; nil before the first.
  package var best: Score?
  package var effort: Int
}

/// What one node's answers came to.
package struct NodeCredit: Sendable, Hashable {
  package var node: NodeID
  /// Answers that became part of an incumbent at a barrier.
  package var splicesAccepted: Int
  /// Answers that the recount found no better.
  package var splicesRefused: Int
  /// Late offers and finishes that were refused.
  package var lateRefused: Int
}

/// A snapshot of a run for people who watch.
package struct RunProgress: Sendable, Hashable {
  package var run: RunID
  package var phase: RunPhase
  package var round: Int
  package var roundCount: Int
  package var best: Score?
  /// Milliseconds used and allowed in time mode; 0 and 0 in deterministic mode.
  package var used: Milliseconds
  package var budget: Milliseconds
  /// In rising order of lease.
  package var lanes: [LaneProgress]
  /// In rising order of node.
  package var credits: [NodeCredit]
  /// No valid answer has fewer soft points; nil while nothing is proved.
  package var bound: Int?
}
