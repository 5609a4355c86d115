package import Grid
package import Wire

/// One request that waits for its reply; the driver's number, never reused.
package struct RequestID: Hashable, Comparable, Sendable {
  package var rawValue: UInt64
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: RequestID, right: RequestID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One connection of a node: the transport's number for it, never reused while it is open.
package struct SessionID: Hashable, Comparable, Sendable {
  package var rawValue: UInt64
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: SessionID, right: SessionID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One recount that the driver was asked for.
package struct RecountID: Hashable, Comparable, Sendable {
  package var rawValue: UInt64
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: RecountID, right: RecountID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One check of a bound that the driver was asked for.
package struct BoundCheckID: Hashable, Comparable, Sendable {
  package var rawValue: UInt64
  package init(_ rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: BoundCheckID, right: BoundCheckID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What the cluster's brain is told.
///
/// An offer or finish is fenced in the database first: the driver checks by SQL that the lease is
/// live under this epoch and only then feeds ``requestReceived(_:from:_:)``; if the predicate says
/// no, it feeds ``leaseRefused(_:from:_:)`` instead. So whatever the machine does with a lease's
/// answer was allowed by the database, even if another leader has taken over meanwhile.
package enum ClusterEvent: Sendable {
  /// A readable message arrived. The driver has compared the token of a ``Join``.
  case requestReceived(RequestID, from: SessionID, Envelope)
  /// The database refused an offer or finish.
  case leaseRefused(RequestID, from: SessionID, LeaseID)
  /// The asker of a request went away before its reply.
  case requestAbandoned(RequestID)
  /// A node's connection closed.
  case pipeClosed(SessionID)
  /// Time has passed; fed about every 100 ms.
  case tick
  /// A run was claimed from the queue, with the checkpoint a leader before left.
  case runClaimed(RunSpec, Checkpoint?)
  /// The recount of a ``ClusterAction/recount(_:)`` is done.
  case recounted(RecountID, Recount)
  /// The check of a ``ClusterAction/checkBound(_:)`` is done.
  case boundChecked(BoundCheckID, BoundVerdict)
  /// The judge and the database have a run's answers.
  case recorded(RunID)
  /// Recording failed for good; the text says why.
  case recordFailed(RunID, String)
  case cancelRequested(RunID)
  /// The budget of a run was extended or cut, in milliseconds or effort units as its mode counts.
  case budgetChanged(RunID, Int)
  /// A node must finish what it has and get nothing more.
  case drainRequested(NodeID)
  /// The bytes of a grid cannot be had.
  case gridUnavailable(RequestID, GridHash)
}
