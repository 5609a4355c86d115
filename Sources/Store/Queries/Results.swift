/// Statements that write and read what a run leaves behind.
enum ResultSQL {
  static let clear = [
    "DELETE FROM alternatives WHERE run_id = $1",
    "DELETE FROM drafts WHERE run_id = $1",
    "DELETE FROM benchmark_answers WHERE run_id = $1",
  ]

  static let insertAlternative = """
    INSERT INTO alternatives (
      run_id, rank, accreditation, institution, soft, level, verdict, score_by_instance,
      content_hash, found_by, quality, duties, components)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    """

  static let insertDraft = """
    INSERT INTO drafts (
      run_id, rank, accreditation, institution, soft, level, verdict, score_by_instance,
      content_hash, found_by, body, duties)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """

  static let insertAnswer = """
    INSERT INTO benchmark_answers (
      run_id, rank, accreditation, institution, soft, body, content_hash, found_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """

  static let copyAssignments =
    "COPY assignments (run_id, rank, resident, block, half, rotation) FROM STDIN"

  static let copyDraftAssignments =
    "COPY draft_assignments (run_id, rank, resident, block, half, rotation) FROM STDIN"

  static let copyViolations = """
    COPY violations (
      run_id, rank, ordinal, rule_instance, person, place, amount, level, explanation)
    FROM STDIN
    """

  static let alternatives = """
    SELECT rank, accreditation, institution, soft, quality, level, verdict, score_by_instance,
      content_hash, found_by, components
    FROM alternatives
    WHERE run_id = $1
    ORDER BY rank
    """

  static let drafts = """
    SELECT rank, accreditation, institution, soft, NULL AS quality, level, verdict,
      score_by_instance, content_hash, found_by, body, duties, '{}' AS components
    FROM drafts
    WHERE run_id = $1
    ORDER BY rank
    """

  static let duties = "SELECT duties FROM alternatives WHERE run_id = $1 AND rank = $2"

  static let assignments = """
    SELECT resident, block, half, rotation
    FROM assignments
    WHERE run_id = $1 AND rank = $2
    ORDER BY resident, block, half NULLS FIRST
    """

  static let draftAssignments = """
    SELECT resident, block, half, rotation
    FROM draft_assignments
    WHERE run_id = $1 AND rank = $2
    ORDER BY resident, block, half NULLS FIRST
    """

  static let violations = """
    SELECT rule_instance, person, place, amount, level, explanation
    FROM violations
    WHERE run_id = $1 AND rank = $2
    ORDER BY ordinal
    """

  static let answers = """
    SELECT rank, accreditation, institution, soft, body, content_hash, found_by
    FROM benchmark_answers
    WHERE run_id = $1
    ORDER BY rank
    """
}

