/// A move of a run from the state its leader believes it to be in.
package struct RunTransition: Sendable {
  package var run: Int64
  package var state: RunState
  package var reason: String?
  package var remedy: String?

  /// Infeasible, failed and degraded need a reason, failed a remedy too.
  package init(run: Int64, to state: RunState, reason: String? = nil, remedy: String? = nil) {
    self.run = run
    self.state = state
    self.reason = reason
    self.remedy = remedy
  }

  /// The end of a run that people have cancelled.
  package static func cancelled(_ run: Int64) -> RunTransition {
    RunTransition(run: run, to: .cancelled, reason: "cancelled on request")
  }
}

/// Statements that move runs from state to state.
enum RunLifeSQL {
  static let claim = """
    UPDATE runs
    SET state = 'checking', epoch = $1, started_at = coalesce(started_at, now())
    WHERE id = (
      SELECT id
      FROM runs
      WHERE state = 'queued'
      ORDER BY submitted_at, id
      FOR UPDATE SKIP LOCKED
      LIMIT 1)
    RETURNING id
    """

  static let adopt = """
    UPDATE runs
    SET epoch = $1
    WHERE state IN ('checking', 'planning', 'detailing', 'polishing', 'recording')
      AND epoch < $1
    """

  static let change = """
    UPDATE runs
    SET state = $3::run_state, state_reason = $4, remedy = $5,
      finished_at = CASE
        WHEN $3::run_state IN ('completed', 'infeasible', 'cancelled', 'failed', 'degraded')
        THEN now() END
    WHERE id = $1 AND epoch = $2
    """

  static let cancel = """
    UPDATE runs
    SET cancel_requested = true,
      state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
      finished_at = CASE WHEN state = 'queued' THEN now() END
    WHERE id = $1
      AND state IN ('queued', 'checking', 'planning', 'detailing', 'polishing', 'recording')
    RETURNING state
    """

  /// The seconds are added to the limit, so a run that spent its budget can go on.
  static let resume = """
    UPDATE runs
    SET state = 'queued', state_reason = NULL, remedy = NULL, finished_at = NULL,
      cancel_requested = false, epoch = 0, budget_seconds = budget_seconds + $2
    WHERE id = $1
    RETURNING id
    """

  static let firstValid = """
    UPDATE runs
    SET first_valid_at = coalesce(first_valid_at, now())
    WHERE id = $1 AND epoch = $2
    """

  static let bounds = """
    UPDATE runs
    SET bound_accreditation = $3, bound_institution = $4, bound_soft = $5,
      trivial_bound_accreditation = $6, trivial_bound_institution = $7, trivial_bound_soft = $8
    WHERE id = $1 AND epoch = $2
    """

  static let find = RunRow.selectSQL + "WHERE runs.id = $1"

  static let active =
    RunRow.selectSQL + """
      WHERE runs.state IN ('checking', 'planning', 'detailing', 'polishing', 'recording')
      ORDER BY runs.id
      """

  static let newest = RunRow.selectSQL + "ORDER BY runs.id DESC LIMIT $1"
}

