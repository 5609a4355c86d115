/// What a run works on.
package enum RunKind: String, Sendable { case program, benchmark }

/// Where a run is in its life; the table `run_transitions` says which state may follow which.
package enum RunState: String, Sendable, CaseIterable {
  /// Waits for a coordinator. Then: checking, cancelled, failed.
  case queued
  /// The input is compiled and looked through for contradictions. Then: planning, infeasible.
  case checking
  /// The rotation plan is searched. Then: detailing, polishing, recording.
  case planning
  /// Duty schedules are searched under the plan. Then: planning again, polishing, recording.
  case detailing
  /// The whole year is improved. Then: recording.
  case polishing
  /// Alternatives are judged and written. Then: completed, degraded.
  case recording
  /// Has at least one judged alternative. Final.
  case completed
  /// No schedule exists; the reason says which rules conflict. Final.
  case infeasible
  /// Stopped on request; the best so far is kept. Then: queued, by resuming.
  case cancelled
  /// Ended by a fault; the remedy says what to do. Then: queued, by resuming.
  case failed
  /// Ended with drafts only; each violation is listed. Final.
  case degraded

  /// Whether the run has ended.
  package var isTerminal: Bool {
    switch self {
    case .completed, .infeasible, .cancelled, .failed, .degraded: true
    case .queued, .checking, .planning, .detailing, .polishing, .recording: false
    }
  }
}

/// A score in its three levels as rows hold it; smaller is better, compared in this order.
package struct StoredScore: Sendable, Hashable, Comparable {
  package var accreditation: Int64
  package var institution: Int64
  package var soft: Int64

  package init(accreditation: Int64, institution: Int64, soft: Int64) {
    self.accreditation = accreditation
    self.institution = institution
    self.soft = soft
  }

  package static func < (first: StoredScore, second: StoredScore) -> Bool {
    (first.accreditation, first.institution, first.soft)
      < (second.accreditation, second.institution, second.soft)
  }

  var values: [SQLValue] { [.integer(accreditation), .integer(institution), .integer(soft)] }

  /// The three columns with `prefix`, which are all null or all set.
  init?(_ row: Row, prefix: String) throws(StoreError) {
    guard
      let accreditation = try row.optionalInteger(prefix + "accreditation"),
      let institution = try row.optionalInteger(prefix + "institution"),
      let soft = try row.optionalInteger(prefix + "soft")
    else { return nil }
    self.init(accreditation: accreditation, institution: institution, soft: soft)
  }

  /// The columns without prefix of a table where they are never null.
  init(_ row: Row) throws(StoreError) {
    self.init(
      accreditation: try row.integer("accreditation"), institution: try row.integer("institution"),
      soft: try row.integer("soft"))
  }
}

extension [SQLValue] {
  /// Three values of a score that may be missing.
  static func score(_ score: StoredScore?) -> [SQLValue] {
    score?.values ?? [.null, .null, .null]
  }
}

/// How much a run may spend and has spent; at least one of the two limits is set.
package struct RunBudget: Sendable, Hashable {
  /// Wall seconds from leaving `queued`.
  package var seconds: Int64?
  package var usedMilliseconds: Int64
  /// Effort units, for runs whose answer must not depend on time.
  package var effort: Int64?
  package var usedEffort: Int64

  package init(
    seconds: Int64?, effort: Int64? = nil, usedMilliseconds: Int64 = 0, usedEffort: Int64 = 0
  ) {
    self.seconds = seconds
    self.effort = effort
    self.usedMilliseconds = usedMilliseconds
    self.usedEffort = usedEffort
  }
}

/// When a run reached what; nil for what has not happened.
package struct RunMoments: Sendable, Hashable {
  package var submittedAt: Timestamp
  package var startedAt: Timestamp?
  package var firstValidAt: Timestamp?
  package var finishedAt: Timestamp?
}

