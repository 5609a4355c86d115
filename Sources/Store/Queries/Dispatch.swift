/// How far a subproblem has got.
package enum SubproblemState: String, Sendable { case open, leased, finished, quarantined, dropped }

/// A part of a run's grid that nodes search.
package struct SubproblemRow: Sendable, Hashable {
  package var run: Int64
  package var id: Int64
  package var round: Int64
  package var kind: String
  package var strategy: String
  package var state: SubproblemState
  /// Nodes that died while they worked on it, 0...3; at 3 the state is `quarantined`.
  package var deaths: Int64

  package init(
    run: Int64, id: Int64, round: Int64, kind: String, strategy: String, state: SubproblemState
  ) {
    self.run = run
    self.id = id
    self.round = round
    self.kind = kind
    self.strategy = strategy
    self.state = state
    self.deaths = 0
  }

  init(_ row: Row) throws(StoreError) {
    run = try row.integer("run_id")
    id = try row.integer("id")
    round = try row.integer("round")
    kind = try row.text("kind")
    strategy = try row.text("strategy")
    state = try row.name("state")
    deaths = try row.integer("deaths")
  }

  static let upsertSQL = """
    INSERT INTO subproblems (run_id, id, round, kind, strategy, state, deaths)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (run_id, id) DO UPDATE
    SET round = excluded.round, kind = excluded.kind, strategy = excluded.strategy,
      state = excluded.state, deaths = excluded.deaths, changed_at = now()
    """

  static let ofRunSQL = """
    SELECT run_id, id, round, kind, strategy, state, deaths
    FROM subproblems
    WHERE run_id = $1
    ORDER BY id
    """
}

/// A node slot's right to work on a subproblem, as it is granted.
package struct LeaseGrant: Sendable, Hashable {
  /// Numbered by the leader; unique within its epoch.
  package var id: Int64
  package var run: Int64
  package var subproblem: Int64
  package var node: String
  package var slot: Int64
  /// How long the node may be silent; more than 0.
  package var milliseconds: Int64

  package init(
    id: Int64, run: Int64, subproblem: Int64, node: String, slot: Int64, milliseconds: Int64
  ) {
    self.id = id
    self.run = run
    self.subproblem = subproblem
    self.node = node
    self.slot = slot
    self.milliseconds = milliseconds
  }
}

/// How a lease ended.
package enum LeaseEnd: String, Sendable { case finished, expired, revoked }

/// Whether an answer under a lease counts.
package enum LeaseAnswer: Sendable, Hashable {
  case accepted
  /// The lease is no longer held, or belongs to an older epoch; the answer was counted as late.
  case refused
}

/// Statements on leases; each decides by a predicate on lease, epoch and state.
enum LeaseSQL {
  static let grant = """
    INSERT INTO leases (epoch, id, run_id, subproblem_id, node_id, slot, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, now() + $7::bigint * interval '1 millisecond')
    """

  static let renew = """
    UPDATE leases
    SET expires_at = now() + $3::bigint * interval '1 millisecond'
    WHERE epoch = $1 AND id = $2 AND state = 'held'
    """

  static let acceptOffer = """
    UPDATE leases
    SET offers_accepted = offers_accepted + 1
    WHERE epoch = $1 AND id = $2 AND state = 'held'
    """

  static let end = """
    UPDATE leases
    SET state = $3::lease_state, ended_at = now(), effort = effort + $4
    WHERE epoch = $1 AND id = $2 AND state = 'held'
    """

  static let find = """
    SELECT run_id, node_id
    FROM leases
    WHERE epoch = $1 AND id = $2
    """

  static let countLate = """
    UPDATE runs
    SET late_answers = late_answers + 1
    WHERE id = $1
    """

  static let noteLate = """
    INSERT INTO events (run_id, node_id, kind, detail)
    SELECT $1, (SELECT id FROM nodes WHERE id = $2), 'answer-late',
      jsonb_build_object('lease', $3::bigint, 'lease_epoch', $4::bigint, 'answer', $5::text)
    """
}

