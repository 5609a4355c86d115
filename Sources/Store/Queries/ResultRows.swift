/// One judged schedule of a run, without its cells.
package struct StoredResult: Sendable, Hashable {
  /// 1 is best.
  package var rank: Int64
  package var score: StoredScore
  /// 0...1 by the published formula; nil until it is defined for this level.
  package var quality: Double?
  /// What was judged: `plan` or `duties`.
  package var level: String
  /// The judge's verdict as JSON.
  package var verdict: String
  /// A JSON object: rule instance → penalty.
  package var scoreByInstance: String
  /// A JSON object: what people care about, by name → 0...1; empty where nothing is said.
  package var components: String
  /// 32 bytes over the schedule.
  package var contentHash: [UInt8]
  /// The strategies that found it.
  package var foundBy: String

  package init(
    rank: Int64, score: StoredScore, level: String, contentHash: [UInt8], foundBy: String
  ) {
    self.rank = rank
    self.score = score
    self.quality = nil
    self.level = level
    self.verdict = "{}"
    self.scoreByInstance = "{}"
    self.components = "{}"
    self.contentHash = contentHash
    self.foundBy = foundBy
  }

  init(_ row: Row) throws(StoreError) {
    rank = try row.integer("rank")
    score = try StoredScore(row)
    quality = try row.optionalReal("quality")
    level = try row.text("level")
    verdict = try row.text("verdict")
    scoreByInstance = try row.text("score_by_instance")
    components = try row.text("components")
    contentHash = try row.bytes("content_hash")
    foundBy = try row.text("found_by")
  }
}

/// One cell of a rotation plan.
package struct StoredAssignment: Sendable, Hashable {
  package var resident: String
  /// 0...13.
  package var block: Int16
  /// 1 or 2; nil for the whole block.
  package var half: Int16?
  package var rotation: String

  package init(resident: String, block: Int16, half: Int16?, rotation: String) {
    self.resident = resident
    self.block = block
    self.half = half
    self.rotation = rotation
  }

  init(_ row: Row) throws(StoreError) {
    resident = try row.text("resident")
    // The schema keeps both within Int16.
    block = Int16(try row.integer("block"))
    half = try row.optionalInteger("half").map { Int16($0) }
    rotation = try row.text("rotation")
  }
}

/// One breach that a draft is labelled with.
package struct StoredViolation: Sendable, Hashable {
  package var ruleInstance: String
  /// Nil when the rule is about nobody in particular.
  package var person: String?
  /// Where in the year: a block, a date or a range.
  package var place: String
  /// In the rule's unit; more than 0.
  package var amount: Int64
  /// `accreditation`, `institution` or `soft`.
  package var level: String
  package var explanation: String

  package init(
    ruleInstance: String, person: String?, place: String, amount: Int64, level: String,
    explanation: String
  ) {
    self.ruleInstance = ruleInstance
    self.person = person
    self.place = place
    self.amount = amount
    self.level = level
    self.explanation = explanation
  }

  init(_ row: Row) throws(StoreError) {
    ruleInstance = try row.text("rule_instance")
    person = try row.optionalText("person")
    place = try row.text("place")
    amount = try row.integer("amount")
    level = try row.text("level")
    explanation = try row.text("explanation")
  }
}

/// A schedule without hard violations, with its cells.
package struct AlternativeRecord: Sendable {
  package var result: StoredResult
  package var assignments: [StoredAssignment]
  /// An LZ4 frame of the lower level; nil when only blocks were planned.
  package var duties: [UInt8]?

  package init(result: StoredResult, assignments: [StoredAssignment], duties: [UInt8]? = nil) {
    self.result = result
    self.assignments = assignments
    self.duties = duties
  }
}

/// A schedule with hard violations; it can never be accepted or published.
package struct DraftRecord: Sendable {
  package var result: StoredResult
  package var assignments: [StoredAssignment]
  package var violations: [StoredViolation]
  /// The answer of a benchmark run in its own format; nil for programs.
  package var body: String?
  /// An LZ4 frame of the lower level; nil when only blocks were planned.
  package var duties: [UInt8]?

  package init(
    result: StoredResult, assignments: [StoredAssignment], violations: [StoredViolation],
    body: String? = nil, duties: [UInt8]? = nil
  ) {
    self.result = result
    self.assignments = assignments
    self.violations = violations
    self.body = body
    self.duties = duties
  }
}

/// A judged answer of a benchmark run.
package struct BenchmarkAnswer: Sendable, Hashable {
  package var rank: Int64
  package var score: StoredScore
  /// In the format of the benchmark.
  package var body: String
  /// 32 bytes over the body.
  package var contentHash: [UInt8]
  package var foundBy: String

  package init(
    rank: Int64, score: StoredScore, body: String, contentHash: [UInt8], foundBy: String
  ) {
    self.rank = rank
    self.score = score
    self.body = body
    self.contentHash = contentHash
    self.foundBy = foundBy
  }

  init(_ row: Row) throws(StoreError) {
    rank = try row.integer("rank")
    score = try StoredScore(row)
    body = try row.text("body")
    contentHash = try row.bytes("content_hash")
    foundBy = try row.text("found_by")
  }
}

/// Everything a run leaves behind, written at once.
package struct RunResults: Sendable {
  package var alternatives: [AlternativeRecord] = []
  package var drafts: [DraftRecord] = []
  package var benchmarkAnswers: [BenchmarkAnswer] = []

  package init() {}
}
