import Domain
import Measures
import Rules
import TestSupport
import Testing
import Validation

extension DutyCase: CustomTestStringConvertible {
  public var testDescription: String { description }

  /// The judge finds the units: as a soft rule at weight 3 and as a hard one.
  func expectUnits() throws {
    try expect(Severity(level: .soft, weight: 3), Score(soft: 3 * units))
    try expect(Severity(level: .accreditation), Score(accreditation: units))
  }

  private func expect(_ severity: Severity, _ score: Score) throws {
    let (program, schedule) = laid(severity)
    let judge = try #require(DutyJudge(program: program))
    let verdict = judge.verdict(on: schedule)
    #expect(verdict.level == .dutySchedule)
    #expect(verdict.byInstance.map(\.instance) == ["rule"])
    #expect(
      verdict.score == score,
      "\(verdict.violations.map { "\($0.amount): \($0.explanation)" }.joined(separator: "\n"))")
  }
}
