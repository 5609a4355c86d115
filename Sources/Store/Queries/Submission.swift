/// A request to run, before it is a row.
package struct RunSubmission: Sendable {
  package var kind: RunKind
  /// The content hash of a stored program or benchmark instance.
  package var inputHash: [UInt8]
  /// A JSON object.
  package var settings: String
  package var seed: Int64
  package var budget: RunBudget
  package var softwareVersion: String
  /// Makes a repeated request answer with the same run; nil for a request that is never repeated.
  package var idempotency: Idempotency?

  /// A key chosen by the caller, with a hash of everything the request says.
  package struct Idempotency: Sendable, Hashable {
    package var key: String
    package var requestHash: [UInt8]

    package init(key: String, requestHash: [UInt8]) {
      self.key = key
      self.requestHash = requestHash
    }
  }

  package init(
    kind: RunKind, inputHash: [UInt8], settings: String, seed: Int64, budget: RunBudget,
    softwareVersion: String
  ) {
    self.kind = kind
    self.inputHash = inputHash
    self.settings = settings
    self.seed = seed
    self.budget = budget
    self.softwareVersion = softwareVersion
  }

  static let insertSQL = """
    INSERT INTO runs (
      kind, program_hash, instance_hash, settings, seed, budget_seconds, effort_budget,
      software_version, idempotency_key, request_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id
    """

  static let earlierSQL = """
    SELECT id, request_hash = $2 AS same_request
    FROM runs
    WHERE idempotency_key = $1
    """
}

/// What a submission came to.
package struct SubmittedRun: Sendable, Hashable {
  package var id: Int64
  /// False when an earlier request with the same key made the run.
  package var isNew: Bool
}

extension DatabaseConnection {
  /// Queues a run, or answers with the run that the same request made before.
  ///
  /// - Throws: `idempotencyConflict` when the key was used with another request;
  ///   `constraintViolated` when the input is not stored.
  package func submitRun(_ submission: RunSubmission) throws(StoreError) -> SubmittedRun {
    let session = try session()
    let isProgram = submission.kind == .program
    let inserted = try session.rows(
      RunSubmission.insertSQL,
      [
        .text(submission.kind.rawValue),
        isProgram ? .bytes(submission.inputHash) : .null,
        isProgram ? .null : .bytes(submission.inputHash),
        .text(submission.settings), .integer(submission.seed),
        .integer(submission.budget.seconds), .integer(submission.budget.effort),
        .text(submission.softwareVersion), .text(submission.idempotency?.key),
        .bytes(submission.idempotency?.requestHash),
      ])
    if let row = inserted.first { return SubmittedRun(id: try row.integer("id"), isNew: true) }
    guard let idempotency = submission.idempotency,
      let earlier = try session.rows(
        RunSubmission.earlierSQL, [.text(idempotency.key), .bytes(idempotency.requestHash)]
      ).first
    else {
      throw StoreError(.unexpectedShape, "no run was made and none found", during: "submit a run")
    }
    guard try earlier.boolean("same_request") else {
      throw StoreError(
        .idempotencyConflict,
        "key \"\(idempotency.key)\" already made run \(try earlier.integer("id"))"
          + " from another request",
        during: "submit a run", remedy: "use a fresh key for a different request")
    }
    return SubmittedRun(id: try earlier.integer("id"), isNew: false)
  }
}
