import Benchmarking
import Coordinator
import Foundation
import Store

/// A run as JSON for machines and as lines for people.
struct RunReport: Codable {
  struct Best: Codable {
    var accreditation: Int64
    var institution: Int64
    var soft: Int64

    init(_ score: StoredScore) {
      accreditation = score.accreditation
      institution = score.institution
      soft = score.soft
    }
  }

  struct Alternative: Codable {
    var rank: Int64
    var score: Best
    var foundBy: String
    var contentHash: String
  }

  var run: Int64
  var kind: String
  var input: String
  var state: String
  var reason: String?
  var seed: Int64
  /// The version that the run started from; nil for a year from nothing.
  var startedFrom: Int64?
  /// What of that version may change, in words; nil for a year from nothing.
  var scope: String?
  /// Of the best alternative, else of the best draft; before there is either, what is known so far.
  var best: Best?
  /// Soft points that no valid schedule falls below, as the checker proved; nil for nothing proved.
  var bound: Int64?
  /// The same from every rule at its own best, alone.
  var trivialBound: Int64?
  /// Soft points between the best valid score and the bound.
  var gap: Int64?
  var alternatives: [Alternative]
  /// When the best valid answer became better, in seconds from leaving `queued`; nil in lists.
  var course: [ResultRow.TracePoint]?
  var drafts: Int
  /// What the best draft breaks, the first of it: where and how.
  var draftViolations: [String]
  var lateAnswers: Int64
  var budgetSeconds: Int64?
  var budgetUsedMilliseconds: Int64
  /// Seconds from leaving `queued`.
  var secondsToFirstValid: Double?
  var secondsInAll: Double?
  /// When the first valid schedule was recounted, in seconds since 1970 UTC.
  var firstValidAt: Double?

  /// A person reads a dozen; the report of an audit has them all.
  private static let violationsShown = 12

  init(_ row: RunRow, _ database: DatabaseConnection) async throws {
    run = row.id
    kind = row.kind.rawValue
    input = row.inputName
    state = row.state.rawValue
    reason = row.stateReason
    seed = row.seed
    let origin = VersionReport.origin(row.settings)
    startedFrom = origin?.number
    scope = origin.map(VersionReport.words)
    bound = row.scores.bound?.soft
    trivialBound = row.scores.trivialBound?.soft
    gap = row.scores.gap
    let programs = try await database.alternatives(run: row.id).map {
      Alternative(
        rank: $0.rank, score: Best($0.score), foundBy: $0.foundBy,
        contentHash: Self.hex($0.contentHash))
    }
    let benchmarks = try await database.benchmarkAnswers(run: row.id).map {
      Alternative(
        rank: $0.rank, score: Best($0.score), foundBy: $0.foundBy,
        contentHash: Self.hex($0.contentHash))
    }
    alternatives = programs + benchmarks
    let stored = try await database.drafts(run: row.id)
    drafts = stored.count
    draftViolations = (stored.first?.violations ?? []).prefix(Self.violationsShown).map {
      "\($0.ruleInstance), \($0.person.map { "\($0), " } ?? "")\($0.place): \($0.explanation)"
    }
    // What was judged is of the whole schedule; a stage's score is of what it searched.
    best = alternatives.first?.score
    if best == nil {
      let unjudged = try await database.progress(run: row.id)?.best ?? row.scores.best
      best = (stored.first?.result.score ?? unjudged).map(Best.init)
    }
    lateAnswers = row.lead.lateAnswers
    budgetSeconds = row.budget.seconds
    budgetUsedMilliseconds = row.budget.usedMilliseconds
    let moments = row.moments
    secondsToFirstValid = Self.seconds(from: moments.startedAt, to: moments.firstValidAt)
    secondsInAll = Self.seconds(from: moments.startedAt, to: moments.finishedAt)
    firstValidAt = moments.firstValidAt.map { Double($0.microseconds) / 1e6 }
  }

  /// What a person reads at the end of a run.
  var lines: [String] {
    var lines = ["Run \(run) (\(input)): \(state)" + (reason.map { ", \($0)" } ?? "")]
    if let startedFrom, let scope {
      lines.append("  from version \(startedFrom); may change: \(scope)")
    }
    if let secondsToFirstValid {
      lines.append(String(format: "  first valid after %.1f s", secondsToFirstValid))
    }
    if let line = row(of: bound) { lines.append("  " + line) }
    if let line = course.flatMap(RunCourse.words) { lines.append("  points: " + line) }
    for item in alternatives {
      lines.append("  alternative \(item.rank): valid, \(item.score.soft) points, \(item.foundBy)")
    }
    if drafts > 0 { lines.append("  \(drafts) drafts with violations; of the best:") }
    lines += draftViolations.map { "    \($0)" }
    if lateAnswers > 0 { lines.append("  \(lateAnswers) late answers refused") }
    return lines
  }

  /// What is proved, in words; nil when there is neither a bound nor a trivial one.
  private func row(of bound: Int64?) -> String? {
    guard let trivialBound else { return bound.map { "bound \($0)" } }
    guard let bound else { return "bound: only the trivial one, \(trivialBound)" }
    let distance = gap.map { ", gap \($0)" } ?? ""
    return "bound \(bound) (trivial: \(trivialBound))\(distance)"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }

  private static func seconds(from start: Timestamp?, to end: Timestamp?) -> Double? {
    guard let start, let end else { return nil }
    return Double(end.microseconds - start.microseconds) / 1e6
  }
}