extension DatabaseConnection {
  /// Writes all results of a run and moves it to its last state in one transaction; what an earlier
  /// attempt had recorded is replaced.
  ///
  /// - Complexity: O(cells); assignments travel by `COPY`.
  /// - Throws: `superseded`; `illegalTransition`; `constraintViolated` when an alternative has a
  ///   hard violation, and then nothing is written.
  package func recordResults(
    _ results: RunResults, ending transition: RunTransition, epoch: Int64
  ) throws(StoreError) {
    let run = transition.run
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      try Self.change(transition, epoch: epoch, session)
      for statement in ResultSQL.clear { try session.execute(statement, [.integer(run)]) }
      try Self.record(results.alternatives, run, session)
      try Self.record(results.drafts, run, session)
      for answer in results.benchmarkAnswers {
        try session.execute(
          ResultSQL.insertAnswer,
          [.integer(run), .integer(answer.rank)] + answer.score.values + [
            .text(answer.body), .bytes(answer.contentHash), .text(answer.foundBy),
          ])
      }
    }
  }

  /// The alternatives of a run, best first, without their cells.
  package func alternatives(run: Int64) throws(StoreError) -> [StoredResult] {
    try session().rows(ResultSQL.alternatives, [.integer(run)]).map(StoredResult.init)
  }

  /// One alternative with its cells in order of resident and block; nil when there is none.
  package func alternative(run: Int64, rank: Int64) throws(StoreError) -> AlternativeRecord? {
    guard let result = try alternatives(run: run).first(where: { $0.rank == rank }) else {
      return nil
    }
    var record = AlternativeRecord(
      result: result,
      assignments: try assignments(ResultSQL.assignments, run: run, rank: rank))
    record.duties = try session().rows(ResultSQL.duties, [.integer(run), .integer(rank)])
      .first?.optionalBytes("duties")
    return record
  }

  /// The drafts of a run, best first, each with its cells and violations.
  package func drafts(run: Int64) throws(StoreError) -> [DraftRecord] {
    var drafts: [DraftRecord] = []
    for row in try session().rows(ResultSQL.drafts, [.integer(run)]) {
      let result = try StoredResult(row)
      drafts.append(
        DraftRecord(
          result: result,
          assignments: try assignments(ResultSQL.draftAssignments, run: run, rank: result.rank),
          violations: try session()
            .rows(ResultSQL.violations, [.integer(run), .integer(result.rank)])
            .map(StoredViolation.init),
          body: try row.optionalText("body"), duties: try row.optionalBytes("duties")))
    }
    return drafts
  }

  /// The answers of a benchmark run, best first.
  package func benchmarkAnswers(run: Int64) throws(StoreError) -> [BenchmarkAnswer] {
    try session().rows(ResultSQL.answers, [.integer(run)]).map(BenchmarkAnswer.init)
  }

  private func assignments(
    _ statement: String, run: Int64, rank: Int64
  ) throws(StoreError) -> [StoredAssignment] {
    try session().rows(statement, [.integer(run), .integer(rank)]).map(StoredAssignment.init)
  }

  private static func record(
    _ alternatives: [AlternativeRecord], _ run: Int64, _ session: Session
  ) throws(StoreError) {
    var cells = CopyRows()
    for alternative in alternatives {
      let values =
        values(of: alternative.result, run) + [
          .real(alternative.result.quality), .bytes(alternative.duties),
          .text(alternative.result.components),
        ]
      try session.execute(ResultSQL.insertAlternative, values)
      cells.append(alternative.assignments, run: run, rank: alternative.result.rank)
    }
    try session.copy(ResultSQL.copyAssignments, cells)
  }

  private static func record(
    _ drafts: [DraftRecord], _ run: Int64, _ session: Session
  ) throws(StoreError) {
    guard !drafts.isEmpty else { return }
    var cells = CopyRows()
    var breaches = CopyRows()
    for draft in drafts {
      let values =
        values(of: draft.result, run) + [
          .text(draft.body), .bytes(draft.duties),
        ]
      try session.execute(ResultSQL.insertDraft, values)
      cells.append(draft.assignments, run: run, rank: draft.result.rank)
      breaches.append(draft.violations, run: run, rank: draft.result.rank)
    }
    try session.copy(ResultSQL.copyDraftAssignments, cells)
    try session.copy(ResultSQL.copyViolations, breaches)
  }

  /// The first ten columns, alike in alternatives and drafts.
  private static func values(of result: StoredResult, _ run: Int64) -> [SQLValue] {
    [.integer(run), .integer(result.rank)] + result.score.values + [
      .text(result.level), .text(result.verdict), .text(result.scoreByInstance),
      .bytes(result.contentHash), .text(result.foundBy),
    ]
  }
}

extension CopyRows {
  fileprivate mutating func append(
    _ assignments: [StoredAssignment], run: Int64, rank: Int64
  ) {
    for assignment in assignments {
      append(run)
      append(rank)
      append(assignment.resident)
      append(Int64(assignment.block))
      append(assignment.half.map { Int64($0) })
      append(assignment.rotation)
      endRow()
    }
  }

  fileprivate mutating func append(_ violations: [StoredViolation], run: Int64, rank: Int64) {
    for (ordinal, violation) in violations.enumerated() {
      append(run)
      append(rank)
      append(Int64(ordinal))
      append(violation.ruleInstance)
      append(violation.person)
      append(violation.place)
      append(violation.amount)
      append(violation.level)
      append(violation.explanation)
      endRow()
    }
  }
}
