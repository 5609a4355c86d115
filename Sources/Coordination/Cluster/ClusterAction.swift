package import Grid
package import Measures
package import Wire

/// A whole answer to be scored from scratch, off the coordination actor.
package struct RecountJob: Sendable, Hashable {
  package var id: RecountID
  package var run: RunID
  package var answer: GridAnswer
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
  /// A strategy was taken away from a subproblem, or given up, after repeated failures.
  case quarantined(RunID, SubproblemID, strategy: String)
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
