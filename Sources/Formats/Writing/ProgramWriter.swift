package import Domain
package import Rules

/// Writes a programme as the files that ``ProgramReader`` reads: the same programme comes back.
///
/// Values that have a default are written where they differ from it, or always where a reader is
/// helped by seeing them.
package enum ProgramWriter {
  /// Text of each file by its name: `program.yaml`, `duty.yaml` and the tables that have rows.
  ///
  /// - Complexity: O(size of the programme).
  package static func files(of program: Program) -> [String: String] {
    var files = tables(of: program.facts)
    files["program.yaml"] = PlanText(program).text
    if let duty = program.facts.duty {
      files["duty.yaml"] = DutyText(program, duty).text
      for (name, text) in tables(of: duty) { files[name] = text }
    }
    return files
  }

  /// Text of each table of a planted schedule: `planted.csv` the plan, `planted-weeks.csv` service
  /// weeks, `planted-duties.csv` the duties.
  ///
  /// - Precondition: the schedule is one of these facts.
  package static func files(of schedule: YearSchedule, in facts: ProgramFacts) -> [String: String] {
    var files = ["planted.csv": PlanExport.csv(schedule.plan, of: facts)]
    if let people = DutyPeople(facts) {
      files["planted-weeks.csv"] = DutyTables.csv(schedule.serviceWeeks, of: people)
      files["planted-duties.csv"] = DutyTables.csv(schedule.duties, of: people)
    }
    return files
  }
}

/// How the writer states what every rule has.
enum RuleTermsText {
  static func fields(_ scope: RuleScope, of id: RuleInstanceID) -> [(String, YAMLText)] {
    var fields: [(String, YAMLText)] = [("id", .scalar(id.rawValue))]
    func add(_ name: String, _ isEmpty: Bool, _ value: YAMLText) {
      if !isEmpty { fields.append((name, value)) }
    }
    add("levels", scope.levels.isEmpty, .oneOrMore(scope.levels))
    add("except_levels", scope.exceptLevels.isEmpty, .oneOrMore(scope.exceptLevels))
    add("tracks", scope.tracks.isEmpty, .list(scope.tracks.map(YAMLText.scalar)))
    add("residents", scope.residents.isEmpty, .oneOrMore(scope.residents))
    add("having", scope.having.isEmpty, .oneOrMore(scope.having))
    add("unless", scope.without.isEmpty, .oneOrMore(scope.without))
    return fields
  }

  static func severity(_ severity: Severity) -> (String, YAMLText) {
    switch severity.level {
    case .accreditation, .institution: ("severity", .scalar(severity.level.rawValue))
    case .soft where severity.weight < 0: ("reward", .number(-severity.weight))
    case .soft: ("penalty", .number(severity.weight))
    }
  }
}
