import ArgumentParser
import Domain
import Formats
import Foundation
import Rules
import Validation

/// `rota audit`: judges a schedule that somebody already has, without generating anything.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Judge a schedule that you already have.",
    discussion: """
      The file is CSV, or a spreadsheet saved as CSV: one row a person, one column a
      block, a date or a half-day. A mapping file says what its headings and words
      mean; see docs/formats.md. Nothing is stored and no server is needed.

      Exit code 1 when a hard rule is broken.

      Examples:
        rota audit duties.csv --program bench/programs/s24 --plan plan.csv
        rota audit spring.csv --program ours --mapping ours/spring.yaml \\
          --format html --out report.html
      """)

  @Argument(help: "The schedule as CSV.")
  var file: String

  @Option(help: "The programme's folder: people, activities and rules.")
  var program: String

  @Option(help: "A mapping file; default: the tables that rota export writes.")
  var mapping: String?

  @Option(help: "The rotation plan under the duties, as CSV; rules that need it are left out else.")
  var plan: String?

  @Option(help: "The service weeks of faculty, as CSV; rules that need them are left out else.")
  var weeks: String?

  @OptionGroup var report: ReportOptions

  func run() async throws {
    var program = try ProgramFiles.read(self.program)
    do {
      let mapping = try self.mapping.map {
        try AuditMapping.read(text: try InputFile.text($0), path: $0, of: program.facts)
      }
      let content = try AuditTable.read(
        text: try InputFile.text(file), path: file, mapping: mapping ?? .none,
        of: program.facts)
      switch content {
      case .plan(let plan): try judge(plan, of: program)
      case .duties(let duties): try judge(duties, of: &program)
      }
    } catch let error as InputError {
      throw CommandFailure(.unusableInput, error.description)
    }
  }

  private func judge(_ plan: RotationPlan, of program: Program) throws {
    let verdict = Judge(program: program).verdict(on: plan)
    var report = ComplianceReport(
      of: program, subject: file, dates: program.facts.calendar.dates, verdict: verdict,
      schedule: nil)
    report.quality = Judge(program: program).quality(of: verdict).value
    report.notJudged = program.dutyRules.map {
      .init(instance: $0.id, reason: "it needs the duties; the file has blocks only")
    }
    try self.report.write(report)
  }

  private func judge(_ duties: DutySchedule, of program: inout Program) throws {
    guard let people = DutyPeople(program.facts) else {
      throw CommandFailure(.unusableInput, "The programme has no duty level.")
    }
    let facts = program.facts
    let width = facts.planColumns.count
    let planned = try plan.map { try PlanImport.read(file: $0, of: facts) }
    let served = try weeks.map {
      try DutyTables.serviceWeeks(text: try InputFile.text($0), path: $0, of: people)
    }
    let skipped = leaveOut(
      from: &program, needsPlan: planned == nil,
      needsWeeks: served == nil && !people.duty.serviceDuties.isEmpty)
    let weekCount = people.serviceWeeks.count
    let year = YearSchedule(
      plan: planned
        ?? RotationPlan(
          cells: Array(repeating: 0, count: facts.residents.count * width), columnCount: width),
      serviceWeeks: served
        ?? ServiceWeekPlan(
          cells: Array(repeating: 0, count: people.duty.faculty.count * weekCount),
          weekCount: weekCount), duties: duties)
    guard let judge = DutyJudge(program: program) else {
      throw CommandFailure(.internalFault, "The programme lost its duty level.")
    }
    var report = ComplianceReport(
      of: program, subject: file, dates: duties.dates, verdict: judge.verdict(on: year),
      schedule: ScheduleReport(judge: judge, schedule: year))
    report.notJudged = skipped
    report.quality = judge.quality(of: report.verdict, on: year).value
    try self.report.write(report)
  }

  /// Takes out the rules that speak of what the file doesn't say.
  private func leaveOut(
    from program: inout Program, needsPlan: Bool, needsWeeks: Bool
  ) -> [ComplianceReport.Skipped] {
    var skipped: [ComplianceReport.Skipped] = []
    if needsPlan {
      skipped += program.rules.map { .init(instance: $0.id, reason: "it needs --plan") }
      program.rules = []
    }
    program.dutyRules.removeAll { instance in
      var reason: String?
      switch instance.rule {
      case .patternHonoured:
        if needsPlan { reason = "it needs --plan" }
        if needsWeeks { reason = "it needs --weeks" }
      case .serviceWeekCover, .serviceWeekCount, .serviceWeekSpacing, .afterServiceWeek:
        if needsWeeks { reason = "it needs --weeks" }
      default:
        if needsPlan, !instance.scope.rotations.isEmpty { reason = "it needs --plan" }
      }
      if let reason { skipped.append(.init(instance: instance.id, reason: reason)) }
      return reason != nil
    }
    return skipped
  }
}