/// Which lease an answer came under, and from whom.
package struct LeaseReference: Sendable, Hashable {
  package var id: Int64
  /// The epoch the lease was granted in.
  package var epoch: Int64
  package var run: Int64
  package var node: String

  package init(id: Int64, epoch: Int64, run: Int64, node: String) {
    self.id = id
    self.epoch = epoch
    self.run = run
    self.node = node
  }
}

extension DatabaseConnection {
  /// Writes subproblems, new or changed, in one transaction.
  ///
  /// - Complexity: O(subproblems) statements.
  package func recordSubproblems(
    _ subproblems: [SubproblemRow], epoch: Int64
  ) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      for subproblem in subproblems {
        try session.execute(
          SubproblemRow.upsertSQL,
          [
            .integer(subproblem.run), .integer(subproblem.id), .integer(subproblem.round),
            .text(subproblem.kind), .text(subproblem.strategy),
            .text(subproblem.state.rawValue), .integer(subproblem.deaths),
          ])
      }
    }
  }

  /// The subproblems of a run in order of identifier.
  package func subproblems(run: Int64) throws(StoreError) -> [SubproblemRow] {
    try session().rows(SubproblemRow.ofRunSQL, [.integer(run)]).map(SubproblemRow.init)
  }

  /// Grants leases in one transaction; a slot that still holds one is refused by the schema.
  package func grantLeases(_ grants: [LeaseGrant], epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      for grant in grants {
        try session.execute(
          LeaseSQL.grant,
          [
            .integer(epoch), .integer(grant.id), .integer(grant.run), .integer(grant.subproblem),
            .text(grant.node), .integer(grant.slot), .integer(grant.milliseconds),
          ])
      }
    }
  }

  /// Extends held leases; one that is no longer held stays as it is.
  package func renewLeases(
    _ leases: [Int64], milliseconds: Int64, epoch: Int64
  ) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      for lease in leases {
        try session.execute(
          LeaseSQL.renew, [.integer(epoch), .integer(lease), .integer(milliseconds)])
      }
    }
  }

  /// Decides whether an offer counts; a late one is counted on its run and noted as an event.
  ///
  /// - Throws: `superseded` when `epoch`, the caller's own, is stale.
  package func acceptOffer(
    under lease: LeaseReference, epoch: Int64
  ) throws(StoreError) -> LeaseAnswer {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        LeaseSQL.acceptOffer, [.integer(lease.epoch), .integer(lease.id)])
      return try Self.answer(changed, to: "offer", under: lease, session)
    }
  }

  /// Ends a lease because its node finished, fell silent or was told to stop; an end that comes
  /// late is refused, counted on the run and noted as an event.
  ///
  /// - Parameter effort: Effort units the node reports.
  package func endLease(
    _ lease: LeaseReference, as end: LeaseEnd, effort: Int64 = 0, epoch: Int64
  ) throws(StoreError) -> LeaseAnswer {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        LeaseSQL.end,
        [.integer(lease.epoch), .integer(lease.id), .text(end.rawValue), .integer(effort)])
      // Our own expiry of a lease that ended by itself is no node's late answer.
      if changed == 0 && end != .finished { return .refused }
      return try Self.answer(changed, to: "finish", under: lease, session)
    }
  }

  /// A lease of any epoch, held or not; nil when there never was one.
  package func lease(_ id: Int64, epoch: Int64) throws(StoreError) -> LeaseReference? {
    let found = try session().rows(LeaseSQL.find, [.integer(epoch), .integer(id)])
    guard let row = found.first else { return nil }
    return LeaseReference(
      id: id, epoch: epoch, run: try row.integer("run_id"), node: try row.text("node_id"))
  }

  private static func answer(
    _ changed: Int, to answer: String, under lease: LeaseReference, _ session: Session
  ) throws(StoreError) -> LeaseAnswer {
    guard changed == 0 else { return .accepted }
    try session.execute(LeaseSQL.countLate, [.integer(lease.run)])
    try session.execute(
      LeaseSQL.noteLate,
      [
        .integer(lease.run), .text(lease.node), .integer(lease.id), .integer(lease.epoch),
        .text(answer),
      ])
    return .refused
  }
}
