import Diagnosis
import Domain
import Formats
import Foundation
import Rules
import SampleProgrammes
import Validation

/// One programme whose diagnosis is measured: made with a known contradiction, or with one number
/// of its rules changed.
struct DiagnosisTrial {
  enum Subject: Hashable {
    case planted(InfeasibleKind, SampleSize)
    /// A programme of a size, or im183 for nil.
    case changed(SampleSize?)
  }

  var subject: Subject
  var seed: UInt64

  /// What the rows of one file have in common.
  static let header =
    "kind,size,seed,outcome,comparison,argument,rules,necessary,also,counting_seconds,seconds,"
    + "detail"

  /// The row's first three fields, by which a finished trial is known.
  var key: String {
    switch subject {
    case .planted(let kind, let size): "\(kind.rawValue),\(size.rawValue),\(seed)"
    case .changed(let size): "one-number,\(size?.rawValue ?? "im183"),\(seed)"
    }
  }

  /// What came of it, as a row after ``key``.
  func row(im183: Program?, budget: Duration) throws -> String {
    switch subject {
    case .planted(let kind, let size):
      let sample = try SampleProgramme.make(
        SampleRequest(size: size, seed: seed, infeasible: kind))
      let planted = Set(sample.conflict?.instances ?? [])
      return try row(sample.program, expected: planted, budget, detail: "")
    case .changed(let size): return try changedRow(size, im183, budget)
    }
  }

  private func changedRow(
    _ size: SampleSize?, _ im183: Program?, _ budget: Duration
  ) throws -> String {
    let sample = try size.map { try SampleProgramme.make(SampleRequest(size: $0, seed: seed)) }
    guard let program = sample?.program ?? im183,
      let change = try NumberChange.drawn(from: program, seed: seed)
    else { throw CommandFailure(.unusableInput, "No programme to change.") }
    if let planted = sample?.planted, let judge = DutyJudge(program: change.program),
      judge.verdict(on: planted).isValid
    {
      return "feasible,planted schedule judged,,,,,,,\"\(change.words)\""
    }
    return try row(
      change.program, expected: [change.instance], budget, detail: change.words)
  }

  private func row(
    _ program: Program, expected: Set<RuleInstanceID>, _ budget: Duration, detail: String
  ) throws -> String {
    let clock = ContinuousClock()
    let started = clock.now
    let limits = DiagnosisLimits(exact: budget, relaxation: .zero, relaxations: .zero)
    let course = try DiagnosisCourse(program, limits: limits)
    var result = course.counting()
    let counted = clock.now - started
    if result.conflicts.isEmpty { result = course.deep() }
    let best = result.conflicts.min { Self.rank($0, expected) < Self.rank($1, expected) }
    let found = best.map { Set($0.rules.map(\.instance)) } ?? []
    let outcome: String
    switch result.outcome {
    case .infeasible: outcome = "explained"
    case .planFeasible: outcome = program.facts.duty == nil ? "feasible" : "plan feasible"
    case .undecided: outcome = "not decided"
    }
    let fields = [
      outcome, best == nil ? "" : comparison(found, expected), best?.argument.rawValue ?? "",
      found.map(\.rawValue).sorted().joined(separator: " "),
      best.map { $0.isMinimal ? "yes" : "no" } ?? "",
      best.map { "\($0.alsoHolds.count)" } ?? "", Self.seconds(counted),
      Self.seconds(clock.now - started), "\"\(detail)\"",
    ]
    return fields.joined(separator: ",")
  }

  /// Found against expected. A changed number is to be named: the rest of its conflict is not
  /// known.
  private func comparison(_ found: Set<RuleInstanceID>, _ expected: Set<RuleInstanceID>) -> String {
    if case .changed = subject {
      return expected.isSubset(of: found) ? "names the change" : "does not name the change"
    }
    if found == expected { return "equal" }
    return found.isSubset(of: expected) ? "smaller" : "other"
  }

  private static func rank(_ conflict: Conflict, _ expected: Set<RuleInstanceID>) -> Int {
    let found = Set(conflict.rules.map(\.instance))
    return found.subtracting(expected).count * 1_000 - found.intersection(expected).count
  }

  private static func seconds(_ duration: Duration) -> String {
    let parts = duration.components
    return String(format: "%.2f", Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
  }
}
