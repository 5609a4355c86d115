package import Domain

extension RuleScope {
  /// Rows of a duty schedule whose people are in scope, rising. Dates and rotations are asked
  /// apart.
  ///
  /// - Complexity: O(people × names of the scope).
  package func dutyRows(in people: DutyPeople, _ plan: PlanFacts) -> [Int] {
    let chosen = (0..<people.count).filter { row in
      residents.isEmpty || residents.contains(people.ids[row])
    }
    return chosen.filter { row in
      guard let member = people.facultyMember(at: row) else {
        return self.people != .faculty && roles.isEmpty && admits(resident: row, in: plan)
      }
      // Levels, tracks and traits are residents': asking for one leaves faculty out.
      return self.people != .residents && (roles.isEmpty || roles.contains(member.role))
        && levels.isEmpty && tracks.isEmpty && having.isEmpty
    }
  }

  private func admits(resident: Int, in plan: PlanFacts) -> Bool {
    var others = self
    others.residents = []
    return others.includes(resident, in: plan)
  }
}
