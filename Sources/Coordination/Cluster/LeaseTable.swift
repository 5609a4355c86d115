package import Measures
package import Wire

/// One live lease.
package struct Lease: Sendable, Hashable {
  package var id: LeaseID
  package var node: NodeID
  package var slot: Int
  package var run: RunID
  /// Position of the subproblem in its round.
  package var piece: Int
  /// What the node was told, to tell it again when it asks again.
  package var assignment: Assignment
  package var granted: Milliseconds
  /// When it ends unless a heartbeat names it.
  package var deadline: Milliseconds
  /// Highest sequence number taken.
  package var sequence = 0
  package var offers = 0
  package var effort = 0
  package var best: Score?
}

/// A lease that is over, kept for repeats and late answers.
package struct EndedLease: Sendable, Hashable {
  package var node: NodeID
  package var run: RunID
  package var end: LeaseEnd
}

/// Who holds which subproblem until when: at most one lease a slot.
///
/// Life of a lease, as `docs/states.md` draws it: granted → finished, failed, expired or cancelled.
package struct LeaseTable: Sendable {
  private struct Place: Hashable {
    var node: NodeID
    var slot: Int
  }

  /// Leases in force.
  package private(set) var live: [LeaseID: Lease] = [:]
  private var leaseOfSlot: [Place: LeaseID] = [:]
  private(set) var ended: [LeaseID: EndedLease] = [:]
  private var endedInOrder: [LeaseID] = []
  private let settings: ClusterSettings

  /// Ended leases remembered: repeats come within seconds, and a thousand slots end a few leases
  /// each in that time. An older one is refused like an unknown one.
  private static let endedMax = 8_192

  init(settings: ClusterSettings) { self.settings = settings }

  /// Live leases in rising order.
  package var inOrder: [Lease] { live.values.sorted { $0.id < $1.id } }

  /// Until when a lease granted or renewed now is valid: three times the suspicion time, so that a
  /// node is lost before its leases are, and a lease that a living node forgot comes back too.
  func deadline(from now: Milliseconds) -> Milliseconds { now + 3 * settings.suspicion }

  func lease(of node: NodeID, slot: Int) -> Lease? {
    leaseOfSlot[Place(node: node, slot: slot)].flatMap { live[$0] }
  }

  func leases(of node: NodeID) -> [Lease] { inOrder.filter { $0.node == node } }

  mutating func grant(_ lease: Lease) {
    let place = Place(node: lease.node, slot: lease.slot)
    precondition(leaseOfSlot[place] == nil, "Slot \(lease.slot) of \(lease.node) holds a lease")
    leaseOfSlot[place] = lease.id
    live[lease.id] = lease
  }

  mutating func renew(_ id: LeaseID, at now: Milliseconds) {
    let deadline = deadline(from: now)
    live[id]?.deadline = deadline
  }

  mutating func note(_ progress: LeaseProgress, at now: Milliseconds) {
    guard var lease = live[progress.lease] else { return }
    lease.deadline = deadline(from: now)
    lease.effort = max(lease.effort, progress.effort)
    if let best = progress.best { lease.best = best }
    live[lease.id] = lease
  }

  mutating func note(_ offer: Offer, at now: Milliseconds) {
    guard var lease = live[offer.lease] else { return }
    lease.deadline = deadline(from: now)
    lease.sequence = offer.sequence
    lease.offers += 1
    lease.effort = max(lease.effort, offer.effort)
    lease.best = offer.claimed
    live[lease.id] = lease
  }

  /// Takes a lease out.
  @discardableResult
  mutating func end(_ id: LeaseID, as end: LeaseEnd) -> Lease? {
    guard let lease = live.removeValue(forKey: id) else { return nil }
    leaseOfSlot[Place(node: lease.node, slot: lease.slot)] = nil
    ended[id] = EndedLease(node: lease.node, run: lease.run, end: end)
    endedInOrder.append(id)
    if endedInOrder.count > Self.endedMax {
      // Dropping half at once keeps the cost of each end constant on average.
      for old in endedInOrder.prefix(Self.endedMax / 2) { ended[old] = nil }
      endedInOrder.removeFirst(Self.endedMax / 2)
    }
    return lease
  }

  /// Leases whose deadline has passed, rising.
  func overdue(at now: Milliseconds) -> [Lease] { inOrder.filter { $0.deadline <= now } }
}

/// Numbers that are used once in an epoch, with the epoch in the upper bits.
struct IdentifierMint: Sendable {
  let epoch: UInt64
  private var next: Int64 = 0
  private var nextRecountID: UInt64 = 0

  /// - Precondition: the epoch fits 20 bits, so that identifiers stay below 2^53: a million
  ///   take-overs.
  init(epoch: UInt64) {
    precondition(epoch > 0 && epoch < 1 << 20, "Epoch \(epoch) is outside 1..<1,048,576")
    self.epoch = epoch
  }

  mutating func number() -> Int64 {
    next += 1
    return Int64(epoch) << 32 | next
  }

  mutating func recount() -> RecountID {
    nextRecountID += 1
    return RecountID(nextRecountID)
  }

  mutating func boundCheck() -> BoundCheckID { BoundCheckID(recount().rawValue) }
}
