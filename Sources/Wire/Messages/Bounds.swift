package import Grid

/// A node claims a bound on every valid answer of its lease's whole grid; answered by
/// ``Acknowledged`` or ``Refused``. A hint until the coordinator's own checker has recomputed it.
/// May repeat: what is not better than the best checked bound has no effect.
package struct OfferBound: Sendable, Hashable {
  package var node: NodeID
  package var lease: LeaseID
  /// The grid the multipliers belong to.
  package var gridHash: GridHash
  package var offer: BoundOffer

  package init(node: NodeID, lease: LeaseID, gridHash: GridHash, offer: BoundOffer) {
    self.node = node
    self.lease = lease
    self.gridHash = gridHash
    self.offer = offer
  }
}

/// A node asks for the multipliers of a run's best checked bound; answered by ``CheckedBound`` or
/// ``Refused``. May repeat.
package struct FetchBound: Sendable, Hashable {
  package var node: NodeID
  package var run: RunID

  package init(node: NodeID, run: RunID) {
    self.node = node
    self.run = run
  }
}

/// The best checked bound of a run with its multipliers; answers ``FetchBound``.
package struct CheckedBound: Sendable, Hashable {
  package var run: RunID
  /// Rises with every better checked bound of a run in an epoch, from 1.
  package var revision: Int
  /// The grid the multipliers belong to; a run of several stages has one after another.
  package var gridHash: GridHash
  /// What the checker proved, and by which multipliers.
  package var offer: BoundOffer

  package init(run: RunID, revision: Int, gridHash: GridHash, offer: BoundOffer) {
    self.run = run
    self.revision = revision
    self.gridHash = gridHash
    self.offer = offer
  }
}

/// What is proved about a run, pushed to all; who wants the multipliers asks for them.
package struct RunBound: Sendable, Hashable {
  package var run: RunID
  package var revision: Int
  /// No valid answer has fewer soft points.
  package var soft: Int

  package init(run: RunID, revision: Int, soft: Int) {
    self.run = run
    self.revision = revision
    self.soft = soft
  }
}