/// The best score of a run and what is proved about it.
package struct RunScores: Sendable, Hashable {
  package var best: StoredScore?
  /// Proved by search.
  package var bound: StoredScore?
  /// Every rule instance at its own best, alone.
  package var trivialBound: StoredScore?

  /// Soft points between the best score and the bound; nil unless both are there and the best is
  /// valid.
  package var gap: Int64? {
    guard let best, let bound, best.accreditation == 0, best.institution == 0 else { return nil }
    return best.soft - bound.soft
  }
}

/// One run, as `runs` holds it.
package struct RunRow: Sendable, Hashable {
  package var id: Int64
  package var kind: RunKind
  /// The content hash of the program or benchmark instance.
  package var inputHash: [UInt8]
  /// The name of the program or benchmark instance.
  package var inputName: String
  package var state: RunState
  /// Why the state is what it is; always set when infeasible, failed or degraded.
  package var stateReason: String?
  /// What to do about it; always set when failed.
  package var remedy: String?
  /// A JSON object, as PostgreSQL words it.
  package var settings: String
  package var seed: Int64
  package var softwareVersion: String
  package var budget: RunBudget
  /// Round and epoch of the last checkpoint and leader.
  package var lead: RunLead
  package var cancelRequested: Bool
  package var moments: RunMoments
  package var scores: RunScores

  /// The columns that ``init(_:)`` reads, for every statement that returns runs.
  static let selectSQL = """
    SELECT runs.id, runs.kind, runs.input_hash,
      coalesce(programs.name, benchmark_instances.name) AS input_name,
      runs.state, runs.state_reason, runs.remedy, runs.settings, runs.seed,
      runs.software_version,
      runs.budget_seconds, runs.budget_used_ms, runs.effort_budget, runs.effort_used,
      runs.round, runs.epoch, runs.late_answers, runs.cancel_requested,
      runs.submitted_at, runs.started_at, runs.first_valid_at, runs.finished_at,
      runs.best_accreditation, runs.best_institution, runs.best_soft,
      runs.bound_accreditation, runs.bound_institution, runs.bound_soft,
      runs.trivial_bound_accreditation, runs.trivial_bound_institution,
      runs.trivial_bound_soft
    FROM runs
    LEFT JOIN programs ON programs.content_hash = runs.program_hash
    LEFT JOIN benchmark_instances ON benchmark_instances.content_hash = runs.instance_hash

    """

  init(_ row: Row) throws(StoreError) {
    id = try row.integer("id")
    kind = try row.name("kind")
    inputHash = try row.bytes("input_hash")
    inputName = try row.text("input_name")
    state = try row.name("state")
    stateReason = try row.optionalText("state_reason")
    remedy = try row.optionalText("remedy")
    settings = try row.text("settings")
    seed = try row.integer("seed")
    softwareVersion = try row.text("software_version")
    budget = RunBudget(
      seconds: try row.optionalInteger("budget_seconds"),
      effort: try row.optionalInteger("effort_budget"),
      usedMilliseconds: try row.integer("budget_used_ms"),
      usedEffort: try row.integer("effort_used"))
    lead = RunLead(
      round: try row.integer("round"), epoch: try row.integer("epoch"),
      lateAnswers: try row.integer("late_answers"))
    cancelRequested = try row.boolean("cancel_requested")
    moments = RunMoments(
      submittedAt: try row.timestamp("submitted_at"),
      startedAt: try row.optionalTimestamp("started_at"),
      firstValidAt: try row.optionalTimestamp("first_valid_at"),
      finishedAt: try row.optionalTimestamp("finished_at"))
    scores = RunScores(
      best: try StoredScore(row, prefix: "best_"), bound: try StoredScore(row, prefix: "bound_"),
      trivialBound: try StoredScore(row, prefix: "trivial_bound_"))
  }
}

/// How far a run has got, who leads it, and how many answers came too late to count.
package struct RunLead: Sendable, Hashable {
  package var round: Int64
  /// 0 until a coordinator has claimed it.
  package var epoch: Int64
  package var lateAnswers: Int64
}
