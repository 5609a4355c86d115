package import Domain
package import Rules

/// One schedule, one duty rule, and the units of penalty that the rule must find in it, with the
/// reason: `Section: sentence`, where the section is one of the rule's page in `docs/rules`.
package struct DutyCase: Sendable, CustomStringConvertible {
  package var rule: AnyDutyRule
  package var rows: [String]
  package var start: String
  package var units: Int
  package var reason: String
  package var scope: RuleScope
  package var small: SmallDuties

  /// - Parameters:
  ///   - start: the horizon's first date; the default is the first day of block 1.
  ///   - change: what is special about the programme or the scope.
  package init(
    _ rule: AnyDutyRule, _ rows: String..., from start: String = "2025-07-03", is units: Int,
    _ reason: String, with change: (inout SmallDuties, inout RuleScope) -> Void = { _, _ in }
  ) {
    self.rule = rule
    self.rows = rows
    self.start = start
    self.units = units
    self.reason = reason
    scope = RuleScope()
    small = SmallDuties(residents: max(1, rows.count))
    change(&small, &scope)
  }

  package var description: String { "\(rows) from \(start) is \(units): \(reason)" }

  /// The part of ``reason`` before its colon.
  package var section: String { String(reason.prefix { $0 != ":" }) }

  /// The programme with the rule at a severity, and the schedule.
  package func laid(_ severity: Severity) -> (program: Program, schedule: YearSchedule) {
    var laid = small
    laid.add(rule, severity, scope: scope, id: "rule")
    let schedule = laid.lay(rows, from: start)
    return (laid.program, schedule)
  }
}
