/// What a stage of a run ended with.
package struct StageRow: Sendable, Hashable {
  package var run: Int64
  /// 0 for the first.
  package var position: Int64
  /// `plan`, `service-weeks` or `duties`.
  package var level: String
  package var score: StoredScore
  /// An LZ4 frame of grid choices.
  package var cells: [UInt8]

  package init(
    run: Int64, position: Int64, level: String, score: StoredScore, cells: [UInt8]
  ) {
    self.run = run
    self.position = position
    self.level = level
    self.score = score
    self.cells = cells
  }

  init(_ row: Row) throws(StoreError) {
    run = try row.integer("run_id")
    position = try row.integer("position")
    level = try row.text("level")
    score = try StoredScore(row)
    cells = try row.bytes("cells")
  }

  static let insertSQL = """
    INSERT INTO run_stages (run_id, position, level, accreditation, institution, soft, cells)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """

  static let clearCheckpointsSQL = "DELETE FROM incumbents WHERE run_id = $1"

  /// The next stage is another problem: its rounds, best score and bounds begin anew.
  static let restartSQL = """
    UPDATE runs
    SET round = 0, best_accreditation = NULL, best_institution = NULL, best_soft = NULL,
      bound_accreditation = NULL, bound_institution = NULL, bound_soft = NULL,
      trivial_bound_accreditation = NULL, trivial_bound_institution = NULL,
      trivial_bound_soft = NULL
    WHERE id = $1 AND epoch = $2
    """

  static let selectSQL = """
    SELECT run_id, position, level, accreditation, institution, soft, cells
    FROM run_stages
    WHERE run_id = $1
    ORDER BY position
    """
}

extension DatabaseConnection {
  /// Ends a stage: keeps its answer and forgets the checkpoints that led to it, in one
  /// transaction.
  ///
  /// - Throws: `superseded`; `notFound` when this leader does not have the run.
  package func endStage(_ stage: StageRow, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      let changed = try session.execute(
        StageRow.restartSQL, [.integer(stage.run), .integer(epoch)])
      try Self.requireOne(changed, stage.run)
      try session.execute(StageRow.clearCheckpointsSQL, [.integer(stage.run)])
      try session.execute(
        StageRow.insertSQL,
        [.integer(stage.run), .integer(stage.position), .text(stage.level)] + stage.score.values
          + [.bytes(stage.cells)])
    }
  }

  /// Stages that a run has ended, in order.
  package func stages(run: Int64) throws(StoreError) -> [StageRow] {
    try session().rows(StageRow.selectSQL, [.integer(run)]).map(StageRow.init)
  }
}
