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
  func row(im183: Program?, budget: Duration, at place: RunSession.Place) async throws -> String {
    switch subject {
    case .planted(let kind, let size):
      let sample = try SampleProgramme.make(
        SampleRequest(size: size, seed: seed, infeasible: kind))
      let planted = Set(sample.conflict?.instances ?? [])
      return try row(
        sample.program, diagnosed(sample.program, budget), expected: planted, detail: "")
    case .changed(let size): return try await changedRow(size, im183, budget, place)
    }
  }

  private func changedRow(
    _ size: SampleSize?, _ im183: Program?, _ budget: Duration, _ place: RunSession.Place
  ) async throws -> String {
    let sample = try size.map { try SampleProgramme.make(SampleRequest(size: $0, seed: seed)) }
    guard let program = sample?.program ?? im183,
      let change = try NumberChange.drawn(from: program, seed: seed)
    else { throw CommandFailure(.unusableInput, "No programme to change.") }
    if let planted = sample?.planted, let judge = DutyJudge(program: change.program),
      judge.verdict(on: planted).isValid
    {
      return "feasible,planted schedule judged,,,,,,,\"\(change.words)\""
    }
    var found = try diagnosed(change.program, budget)
    if found.result.conflicts.isEmpty {
      let started = ContinuousClock.now
      let trials = YearTrials(program: change.program, seconds: Self.yearSeconds)
      found.result = try await trials.carried(out: found.result, at: place)
      found.whole += ContinuousClock.now - started
    }
    return row(change.program, found, expected: [change.instance], detail: change.words)
  }

  /// For a year where nothing speaks against one; sample programmes of 60 residents take a third.
  private static let yearSeconds: Int64 = 60

  private struct Diagnosed {
    var result: DiagnosisResult
    /// How long counting took.
    var counting: Duration
    /// How long everything took.
    var whole: Duration
  }

  private func diagnosed(_ program: Program, _ budget: Duration) throws -> Diagnosed {
    let clock = ContinuousClock()
    let started = clock.now
    let limits = DiagnosisLimits(exact: budget, relaxation: .zero, relaxations: .zero)
    let course = try DiagnosisCourse(program, limits: limits)
    var result = course.counting()
    let counted = clock.now - started
    if result.conflicts.isEmpty { result = course.deep() }
    return Diagnosed(result: result, counting: counted, whole: clock.now - started)
  }

  private func row(
    _ program: Program, _ diagnosed: Diagnosed, expected: Set<RuleInstanceID>, detail: String
  ) -> String {
    let result = diagnosed.result
    let best = result.conflicts.min { Self.rank($0, expected) < Self.rank($1, expected) }
    let found = best.map { Set($0.rules.map(\.instance)) } ?? []
    var comparison = best == nil ? "" : comparison(found, expected)
    let outcome: String
    switch result.outcome {
    case .infeasible: outcome = "explained"
    case .planFeasible: outcome = program.facts.duty == nil ? "feasible" : "plan feasible"
    case .yearFeasible:
      outcome = "feasible"
      comparison = "generated year judged"
    case .undecided: outcome = "not decided"
    }
    let fields = [
      outcome, comparison, best?.argument.rawValue ?? "",
      found.map(\.rawValue).sorted().joined(separator: " "),
      best.map { $0.isMinimal ? "yes" : "no" } ?? "",
      best.map { "\($0.alsoHolds.count)" } ?? "", Self.seconds(diagnosed.counting),
      Self.seconds(diagnosed.whole), "\"\(detail)\"",
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
