package import Wire

/// One node as the coordinator knows it.
package struct Node: Sendable, Hashable {
  package var id: NodeID
  package var name: String
  package var slots: Int
  package var memoryBytes: Int
  package var state: NodeState
  /// The connection it speaks on; requests from others are refused.
  package var session: SessionID
  package var lastHeard: Milliseconds
  /// When its connection closed; nil while it is open.
  package var closedAt: Milliseconds?
  /// Offers and finishes of superseded leases that were refused.
  package var lateRefused = 0

  /// Whether it may be given work.
  package var takesWork: Bool { state == .active }

  var row: NodeRow {
    NodeRow(node: id, name: name, slots: slots, memoryBytes: memoryBytes, state: state)
  }
}

/// Which nodes there are; the states are those of ``NodeState``.
package struct Membership: Sendable {
  /// How a join was taken.
  package enum Admission: Sendable, Hashable {
    /// A node that was not known under this leader.
    case entered(NodeID)
    /// The same process, on a new or the same connection: its leases go on.
    case resumed(NodeID)
    /// Another process of the same name: leases of the one before are void.
    case restarted(NodeID)
    case refused(Refused)
  }

  /// Everyone remembered, whatever the state.
  package private(set) var nodes: [NodeID: Node] = [:]
  private let settings: ClusterSettings

  init(settings: ClusterSettings) { self.settings = settings }

  /// Nodes in rising order of identifier.
  package var inOrder: [Node] { nodes.values.sorted { $0.id < $1.id } }

  /// Slots of all nodes that take work.
  package var slotCount: Int {
    nodes.values.reduce(0) { $0 + ($1.takesWork ? $1.slots : 0) }
  }

  /// Admits a node; `fresh` is its identifier if it is a new one. The caller has compared its
  /// token.
  mutating func join(
    _ join: Join, on session: SessionID, fresh: NodeID, at now: Milliseconds
  ) -> Admission {
    var node: Node
    let admission: Admission
    if let known = inOrder.first(where: { $0.name == join.name }) {
      let isSame = known.session == session || join.resumedNode == known.id
      node = known
      admission = isSame ? .resumed(known.id) : .restarted(known.id)
    } else {
      guard nodes.count < ClusterSettings.nodesMax else {
        return .refused(Refused(.full, "\(nodes.count) nodes are here; no more are taken"))
      }
      let resumed = join.resumedNode.flatMap { nodes[$0] == nil ? $0 : nil }
      let id = resumed ?? fresh
      node = Node(
        id: id, name: join.name, slots: join.slots, memoryBytes: join.memoryBytes,
        state: .active, session: session, lastHeard: now)
      admission = .entered(id)
    }
    node.slots = join.slots
    node.memoryBytes = join.memoryBytes
    node.session = session
    node.lastHeard = now
    node.closedAt = nil
    if node.state != .draining { node.state = .active }
    nodes[node.id] = node
    return admission
  }

  /// Notes that a node spoke; false when it must join (again).
  ///
  /// A lost node that speaks on its old connection is active again; its leases are gone.
  mutating func heard(_ id: NodeID, on session: SessionID, at now: Milliseconds) -> Bool {
    guard var node = nodes[id], node.session == session, node.state != .left else { return false }
    node.lastHeard = now
    node.closedAt = nil
    if node.state == .suspect || node.state == .lost { node.state = .active }
    nodes[id] = node
    return true
  }

  mutating func closed(_ session: SessionID, at now: Milliseconds) -> Node? {
    guard var node = inOrder.first(where: { $0.session == session }),
      node.state == .active || node.state == .draining
    else { return nil }
    node.closedAt = now
    if node.state == .active { node.state = .suspect }
    nodes[node.id] = node
    return node
  }

  /// Counts everybody's silence from now on.
  mutating func excuse(at now: Milliseconds) {
    for node in inOrder where node.state != .lost && node.state != .left {
      nodes[node.id]?.lastHeard = now
      if node.closedAt != nil { nodes[node.id]?.closedAt = now }
    }
  }

  mutating func set(_ state: NodeState, of id: NodeID) -> Node? {
    nodes[id]?.state = state
    return nodes[id]
  }

  mutating func countLate(_ id: NodeID) { nodes[id]?.lateRefused += 1 }

  /// Finds who has been silent too long, and forgets who has been gone for long.
  ///
  /// - Returns: nodes lost just now, in rising order.
  mutating func expire(at now: Milliseconds) -> [Node] {
    var lost: [Node] = []
    for var node in inOrder {
      switch node.state {
      case .active, .suspect, .draining:
        let isSilent = now - node.lastHeard >= settings.suspicion
        let isCutOff = node.closedAt.map { now - $0 >= settings.reconnectAllowance } ?? false
        guard isSilent || isCutOff else { continue }
        node.state = .lost
        nodes[node.id] = node
        lost.append(node)
      case .lost, .left:
        if now - node.lastHeard >= ClusterSettings.forgetting { nodes[node.id] = nil }
      }
    }
    return lost
  }
}
