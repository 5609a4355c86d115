/// An accepted schedule without its cells: immutable, numbered in its programme.
package struct VersionRow: Sendable, Hashable {
  package var id: Int64
  /// The name of the programme in which it is numbered.
  package var program: String
  /// 1 and up, without gaps.
  package var number: Int64
  /// The content hash of the programme that it was judged by.
  package var programHash: [UInt8]
  package var run: Int64
  /// Score, verdict and the rank that the alternative had.
  package var result: StoredResult
  /// The seed of its run.
  package var seed: Int64
  /// What the run was made with.
  package var softwareVersion: String
  /// The settings of its run, a JSON object: they name the version that it started from, if any.
  package var settings: String
  /// Why it was accepted; nil where nobody said.
  package var note: String?
  package var acceptedAt: Timestamp

  static let selectSQL = """
    SELECT versions.id, program_name, number, versions.program_hash, run_id, rank, accreditation,
      institution, versions.soft, quality, level, verdict, score_by_instance, content_hash,
      found_by, note, accepted_at, runs.seed, runs.software_version, runs.settings,
      '{}' AS components
    FROM versions
    JOIN runs ON runs.id = run_id

    """

  init(_ row: Row) throws(StoreError) {
    id = try row.integer("id")
    program = try row.text("program_name")
    number = try row.integer("number")
    programHash = try row.bytes("program_hash")
    run = try row.integer("run_id")
    result = try StoredResult(row)
    seed = try row.integer("seed")
    softwareVersion = try row.text("software_version")
    settings = try row.text("settings")
    note = try row.optionalText("note")
    acceptedAt = try row.timestamp("accepted_at")
  }
}

/// An accepted schedule with its cells.
package struct VersionRecord: Sendable {
  package var row: VersionRow
  /// In order of resident and block.
  package var assignments: [StoredAssignment]
  /// An LZ4 frame of both levels; nil when only blocks were planned.
  package var duties: [UInt8]?
}

/// What an acceptance came to.
package struct AcceptedVersion: Sendable {
  package var version: VersionRow
  /// False when the same schedule of the run had been accepted before.
  package var isNew: Bool
}