extension DatabaseConnection {
  /// Takes the oldest queued run for this leader and moves it to `checking`; nil when none waits.
  ///
  /// - Throws: `superseded`.
  package func claimNextRun(epoch: Int64) throws(StoreError) -> RunRow? {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) -> RunRow? in
      let claimed = try session.rows(RunLifeSQL.claim, [.integer(epoch)])
      guard let row = claimed.first else { return nil }
      return try Self.requiredRun(try row.integer("id"), session)
    }
  }

  /// Makes this leader responsible for every run an older one had in work, and lists all in work.
  ///
  /// - Throws: `superseded`.
  package func adoptActiveRuns(epoch: Int64) throws(StoreError) -> [RunRow] {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) -> [RunRow] in
      try session.execute(RunLifeSQL.adopt, [.integer(epoch)])
      return try session.rows(RunLifeSQL.active).map(RunRow.init)
    }
  }

  /// Moves a run to another state.
  ///
  /// - Throws: `superseded`; `illegalTransition`; `notFound` when this leader does not have the
  ///   run.
  package func changeState(_ transition: RunTransition, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      try Self.change(transition, epoch: epoch, session)
    }
  }

  /// Notes the moment at which the run first had a schedule without hard violations; later calls
  /// change nothing.
  package func recordFirstValid(run: Int64, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        RunLifeSQL.firstValid, [.integer(run), .integer(epoch)])
      try Self.requireOne(changed, run)
    }
  }

  /// Writes what is proved about the run's score.
  package func recordBounds(
    run: Int64, bound: StoredScore?, trivialBound: StoredScore?, epoch: Int64
  ) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        RunLifeSQL.bounds,
        [.integer(run), .integer(epoch)] + .score(bound) + .score(trivialBound))
      try Self.requireOne(changed, run)
    }
  }

  /// Asks for a run to stop: a queued run is cancelled at once, one in work by its leader.
  ///
  /// - Returns: The state it is in now.
  /// - Throws: `notFound`; `illegalTransition` when it has ended.
  @discardableResult
  package func requestCancel(run: Int64) throws(StoreError) -> RunState {
    let session = try session()
    if let row = try session.rows(RunLifeSQL.cancel, [.integer(run)]).first {
      return try row.name("state")
    }
    let ended = try Self.requiredRun(run, session)
    throw StoreError(
      .illegalTransition, "run \(run) has ended: it is \(ended.state.rawValue)",
      during: "cancel a run")
  }

  /// Queues a failed or cancelled run again; it goes on from its last checkpoint.
  ///
  /// - Parameter moreSeconds: Added to its budget in seconds, if it has one; 0 or more.
  /// - Throws: `notFound`; `illegalTransition` from any other state.
  package func resumeRun(_ run: Int64, moreSeconds: Int64 = 0) throws(StoreError) {
    let found = try transaction { (session) throws(StoreError) in
      let before = try Self.requiredRun(run, session)
      guard before.state != .queued else {
        throw StoreError(
          .illegalTransition, "run \(run) already waits in the queue", during: "resume a run")
      }
      return try session.rows(RunLifeSQL.resume, [.integer(run), .integer(moreSeconds)])
    }
    guard found.isEmpty else { return }
    throw Self.missingRun(run)
  }

  /// The run with this identifier; nil when there is none.
  package func run(_ id: Int64) throws(StoreError) -> RunRow? {
    guard let row = try session().rows(RunLifeSQL.find, [.integer(id)]).first else { return nil }
    return try RunRow(row)
  }

  /// The newest runs first, at most `limit`.
  package func runs(limit: Int64 = 50) throws(StoreError) -> [RunRow] {
    try session().rows(RunLifeSQL.newest, [.integer(limit)]).map(RunRow.init)
  }

  static func change(
    _ transition: RunTransition, epoch: Int64, _ session: Session
  ) throws(StoreError) {
    let changed = try session.execute(
      RunLifeSQL.change,
      [
        .integer(transition.run), .integer(epoch), .text(transition.state.rawValue),
        .text(transition.reason), .text(transition.remedy),
      ])
    try requireOne(changed, transition.run)
  }

  /// A leader's write must touch its run exactly once.
  static func requireOne(_ changed: Int, _ run: Int64) throws(StoreError) {
    guard changed == 1 else { throw missingRun(run) }
  }

  static func missingRun(_ run: Int64) -> StoreError {
    StoreError(
      .notFound, "there is no run \(run), or another coordinator leads it",
      during: "write to a run", remedy: "`rota runs list` shows what there is")
  }

  private static func requiredRun(_ id: Int64, _ session: Session) throws(StoreError) -> RunRow {
    guard let row = try session.rows(RunLifeSQL.find, [.integer(id)]).first else {
      throw missingRun(id)
    }
    return try RunRow(row)
  }
}
