import Compilation
import Domain
import Grid
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

extension DutyCase {
  /// The lowered grid counts the units too: as a soft rule at weight 3 and as a hard one, where
  /// leaving a domain is how the grid says no. Rules over service weeks have no duty grid.
  func expectGridAgrees() throws {
    switch rule {
    case .serviceWeekCover, .serviceWeekCount, .serviceWeekSpacing: return
    default: break
    }
    try expectRecount(Severity(level: .soft, weight: 3), Score(soft: 3 * units))
    try expectRecount(Severity(level: .accreditation), Score(accreditation: units))
  }

  private func expectRecount(_ severity: Severity, _ score: Score) throws {
    let (program, schedule) = laid(severity)
    let compiled: CompiledDuty
    do {
      compiled = try DutyCompiler.compile(
        program, plan: schedule.plan, serviceWeeks: schedule.serviceWeeks,
        horizon: schedule.duties.dates)
    } catch {
      #expect(units > 0 && !score.isValid, "\(error)")
      return
    }
    let recount = compiled.grid.recount(compiled.answer(from: schedule.duties))
    if recount.cellsOutsideDomain > 0 {
      #expect(units > 0 && !score.isValid)
    } else {
      #expect(recount.score == score)
    }
  }
}
