/// The best schedule of a run so far, as it is kept to resume from.
package struct Checkpoint: Sendable, Hashable {
  package var run: Int64
  /// Rises with every better incumbent of the run.
  package var revision: Int64
  package var round: Int64
  package var score: StoredScore
  /// An LZ4 frame of grid choices, as the caller made it.
  package var cells: [UInt8]
  /// The strategy, and where it ran.
  package var foundBy: String

  package init(
    run: Int64, revision: Int64, round: Int64, score: StoredScore, cells: [UInt8], foundBy: String
  ) {
    self.run = run
    self.revision = revision
    self.round = round
    self.score = score
    self.cells = cells
    self.foundBy = foundBy
  }

  init(_ row: Row) throws(StoreError) {
    run = try row.integer("run_id")
    revision = try row.integer("revision")
    round = try row.integer("round")
    score = try StoredScore(row)
    cells = try row.bytes("cells")
    foundBy = try row.text("found_by")
  }

  /// How many a run keeps. A checkpoint is whole once committed, so one would do to resume; the two
  /// before it show what an unexpected answer grew from.
  static let keptPerRun: Int64 = 3

  static let insertSQL = """
    INSERT INTO incumbents (
      run_id, revision, round, accreditation, institution, soft, cells, found_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (run_id, revision) DO UPDATE
    SET round = excluded.round, accreditation = excluded.accreditation,
      institution = excluded.institution, soft = excluded.soft, cells = excluded.cells,
      found_by = excluded.found_by, recorded_at = now()
    """

  static let pruneSQL = """
    DELETE FROM incumbents
    WHERE run_id = $1
      AND revision NOT IN (
        SELECT revision
        FROM incumbents
        WHERE run_id = $1
        ORDER BY revision DESC
        LIMIT $2)
    """

  static let spentSQL = """
    UPDATE runs
    SET round = $3, budget_used_ms = $4, effort_used = $5
    WHERE id = $1 AND epoch = $2
    """

  static let bestSQL = """
    UPDATE runs
    SET best_accreditation = $2, best_institution = $3, best_soft = $4
    WHERE id = $1
      AND (best_accreditation IS NULL
        OR (best_accreditation, best_institution, best_soft) > ($2, $3, $4))
    """

  static let latestSQL = """
    SELECT run_id, revision, round, accreditation, institution, soft, cells, found_by
    FROM incumbents
    WHERE run_id = $1
    ORDER BY revision DESC
    LIMIT 1
    """
}

/// What a run had spent when a checkpoint was taken.
package struct RunSpending: Sendable, Hashable {
  package var round: Int64
  package var milliseconds: Int64
  package var effort: Int64

  package init(round: Int64, milliseconds: Int64, effort: Int64) {
    self.round = round
    self.milliseconds = milliseconds
    self.effort = effort
  }
}

extension DatabaseConnection {
  /// Keeps an incumbent with the round and budget it stands at; the run's best score follows when
  /// it is better. The last three are kept.
  ///
  /// - Parameter checkpoint: Nil when only round and budget have moved.
  /// - Throws: `superseded`; `notFound` when this leader does not have the run.
  package func recordCheckpoint(
    _ checkpoint: Checkpoint?, run: Int64, spent: RunSpending, epoch: Int64
  ) throws(StoreError) {
    precondition(
      checkpoint == nil || checkpoint?.run == run, "a checkpoint of another run than \(run)")
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        Checkpoint.spentSQL,
        [
          .integer(run), .integer(epoch), .integer(spent.round), .integer(spent.milliseconds),
          .integer(spent.effort),
        ])
      try Self.requireOne(changed, run)
      guard let checkpoint else { return }
      try session.execute(
        Checkpoint.insertSQL,
        [.integer(run), .integer(checkpoint.revision), .integer(checkpoint.round)]
          + checkpoint.score.values + [.bytes(checkpoint.cells), .text(checkpoint.foundBy)])
      try session.execute(Checkpoint.bestSQL, [.integer(run)] + checkpoint.score.values)
      try session.execute(
        Checkpoint.pruneSQL, [.integer(run), .integer(Checkpoint.keptPerRun)])
    }
  }

  /// The newest checkpoint of a run; nil when it has none.
  package func latestCheckpoint(run: Int64) throws(StoreError) -> Checkpoint? {
    guard let row = try session().rows(Checkpoint.latestSQL, [.integer(run)]).first else {
      return nil
    }
    return try Checkpoint(row)
  }
}
