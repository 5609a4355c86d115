/// What of a schedule may change: some dates, for some people. The rest stays as it is.
package struct ScheduleScope: Sendable, Hashable, Codable {
  /// Dates that may change; the whole year when empty.
  package var dates: [DateRange]
  /// Levels of residents and roles of faculty whose people may change.
  package var groups: [String]
  /// People who may change besides ``groups``; everybody when both are empty.
  package var people: [PersonID]

  package init(dates: [DateRange] = [], groups: [String] = [], people: [PersonID] = []) {
    self.dates = dates
    self.groups = groups
    self.people = people
  }

  /// Whether everything may change.
  package var isEverything: Bool { dates.isEmpty && groups.isEmpty && people.isEmpty }

  /// Whether a date may change.
  ///
  /// - Complexity: O(ranges).
  package func holds(_ date: CalendarDate) -> Bool {
    dates.isEmpty || dates.contains { $0.contains(date) }
  }

  /// Whether every date of a range may change.
  ///
  /// - Complexity: O(days × ranges).
  package func holds(all range: DateRange) -> Bool {
    dates.isEmpty || (0..<range.dayCount).allSatisfy { holds(range.first + $0) }
  }

  /// Whether a resident may change.
  package func holds(_ resident: Resident) -> Bool {
    holds(resident.id, in: resident.level.rawValue)
  }

  /// Whether a member of the faculty may change.
  package func holds(_ member: FacultyMember) -> Bool {
    holds(member.id, in: member.role.rawValue)
  }

  private func holds(_ person: PersonID, in group: String) -> Bool {
    (groups.isEmpty && people.isEmpty) || people.contains(person) || groups.contains(group)
  }

  /// Names of groups and people that a programme does not have.
  package func unknownNames(in facts: ProgramFacts) -> [String] {
    let known = Set(facts.levels.map(\.rawValue) + (facts.duty?.roles.map(\.rawValue) ?? []))
    let persons = Set(facts.residents.map(\.id) + (facts.duty?.faculty.map(\.id) ?? []))
    return groups.filter { !known.contains($0) }
      + people.filter { !persons.contains($0) }.map(\.rawValue)
  }
}
