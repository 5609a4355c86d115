package import Grid
package import Measures

/// A node asks to be admitted; answered by ``Joined`` or ``Refused``. May repeat.
package struct Join: Sendable, Hashable {
  /// The node's own name, a machine's and never a person's; one process a name.
  package var name: String
  /// The node's secret; the driver compares it before the state machine sees the request.
  package var token: [UInt8]
  /// Subproblems it can search at once, 1...``WireLimits/slots``.
  package var slots: Int
  /// Memory it offers, in bytes.
  package var memoryBytes: Int
  /// Its identifier from before a reconnect; nil from a process that has just started.
  package var resumedNode: NodeID?

  package init(
    name: String, token: [UInt8], slots: Int, memoryBytes: Int, resumedNode: NodeID? = nil
  ) {
    self.name = name
    self.token = token
    self.slots = slots
    self.memoryBytes = memoryBytes
    self.resumedNode = resumedNode
  }
}

/// An idle slot asks for a subproblem; answered, perhaps seconds later, by ``Assignment``,
/// ``NoWork`` or ``Refused``. A repeat is answered with the same assignment.
package struct AskWork: Sendable, Hashable {
  package var node: NodeID
  /// Which of the node's slots is idle, from 0.
  package var slot: Int

  package init(node: NodeID, slot: Int) {
    self.node = node
    self.slot = slot
  }
}

/// A node asks for a part of a grid; answered by ``GridChunk`` or ``Refused``. May repeat.
package struct FetchGrid: Sendable, Hashable {
  package var node: NodeID
  package var hash: GridHash
  /// First byte wanted.
  package var offset: Int

  package init(node: NodeID, hash: GridHash, offset: Int) {
    self.node = node
    self.hash = hash
    self.offset = offset
  }
}

/// How far the search of one lease has come.
package struct LeaseProgress: Sendable, Hashable {
  package var lease: LeaseID
  /// Effort units spent.
  package var effort: Int
  /// Best score claimed so far; nil before the first answer.
  package var best: Score?
  package var elapsedMilliseconds: Int

  package init(lease: LeaseID, effort: Int, best: Score?, elapsedMilliseconds: Int) {
    self.lease = lease
    self.effort = effort
    self.best = best
    self.elapsedMilliseconds = elapsedMilliseconds
  }
}

/// A node says that it lives and which leases it works on; answered by ``Acknowledged`` or
/// ``Refused``. Renews the leases it names. May repeat.
package struct Heartbeat: Sendable, Hashable {
  package var node: NodeID
  package var progress: [LeaseProgress]

  package init(node: NodeID, progress: [LeaseProgress]) {
    self.node = node
    self.progress = progress
  }
}

/// A node reports a better answer while it goes on searching; answered by ``Acknowledged`` or
/// ``Refused``. A repeat of a sequence number has no effect.
package struct Offer: Sendable, Hashable {
  package var node: NodeID
  package var lease: LeaseID
  /// Rises with every offer and the finish of a lease, from 1.
  package var sequence: Int
  /// The border the answer was found against, from the assignment.
  package var borderRevision: Int
  /// What the node believes; a hint, never recorded.
  package var claimed: Score
  package var answer: RegionAnswer
  /// Effort units spent so far.
  package var effort: Int

  package init(
    node: NodeID, lease: LeaseID, sequence: Int, borderRevision: Int, claimed: Score,
    answer: RegionAnswer, effort: Int
  ) {
    self.node = node
    self.lease = lease
    self.sequence = sequence
    self.borderRevision = borderRevision
    self.claimed = claimed
    self.answer = answer
    self.effort = effort
  }
}

/// Why a search ended.
package enum FinishOutcome: Sendable, Hashable {
  /// The budget of the assignment is used up.
  case budgetSpent
  /// The coordinator cancelled it, or nothing better can be found.
  case stopped
  /// The strategy could not go on; the text says why.
  case failed(String)
}

/// A claimed score with the cells that earn it.
package struct ClaimedAnswer: Sendable, Hashable {
  package var claimed: Score
  package var answer: RegionAnswer

  package init(claimed: Score, answer: RegionAnswer) {
    self.claimed = claimed
    self.answer = answer
  }
}

/// A node ends a lease with its best answer; answered by ``Acknowledged`` or ``Refused``. A repeat
/// has no effect.
package struct Finish: Sendable, Hashable {
  package var node: NodeID
  package var lease: LeaseID
  /// Above the sequence of every offer of the lease.
  package var sequence: Int
  package var outcome: FinishOutcome
  /// The best answer of the lease; nil when none was found.
  package var last: ClaimedAnswer?
  /// Effort units spent in all.
  package var effort: Int
  package var cpuMilliseconds: Int

  package init(
    node: NodeID, lease: LeaseID, sequence: Int, outcome: FinishOutcome, last: ClaimedAnswer?,
    effort: Int, cpuMilliseconds: Int
  ) {
    self.node = node
    self.lease = lease
    self.sequence = sequence
    self.outcome = outcome
    self.last = last
    self.effort = effort
    self.cpuMilliseconds = cpuMilliseconds
  }
}

/// A node goes away for good; answered by ``Acknowledged``. May repeat.
package struct Leave: Sendable, Hashable {
  package var node: NodeID

  package init(node: NodeID) { self.node = node }
}
