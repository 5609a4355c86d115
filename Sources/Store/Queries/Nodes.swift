/// What a node is to the cluster.
package enum NodeState: String, Sendable {
  /// Takes work. Then: suspect, draining, left.
  case joined
  /// Has been silent too long. Then: joined, left.
  case suspect
  /// Gone. Then: joined, when it comes back.
  case left
  /// Finishes what it holds and takes nothing more. Then: left.
  case draining
}

/// A node and what it has contributed.
package struct NodeRow: Sendable, Hashable {
  package var id: String
  package var name: String
  package var state: NodeState
  package var slots: Int64
  package var memoryBytes: Int64
  package var softwareVersion: String
  package var counters: NodeCounters
  /// Set by the database.
  package private(set) var joinedAt: Timestamp?
  /// Set by the database.
  package private(set) var lastSeenAt: Timestamp?

  package init(
    id: String, name: String, state: NodeState, slots: Int64, memoryBytes: Int64,
    softwareVersion: String
  ) {
    self.id = id
    self.name = name
    self.state = state
    self.slots = slots
    self.memoryBytes = memoryBytes
    self.softwareVersion = softwareVersion
    self.counters = NodeCounters()
    self.joinedAt = nil
    self.lastSeenAt = nil
  }

  init(_ row: Row) throws(StoreError) {
    id = try row.text("id")
    name = try row.text("name")
    state = try row.name("state")
    slots = try row.integer("slots")
    memoryBytes = try row.integer("memory_bytes")
    softwareVersion = try row.text("software_version")
    counters = NodeCounters()
    counters.offersSent = try row.integer("offers_sent")
    counters.offersAccepted = try row.integer("offers_accepted")
    counters.offersRefused = try row.integer("offers_refused")
    counters.splicesAccepted = try row.integer("splices_accepted")
    counters.effort = try row.integer("effort")
    joinedAt = try row.timestamp("joined_at")
    lastSeenAt = try row.timestamp("last_seen_at")
  }

  static let upsertSQL = """
    INSERT INTO nodes (
      id, name, state, slots, memory_bytes, software_version, offers_sent, offers_accepted,
      offers_refused, splices_accepted, effort)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, state = excluded.state, slots = excluded.slots,
      memory_bytes = excluded.memory_bytes, software_version = excluded.software_version,
      joined_at = CASE WHEN nodes.state = 'left' AND excluded.state = 'joined'
        THEN now() ELSE nodes.joined_at END,
      last_seen_at = now(),
      offers_sent = nodes.offers_sent + excluded.offers_sent,
      offers_accepted = nodes.offers_accepted + excluded.offers_accepted,
      offers_refused = nodes.offers_refused + excluded.offers_refused,
      splices_accepted = nodes.splices_accepted + excluded.splices_accepted,
      effort = nodes.effort + excluded.effort
    """

  static let listSQL = """
    SELECT id, name, state, slots, memory_bytes, software_version, joined_at, last_seen_at,
      offers_sent, offers_accepted, offers_refused, splices_accepted, effort
    FROM nodes
    ORDER BY name, id
    """
}

/// What a node has done: totals when read, what came since the last write when written.
package struct NodeCounters: Sendable, Hashable {
  package var offersSent: Int64 = 0
  package var offersAccepted: Int64 = 0
  package var offersRefused: Int64 = 0
  package var splicesAccepted: Int64 = 0
  package var effort: Int64 = 0

  package init() {}
}

extension DatabaseConnection {
  /// Writes nodes in one transaction: their state replaces the old one, their counters are *added*.
  ///
  /// - Throws: `superseded`.
  package func recordNodes(_ nodes: [NodeRow], epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      for node in nodes {
        try session.execute(
          NodeRow.upsertSQL,
          [
            .text(node.id), .text(node.name), .text(node.state.rawValue), .integer(node.slots),
            .integer(node.memoryBytes), .text(node.softwareVersion),
            .integer(node.counters.offersSent), .integer(node.counters.offersAccepted),
            .integer(node.counters.offersRefused), .integer(node.counters.splicesAccepted),
            .integer(node.counters.effort),
          ])
      }
    }
  }

  /// Every node the cluster has known, by name.
  package func nodes() throws(StoreError) -> [NodeRow] {
    try session().rows(NodeRow.listSQL).map(NodeRow.init)
  }
}
