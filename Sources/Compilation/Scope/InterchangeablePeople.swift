import Domain
package import Rules

/// People who may stand for one another in a schedule: nothing that a programme says tells them
/// apart.
package enum InterchangeablePeople {
  /// Rows of residents of one level and track, or of faculty of one role, pattern and share, of
  /// whom neither facts nor rules say anything by name. Groups of two or more, in order.
  ///
  /// - Complexity: O(size of the programme).
  package static func groups(of program: Program) -> [[Int]] {
    let named = names(in: program)
    let residents = program.facts.residents.map { person in
      named.contains(person.id) ? nil : ["resident", person.level.rawValue, person.track]
    }
    let faculty = (program.facts.duty?.faculty ?? []).map { member -> [String]? in
      guard !named.contains(member.id) else { return nil }
      return [
        "faculty", member.role.rawValue, member.pattern.rawValue,
        member.availableWeekdays.map { "\($0)" }.joined(separator: " "),
        "\(member.workPercentage)",
      ]
    }
    var order: [[String]] = []
    var rows: [[String]: [Int]] = [:]
    for (row, key) in (residents + faculty).enumerated() {
      guard let key else { continue }
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(row)
    }
    return order.compactMap { rows[$0] }.filter { $0.count > 1 }
  }

  /// Everybody of whom something is said by name.
  private static func names(in program: Program) -> Set<PersonID> {
    let facts = program.facts
    var names = Set(facts.absences.map(\.person) + facts.wishes.map(\.resident))
    names.formUnion(facts.lockedCells.map(\.resident))
    if let duty = facts.duty {
      names.formUnion(duty.credentials.map(\.person))
      names.formUnion(duty.history.map(\.person))
      names.formUnion(duty.tallies.map(\.person))
      names.formUnion(duty.lockedDuties.map(\.person))
      names.formUnion(duty.wishes.map(\.person))
    }
    for scope in program.rules.map(\.scope) + program.dutyRules.map(\.scope) {
      names.formUnion(scope.residents)
    }
    for instance in program.dutyRules {
      if case .pairing(let rule) = instance.rule {
        for pair in rule.pairs { names.formUnion([pair.first, pair.second]) }
      }
    }
    for relaxation in program.relaxations { names.formUnion(relaxation.people) }
    return names
  }
}
