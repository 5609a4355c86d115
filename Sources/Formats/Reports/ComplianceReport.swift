package import Domain
package import Rules
package import Validation

/// Everything that a report on one judged schedule says, before it is worded.
package struct ComplianceReport: Sendable, Codable {
  package var program: String
  package var academicYear: Int
  /// What was judged: a file's name, or a run and its alternative.
  package var subject: String
  package var dates: DateRange
  package var verdict: Verdict
  /// 0…1 by the published formula; nil when it was not computed.
  package var quality: Double?
  /// Nil when only blocks were judged.
  package var schedule: ScheduleReport?
  /// Rules that could not be judged, each with its reason.
  package var notJudged: [Skipped]
  /// Levels of residents and roles of faculty, for tables.
  package var groups: [String: String]

  /// A rule instance that was left out.
  package struct Skipped: Sendable, Codable, Hashable {
    package var instance: RuleInstanceID
    package var reason: String

    package init(instance: RuleInstanceID, reason: String) {
      self.instance = instance
      self.reason = reason
    }
  }

  package init(
    of program: Program, subject: String, dates: DateRange, verdict: Verdict,
    schedule: ScheduleReport?
  ) {
    self.program = program.facts.name
    academicYear = program.facts.calendar.year
    self.subject = subject
    self.dates = dates
    self.verdict = verdict
    self.schedule = schedule
    quality = nil
    notJudged = []
    groups = Dictionary(
      program.facts.residents.map { ($0.id.rawValue, $0.level.rawValue) }
        + (program.facts.duty?.faculty ?? []).map { ($0.id.rawValue, $0.role.rawValue) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Places filled of those required, over all cover rules; nil when there are none.
  package var coverage: (filled: Int, required: Int)? {
    guard let schedule else { return nil }
    let required = schedule.coverage.reduce(0) { $0 + $1.requiredTotal }
    return required == 0
      ? nil : (schedule.coverage.reduce(0) { $0 + $1.filledTotal }, required)
  }

  /// Days or blocks granted of those asked about; nil when nobody asked.
  package var preferences: (granted: Int, asked: Int)? {
    guard let schedule else { return nil }
    let asked = schedule.preferences.reduce(0) { $0 + $1.asked }
    return asked == 0 ? nil : (schedule.preferences.reduce(0) { $0 + $1.granted }, asked)
  }

  /// Hard violations only, in the verdict's order.
  package var hardViolations: [Violation] { verdict.violations.filter { $0.severity != .soft } }

  /// `2025-07-03` or `2025-07-03 to 2025-07-30`.
  static func words(_ dates: DateRange) -> String {
    dates.dayCount == 1 ? "\(dates.first)" : "\(dates.first) to \(dates.last)"
  }

  /// `62.5`.
  static func hours(_ minutes: Double) -> String {
    let tenths = Int((minutes / 6).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `97.4 %`.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let permille = (part * 1000 + whole / 2) / whole
    return "\(permille / 10).\(permille % 10) %"
  }

  /// Two decimals.
  static func decimal(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Where a violation is: plan columns, or dates.
  static func place(_ violation: Violation) -> String {
    if let duty = violation.duty { return words(duty.dates) }
    return violation.columns.isEmpty
      ? "" : "column " + violation.columns.map { "\($0 + 1)" }.joined(separator: ", ")
  }
}
