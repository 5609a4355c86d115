import Domain
import Foundation
import Rules
import Validation

extension ComplianceReport {
  /// For a terminal: the verdict, each rule that found something, hours, cover, fairness, and the
  /// first violations. Every line ends with a line break.
  ///
  /// - Parameter limit: how many violations to list, at least 0.
  package func text(violations limit: Int = 20) -> String {
    var lines = [
      "\(program), academic year \(academicYear): \(subject)",
      "Judged as a \(verdict.level.rawValue), \(Self.words(dates))",
      verdict.isValid
        ? "No hard rule is broken."
        : "NOT VALID: \(verdict.hardUnits) units of hard rules are broken.",
    ]
    if let quality { lines.append("Quality \(Self.decimal(quality)) of 1") }
    lines += summary
    lines += verdict.byInstance.filter { $0.units > 0 }.map { share in
      "  \(share.severity.rawValue): \(share.instance) (\(share.rule)): "
        + "\(share.violationCount) findings, \(share.units) units"
    }
    let listed = verdict.violations.prefix(max(0, limit))
    if !listed.isEmpty { lines.append("Findings:") }
    for violation in listed {
      let who = violation.person.map { "\($0), " } ?? ""
      lines.append(
        "  - \(violation.instance): \(who)\(Self.place(violation)): \(violation.explanation)")
    }
    if verdict.violationCount > listed.count {
      lines.append("  - and \(verdict.violationCount - listed.count) more")
    }
    if !verdict.relaxed.isEmpty {
      lines.append("\(verdict.relaxed.count) findings are spared by relaxations.")
    }
    lines += notJudged.map { "Not judged: \($0.instance): \($0.reason)" }
    return lines.map { $0 + "\n" }.joined()
  }

  private var summary: [String] {
    var lines: [String] = []
    if let coverage {
      lines.append(
        "Cover: \(coverage.filled) of \(coverage.required) required places filled "
          + "(\(Self.percent(coverage.filled, of: coverage.required)))")
    }
    if let preferences {
      lines.append(
        "Wishes: \(preferences.granted) of \(preferences.asked) granted "
          + "(\(Self.percent(preferences.granted, of: preferences.asked)))")
    }
    let heaviest = (schedule?.hours ?? []).compactMap { person in
      person.heaviest.map { (person.person, $0) }
    }.max { $0.1.weeklyMinutes < $1.1.weeklyMinutes }
    if let heaviest {
      lines.append(
        "Heaviest four weeks: \(Self.hours(heaviest.1.weeklyMinutes)) h a week, \(heaviest.0), "
          + Self.words(heaviest.1.dates))
    }
    for group in schedule?.fairness.groups ?? [] {
      let parts = FairnessReport.Burden.allCases.map { burden in
        let spread = group.spread(of: burden)
        let shown = burden == .minutes ? "\(Self.hours(Double(spread))) h" : "\(spread)"
        return "\(burden == .minutes ? "hours" : burden.rawValue) \(shown)"
      }
      lines.append("Spread in \(group.name): \(parts.joined(separator: ", "))")
    }
    return lines
  }

  /// JSON with sorted keys.
  ///
  /// - Throws: `EncodingError`, which no report causes.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// One row a finding: rule, type, severity, person, first and last date, units, explanation.
  package func csv() -> String {
    var text = "rule,type,severity,person,from,to,units,explanation\n"
    for violation in verdict.violations {
      let dates = violation.duty?.dates
      let cells = [
        violation.instance.rawValue, violation.rule.rawValue, violation.severity.rawValue,
        violation.person?.rawValue ?? "", dates?.first.description ?? "",
        dates?.last.description ?? "", "\(violation.amount)", violation.explanation,
      ]
      text += cells.map(FormulaGuard.csvField).joined(separator: ",") + "\n"
    }
    return text
  }
}
