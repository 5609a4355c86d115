/// A checked bound of a run, with what proves it.
package struct StoredBound: Sendable, Hashable {
  package var run: Int64
  /// No valid answer has fewer soft points.
  package var soft: Int64
  /// The bound and its multipliers as the caller encodes them.
  package var proof: [UInt8]
  package var strategy: String

  package init(run: Int64, soft: Int64, proof: [UInt8], strategy: String) {
    self.run = run
    self.soft = soft
    self.proof = proof
    self.strategy = strategy
  }

  init(_ row: Row) throws(StoreError) {
    run = try row.integer("run_id")
    soft = try row.integer("soft")
    proof = try row.bytes("proof")
    strategy = try row.text("strategy")
  }

  /// How many a run keeps: the best, and two before it to see how it grew.
  static let keptPerRun: Int64 = 3

  static let insertSQL = """
    INSERT INTO run_bounds (run_id, soft, proof, strategy)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (run_id, soft) DO NOTHING
    """

  static let pruneSQL = """
    DELETE FROM run_bounds
    WHERE run_id = $1
      AND soft NOT IN (
        SELECT soft
        FROM run_bounds
        WHERE run_id = $1
        ORDER BY soft DESC
        LIMIT $2)
    """

  static let raiseSQL = """
    UPDATE runs
    SET bound_accreditation = 0, bound_institution = 0, bound_soft = $2
    WHERE id = $1 AND (bound_soft IS NULL OR bound_soft < $2)
    """

  static let withdrawSQL = """
    UPDATE runs
    SET bound_accreditation = NULL, bound_institution = NULL, bound_soft = NULL
    WHERE id = $1
    """

  static let clearSQL = "DELETE FROM run_bounds WHERE run_id = $1"

  static let trivialSQL = """
    UPDATE runs
    SET trivial_bound_accreditation = 0, trivial_bound_institution = 0, trivial_bound_soft = $2
    WHERE id = $1
    """

  static let bestSQL = """
    SELECT run_id, soft, proof, strategy
    FROM run_bounds
    WHERE run_id = $1
    ORDER BY soft DESC
    LIMIT 1
    """
}

extension DatabaseConnection {
  /// Keeps a checked bound; the run's bound follows when it is better. The best three are kept.
  ///
  /// - Throws: `superseded`.
  package func recordBound(_ bound: StoredBound, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      try session.execute(
        StoredBound.insertSQL,
        [.integer(bound.run), .integer(bound.soft), .bytes(bound.proof), .text(bound.strategy)])
      try session.execute(
        StoredBound.pruneSQL, [.integer(bound.run), .integer(StoredBound.keptPerRun)])
      try session.execute(StoredBound.raiseSQL, [.integer(bound.run), .integer(bound.soft)])
    }
  }

  /// Forgets every bound of a run, since one of them proved false.
  ///
  /// - Throws: `superseded`.
  package func withdrawBound(run: Int64, epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      try session.execute(StoredBound.withdrawSQL, [.integer(run)])
      try session.execute(StoredBound.clearSQL, [.integer(run)])
    }
  }

  /// Notes what a run cannot cost less than for plain reasons.
  ///
  /// - Throws: `superseded`.
  package func recordTrivialBound(
    _ soft: Int64, run: Int64, epoch: Int64
  ) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      try session.execute(StoredBound.trivialSQL, [.integer(run), .integer(soft)])
    }
  }

  /// The best checked bound of a run with its proof; nil when nothing is proved.
  package func bestBound(run: Int64) throws(StoreError) -> StoredBound? {
    guard let row = try session().rows(StoredBound.bestSQL, [.integer(run)]).first else {
      return nil
    }
    return try StoredBound(row)
  }
}
