package import Domain

/// What a year hands to the next: its last days, and what everybody has had so far.
package struct YearEnd: Sendable {
  /// Days of duties that the next year may look back on: the longest that its reader takes.
  package static let historyDays = 56

  package var history: [DutyRecord]
  package var tallies: [Tally]

  /// Takes the last days of a year's duties.
  ///
  /// - Parameters:
  ///   - tallies: what everybody has had by the end.
  ///   - leaving: levels whose residents are no more in the next year.
  /// - Precondition: the schedule belongs to these people and covers the year's end.
  /// - Complexity: O(people × days).
  package init(
    of schedule: YearSchedule, _ people: DutyPeople, tallies: [Tally], leaving: [LevelID]
  ) {
    let gone = Set(people.facts.residents.filter { leaving.contains($0.level) }.map(\.id))
    let duties = schedule.duties
    precondition(duties.personCount == people.count, "The duties are of another programme")
    let width = min(duties.columnCount, Self.historyDays * DayPart.count)
    history = people.ids.enumerated().flatMap { row, id -> [DutyRecord] in
      guard !gone.contains(id) else { return [] }
      return (duties.columnCount - width..<duties.columnCount).map { column in
        DutyRecord(
          person: id, slot: duties.slot(at: column),
          activity: people.duty.activities[duties[row, column]].id)
      }
    }
    self.tallies = tallies.filter { !gone.contains($0.person) }
  }

  /// `history.csv` and `tallies.csv` as the next year's programme folder has them; a table without
  /// rows is left out.
  package var files: [String: String] {
    // The zone plays no part in these two tables.
    var facts = DutyFacts(timeZone: "UTC")
    facts.history = history
    facts.tallies = tallies
    return ProgramWriter.tables(of: facts)
  }
}
