/// Statements about accepted schedules.
enum VersionSQL {
  /// The columns come from the alternative itself, never from a caller.
  static let insert = """
    INSERT INTO versions (
      program_name, number, program_hash, run_id, rank, accreditation, institution, soft, quality,
      level, verdict, score_by_instance, content_hash, found_by, duties, note)
    SELECT programs.name,
      1 + coalesce(
        (SELECT max(number) FROM versions WHERE program_name = programs.name), 0),
      runs.program_hash, alternatives.run_id, alternatives.rank, alternatives.accreditation,
      alternatives.institution, alternatives.soft, alternatives.quality, alternatives.level,
      alternatives.verdict, alternatives.score_by_instance, alternatives.content_hash,
      alternatives.found_by, alternatives.duties, $4
    FROM alternatives
    JOIN runs ON runs.id = alternatives.run_id
    JOIN programs ON programs.content_hash = runs.program_hash
    WHERE alternatives.run_id = $1 AND alternatives.rank = $2
      AND alternatives.content_hash = $3
    RETURNING id
    """

  /// The lock that the table's guard takes too, before the number is read.
  static let lock = """
    SELECT pg_advisory_xact_lock(hashtextextended('rota version ' || programs.name, 0)) AS locked
    FROM runs
    JOIN programs ON programs.content_hash = runs.program_hash
    WHERE runs.id = $1
    """

  static let insertCells = """
    INSERT INTO version_assignments (version_id, resident, block, half, rotation)
    SELECT $1, resident, block, half, rotation
    FROM assignments
    WHERE run_id = $2 AND rank = $3
    """

  static let cells = """
    SELECT resident, block, half, rotation
    FROM version_assignments
    WHERE version_id = $1
    ORDER BY resident, block, half NULLS FIRST
    """

  static let duties = "SELECT duties FROM versions WHERE id = $1"

  static let ofContent = VersionRow.selectSQL + "WHERE run_id = $1 AND content_hash = $2"
  static let ofNumber =
    VersionRow.selectSQL + """
      WHERE number = $1 AND ($2::text IS NULL OR program_name = $2)
      ORDER BY program_name
      """
  static let ofID = VersionRow.selectSQL + "WHERE versions.id = $1"
  static let newest =
    VersionRow.selectSQL + """
      WHERE $2::text IS NULL OR program_name = $2
      ORDER BY versions.id DESC
      LIMIT $1
      """
}

extension DatabaseConnection {
  /// Makes an alternative an immutable version with the next number of its programme, or answers
  /// with the version that it already is.
  ///
  /// - Parameter contentHash: what the caller has judged; an alternative that was recorded anew in
  ///   between is refused.
  /// - Throws: `notFound` when the run has no such alternative.
  package func accept(
    run: Int64, rank: Int64, contentHash: [UInt8], note: String?
  ) throws(StoreError) -> AcceptedVersion {
    try transaction { (session) throws(StoreError) in
      _ = try session.rows(VersionSQL.lock, [.integer(run)])
      let earlier = try session.rows(VersionSQL.ofContent, [.integer(run), .bytes(contentHash)])
      if let row = earlier.first {
        return AcceptedVersion(version: try VersionRow(row), isNew: false)
      }
      let inserted = try session.rows(
        VersionSQL.insert,
        [.integer(run), .integer(rank), .bytes(contentHash), .text(note)])
      guard let id = try inserted.first?.integer("id") else {
        throw StoreError(
          .notFound, "run \(run) has no alternative \(rank) with the content that was judged",
          during: "accept a schedule", remedy: "see `rota runs show \(run)`")
      }
      try session.execute(
        VersionSQL.insertCells, [.integer(id), .integer(run), .integer(rank)])
      guard let row = try session.rows(VersionSQL.ofID, [.integer(id)]).first else {
        throw StoreError(
          .unexpectedShape, "version \(id) was made and not found", during: "accept a schedule")
      }
      return AcceptedVersion(version: try VersionRow(row), isNew: true)
    }
  }

  /// Accepted schedules, newest first; of one programme when it is named.
  package func versions(
    limit: Int64, program: String? = nil
  ) throws(StoreError) -> [VersionRow] {
    try session().rows(VersionSQL.newest, [.integer(limit), .text(program)]).map(VersionRow.init)
  }

  /// Every version of this number: one of each programme, or of the one that is named.
  package func versions(
    number: Int64, program: String? = nil
  ) throws(StoreError) -> [VersionRow] {
    try session().rows(VersionSQL.ofNumber, [.integer(number), .text(program)])
      .map(VersionRow.init)
  }

  /// A version with its cells; nil when there is none.
  package func version(id: Int64) throws(StoreError) -> VersionRecord? {
    guard let row = try session().rows(VersionSQL.ofID, [.integer(id)]).first else { return nil }
    return VersionRecord(
      row: try VersionRow(row),
      assignments: try session().rows(VersionSQL.cells, [.integer(id)])
        .map(StoredAssignment.init),
      duties: try session().rows(VersionSQL.duties, [.integer(id)]).first?
        .optionalBytes("duties"))
  }
}
