package import Grid
package import Measures
package import Wire

/// A whole answer to be scored from scratch, off the coordination actor.
package struct RecountJob: Sendable, Hashable {
  package var id: RecountID
  package var run: RunID
  package var answer: GridAnswer
}

/// A claimed bound to be recomputed by the checker, off the coordination actor.
package struct BoundCheckJob: Sendable, Hashable {
  package var id: BoundCheckID
  package var run: RunID
  package var offer: BoundOffer
}

/// What became of a checked claim.
package enum BoundVerdict: Sendable, Hashable {
  case proved(ProvedBound)
  case refused(BoundRefusal)
}

/// What the driver is asked to do, in order.
package enum ClusterAction: Sendable, Hashable {
  /// Answer a request; each request is answered exactly once.
  case reply(RequestID, Message)
  /// Answer a ``FetchGrid`` from the driver's grids, or feed
  /// ``ClusterEvent/gridUnavailable(_:_:)``.
  case replyWithGrid(RequestID, GridHash, offset: Int)
  /// Push to every subscriber.
  case publish(Bulletin)
  case recount(RecountJob)
  /// Check, then feed ``ClusterEvent/boundChecked(_:_:)``; the checker is the driver's own process.
  case checkBound(BoundCheckJob)
  case persist(PersistedFact)
  /// Judge the answers, best first, record those that pass, then feed
  /// ``ClusterEvent/recorded(_:)``.
  case judgeAndRecord(RunID, [RankedAnswer])
  /// Nothing more happens in this run; a row says so before anyone is told.
  case runEnded(RunID, RunOutcome)
}

/// What is written down. Rows are fenced by the epoch; facts of one batch of actions may share a
/// transaction, and a reply that follows a fact leaves after it is written.
package enum PersistedFact: Sendable, Hashable {
  case nodeChanged(NodeRow)
  case leaseGranted(LeaseRow)
  /// The lease ended; late offers and finishes of it are refused from here on.
  case leaseEnded(LeaseID, LeaseEnd, effort: Int, cpuMilliseconds: Int)
  /// An offer of a live lease was recounted.
  case offerRecounted(LeaseID, sequence: Int, claimed: Score, recounted: Score, accepted: Bool)
  case checkpoint(Checkpoint)
  case progress(RunProgress)
  /// A claimed bound was recomputed and holds for every valid answer.
  case boundChecked(BoundRow)
  /// A claimed bound is false, or no bound at all; its strategy is suspended in the run. The text
  /// says why.
  case boundRefused(RunID, BoundSource, claimed: Int, String)
  /// A valid answer is better than a bound that was checked: the checker is wrong, and nothing is
  /// believed about the run any more.
  case boundWithdrawn(RunID, bound: Int, answer: Score)
  /// A strategy was taken away from a subproblem, or given up, after repeated failures.
  case quarantined(RunID, SubproblemID, strategy: String)
}

/// Where a claimed bound came from.
package struct BoundSource: Sendable, Hashable {
  package var node: NodeID
  package var lease: LeaseID
  package var strategy: String
}

/// A checked bound as the database keeps it.
package struct BoundRow: Sendable, Hashable {
  /// What was proved, of which grid, and by which multipliers.
  package var bound: CheckedBound
  /// Nil for one that was taken over from a checkpoint and checked again.
  package var source: BoundSource?
}

/// Why a lease ended.
package enum LeaseEnd: String, Sendable, Hashable {
  /// Its finish was taken.
  case finished
  /// Its strategy reported that it could not go on.
  case failed
  /// Its node fell silent or restarted; the subproblem goes back to the queue.
  case expired
  /// The round or run ended, or another copy finished first.
  case cancelled
}

/// A node as the database keeps it.
package struct NodeRow: Sendable, Hashable {
  package var node: NodeID
  package var name: String
  package var slots: Int
  package var memoryBytes: Int
  package var state: NodeState
}

/// A granted lease as the database keeps it.
package struct LeaseRow: Sendable, Hashable {
  package var lease: LeaseID
  package var epoch: UInt64
  package var run: RunID
  package var round: Int
  package var subproblem: SubproblemID
  package var node: NodeID
  package var strategy: String
  /// On the driver's clock, like every moment here.
  package var deadline: Milliseconds
}
