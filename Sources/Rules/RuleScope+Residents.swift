package import Domain

extension RuleScope {
  /// Whether the scope speaks of the resident at a position of ``ProgramFacts/residents``.
  package func includes(_ resident: Int, in facts: PlanFacts) -> Bool {
    let person = facts.facts.residents[resident]
    let isNamed =
      (levels.isEmpty || levels.contains(person.level))
      && !exceptLevels.contains(person.level)
      && (tracks.isEmpty || tracks.contains(person.track))
      && (residents.isEmpty || residents.contains(person.id))
    return isNamed
      && having.allSatisfy { $0.holds(of: resident, in: facts) }
      && !without.contains { $0.holds(of: resident, in: facts) }
  }

  /// Positions of the residents in scope, rising.
  package func residentIndices(in facts: PlanFacts) -> [Int] {
    facts.facts.residents.indices.filter { includes($0, in: facts) }
  }
}

extension RuleScope.Trait {
  /// Whether a resident has the trait in this programme.
  package func holds(of resident: Int, in facts: PlanFacts) -> Bool {
    switch self {
    case .fullLeave: !facts.fullLeaveBlocks(of: resident).isEmpty
    }
  }
}
