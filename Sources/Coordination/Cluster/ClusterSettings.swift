/// The numbers that govern membership, leases and rounds.
package struct ClusterSettings: Sendable, Hashable {
  /// How often nodes send heartbeats; default 1 s: five chances within the suspicion time.
  package var heartbeat: Milliseconds = 1_000
  /// Silence after which a node is lost and its leases go to others; default 5 s, above any pause
  /// of a healthy process. Too low re-leases the work of busy nodes, too high wastes a dead node's.
  package var suspicion: Milliseconds = 5_000
  /// How long a node whose connection closed may take to come back; default 1 s, several times
  /// the transport's longest pause between redials.
  package var reconnectAllowance: Milliseconds = 1_000
  /// How long a request for work may wait; default 10 s, below the transport's own resend time.
  package var longPoll: Milliseconds = 10_000
  /// What a node that got no work waits; default 200 ms, short beside any round.
  package var retry: Milliseconds = 200
  /// Time after a round's deadline in which finishes still count; default 2 s: a message's way plus
  /// the 50 ms a search takes to stop, with room for a slow link.
  package var grace: Milliseconds = 2_000
  /// How often a run's progress is written; default 1 s, what a watcher can read.
  package var progressInterval: Milliseconds = 1_000
  /// Nodes that a subproblem may kill before its strategy is taken away from it; default 3: one
  /// may be chance, two a bad day.
  package var killsMax = 3

  package init() {}

  /// Nodes remembered at once. The brain walks all of them at each tick: a thousand take well under
  /// a millisecond.
  package static let nodesMax = 1_000
  /// Requests for work that may wait: one a slot of all nodes with 16 slots each.
  package static let waitingMax = 16_000
  /// Runs worked on at once; the rest wait in the database. Equals what a bulletin can carry.
  package static let runsMax = 64
  /// Offers of one lease: ten a second for eight hours.
  package static let offersMax = 288_000
  /// Lanes of one race: four rounds of every slot of a hundred nodes. More would only lengthen the
  /// barrier.
  package static let lanesMax = 1_024
  /// Copies of one subproblem out at once: one more than needed covers a straggler.
  package static let copiesMax = 2
  /// Lost nodes are forgotten after ten minutes; coming back later they join anew.
  package static let forgetting: Milliseconds = 600_000
}
