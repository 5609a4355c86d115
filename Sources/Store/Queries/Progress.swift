/// How a run in work stands, rewritten about once a second for whoever watches.
package struct RunProgress: Sendable, Hashable {
  package var run: Int64
  /// What is being done, in a word or two.
  package var phase: String
  package var round: Int64
  package var best: StoredScore?
  package var elapsedMilliseconds: Int64
  /// Nil when only effort is limited.
  package var remainingMilliseconds: Int64?
  package var effort: Int64
  /// A JSON array with an entry per node slot.
  package var lanes: String

  package init(run: Int64, phase: String, round: Int64, elapsedMilliseconds: Int64) {
    self.run = run
    self.phase = phase
    self.round = round
    self.best = nil
    self.elapsedMilliseconds = elapsedMilliseconds
    self.remainingMilliseconds = nil
    self.effort = 0
    self.lanes = "[]"
  }

  init(_ row: Row) throws(StoreError) {
    run = try row.integer("run_id")
    phase = try row.text("phase")
    round = try row.integer("round")
    best = try StoredScore(row, prefix: "best_")
    elapsedMilliseconds = try row.integer("elapsed_ms")
    remainingMilliseconds = try row.optionalInteger("remaining_ms")
    effort = try row.integer("effort")
    lanes = try row.text("lanes")
  }

  static let upsertSQL = """
    INSERT INTO run_progress (
      run_id, phase, round, best_accreditation, best_institution, best_soft, elapsed_ms,
      remaining_ms, effort, lanes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (run_id) DO UPDATE
    SET phase = excluded.phase, round = excluded.round,
      best_accreditation = excluded.best_accreditation,
      best_institution = excluded.best_institution, best_soft = excluded.best_soft,
      elapsed_ms = excluded.elapsed_ms, remaining_ms = excluded.remaining_ms,
      effort = excluded.effort, lanes = excluded.lanes, updated_at = now()
    """

  static let selectSQL = """
    SELECT run_id, phase, round, best_accreditation, best_institution, best_soft, elapsed_ms,
      remaining_ms, effort, lanes
    FROM run_progress
    WHERE run_id = $1
    """
}

extension DatabaseConnection {
  /// Replaces a run's progress row and notifies watchers.
  ///
  /// - Throws: `superseded`.
  package func recordProgress(_ progress: RunProgress, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let best: [SQLValue] = .score(progress.best)
      try session.execute(
        RunProgress.upsertSQL,
        [.integer(progress.run), .text(progress.phase), .integer(progress.round)] + best + [
          .integer(progress.elapsedMilliseconds), .integer(progress.remainingMilliseconds),
          .integer(progress.effort), .text(progress.lanes),
        ])
    }
  }

  /// The progress of a run; nil until its leader first reported any.
  package func progress(run: Int64) throws(StoreError) -> RunProgress? {
    guard let row = try session().rows(RunProgress.selectSQL, [.integer(run)]).first else {
      return nil
    }
    return try RunProgress(row)
  }
}
