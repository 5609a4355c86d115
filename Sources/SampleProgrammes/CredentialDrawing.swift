import Determinism
import Domain

/// Draws the credentials that people hold: all that their work asks for, some of them ending inside
/// the year, though not before their last use in the planted schedule.
struct CredentialDrawing {
  /// Of a hundred credentials, how many end inside the year.
  private static let endingPercent = 6

  let facts: SampleFacts

  func credentials(_ generator: inout SeededGenerator) -> [HeldCredential] {
    let roster = facts.roster
    var held: [HeldCredential] = []
    for (row, resident) in roster.residents.enumerated() {
      held += credentials(["BLS", "ACLS", "PALS"], of: resident.id, row, &generator)
    }
    for (member, person) in roster.faculty.enumerated() {
      held += credentials(
        ["BLS", "ACLS", "PALS", "ALSO"], of: person.id, roster.residents.count + member,
        &generator)
    }
    return held
  }

  private func credentials(
    _ names: [String], of person: PersonID, _ row: Int, _ generator: inout SeededGenerator
  ) -> [HeldCredential] {
    let year = facts.calendar.academic.dates
    return names.map { name in
      // Two years' validity, as cards have it: begun within the year before this one.
      let start = year.first + -(30 + generator.below(300))
      var end = year.last + (30 + generator.below(300))
      let last = lastUse(of: CredentialID(name), row)
      let open = facts.calendar.dayCount - 1 - last
      if generator.below(100) < Self.endingPercent, open > 30 {
        end = facts.calendar.date(last + 1 + generator.below(open - 1))
      }
      return HeldCredential(
        person: person, credential: CredentialID(name), dates: DateRange(first: start, last: end))
    }
  }

  /// Last day on which a person's planted work needs a credential; the first of the year for none.
  private func lastUse(of credential: CredentialID, _ row: Int) -> Int {
    let activities = facts.book.activities.all
    let last = facts.calendar.yearDays.last { day in
      DayPart.allCases.contains {
        activities[facts.book[row, day, $0]].requires.contains(credential)
      }
    }
    return last ?? SampleCalendar.historyDays
  }
}
