import Domain
import Rules

/// Faculty, credentials, history, tallies, locked duties and wishes from their CSV files.
extension DutyDraft {
  func readFaculty(_ table: ProgramDraft.TableFile) {
    for row in table.table.rows {
      guard let (name, place) = program.cell("id", row, table), program.usable(name, at: place),
        let role = named("role", row, table, role),
        let pattern = named("pattern", row, table, { pattern($0, at: $1) })
      else { continue }
      let id = PersonID(name)
      guard facultyNames.insert(id).inserted, program.residentIndex[id] == nil else {
        program.faults.add(
          .residentRepeated, at: place, found: "the person \"\(name)\" again",
          expected: "each person once", remedy: "remove or rename one of the rows")
        continue
      }
      guard duty.faculty.count < Self.facultyMax else {
        program.faults.add(
          .tooMany, at: row.location(), found: "one more member of the faculty",
          expected: "at most \(Self.facultyMax)", remedy: "split the programme")
        return
      }
      var member = FacultyMember(id: id, role: role, pattern: pattern)
      if let (text, place) = program.optionalCell("available", row, table) {
        member.availableWeekdays = shortDays(text, separator: " ", at: place)
      }
      if let (text, place) = program.optionalCell("percentage", row, table) {
        member.workPercentage = number(text, in: 1...100, at: place) ?? 100
      }
      duty.faculty.append(member)
    }
  }

  func readCredentials(_ table: ProgramDraft.TableFile) {
    for row in table.table.rows {
      guard let person = named("person_id", row, table, person),
        let (credential, _) = program.cell("credential", row, table),
        let first = date("start", row, table), let last = date("end", row, table),
        let dates = program.range(first, last, at: row.location())
      else { continue }
      duty.credentials.append(
        HeldCredential(person: person, credential: CredentialID(credential), dates: dates))
    }
  }

  func readHistory(_ table: ProgramDraft.TableFile) {
    let year = program.facts.calendar.dates
    let reach = DateRange(first: year.first + -56, last: year.first + -1)
    for row in table.table.rows {
      guard let person = named("person_id", row, table, person), let slot = slot(row, table),
        let activity = named("activity", row, table, activity), fits(activity, slot, row)
      else { continue }
      guard reach.contains(slot.date) else {
        outside(slot.date, reach, row)
        continue
      }
      duty.history.append(DutyRecord(person: person, slot: slot, activity: activity))
    }
  }

  func readTallies(_ table: ProgramDraft.TableFile) {
    for row in table.table.rows {
      guard let person = named("person_id", row, table, person),
        let (rule, _) = program.cell("rule", row, table),
        let (text, place) = program.cell("amount", row, table),
        let amount = number(text, in: 0...1_000_000, at: place)
      else { continue }
      duty.tallies.append(Tally(person: person, measure: rule, amount: amount))
    }
  }

  func readLockedDuties(_ table: ProgramDraft.TableFile) {
    let year = program.facts.calendar.dates
    for row in table.table.rows {
      guard let person = named("person_id", row, table, person), let slot = slot(row, table),
        let activity = named("activity", row, table, activity), fits(activity, slot, row)
      else { continue }
      guard year.contains(slot.date) else {
        outside(slot.date, year, row)
        continue
      }
      var locked = LockedDuty(person: person, slot: slot, activity: activity)
      if let (text, place) = program.optionalCell("provenance", row, table) {
        let words = LockedDuty.Provenance.allCases.map { ($0.rawValue, $0) }
        locked.provenance = word(text, words, at: place) ?? .manual
      }
      duty.lockedDuties.append(locked)
    }
  }

  func readWishes(_ table: ProgramDraft.TableFile) {
    for row in table.table.rows {
      guard let person = named("person_id", row, table, person),
        let (wishText, wishPlace) = program.cell("wish", row, table),
        let isWanted = word(wishText, [("prefer", true), ("avoid", false)], at: wishPlace),
        let first = date("start", row, table), let last = date("end", row, table),
        let dates = program.range(first, last, at: row.location()),
        let (priorityText, priorityPlace) = program.cell("priority", row, table),
        let priority = word(
          priorityText, Wish.Priority.allCases.map { ($0.rawValue, $0) }, at: priorityPlace)
      else { continue }
      var wish = DutyWish(
        person: person, isWanted: isWanted, activities: [], dates: dates, priority: priority)
      if let (text, place) = program.optionalCell("activities", row, table) {
        let groups = parts(text, ";").compactMap { activities($0, at: place) }
        wish.activities = ordered(Set(groups.flatMap { $0 }))
      }
      if let (text, place) = program.optionalCell("days", row, table) {
        wish.weekdays = shortDays(text, separator: ";", at: place)
      }
      if let (text, place) = program.optionalCell("parts", row, table) {
        wish.parts = parts(text, ";").compactMap {
          word($0, DayPart.allCases.map { ($0.name, $0) }, at: place)
        }
      }
      duty.wishes.append(wish)
    }
  }

  // MARK: Cells

  private func parts(_ text: String, _ separator: Character) -> [String] {
    text.split(separator: separator).map(String.init)
  }

  private func named<Name>(
    _ column: String, _ row: CSVTable.Row, _ table: ProgramDraft.TableFile,
    _ look: (String, Location) -> Name?
  ) -> Name? {
    program.cell(column, row, table).flatMap { look($0.0, $0.1) }
  }

  private func date(
    _ column: String, _ row: CSVTable.Row, _ table: ProgramDraft.TableFile
  ) -> CalendarDate? {
    program.cell(column, row, table).flatMap { program.date($0.0, at: $0.1) }
  }

  private func slot(_ row: CSVTable.Row, _ table: ProgramDraft.TableFile) -> DutySlot? {
    guard let date = date("date", row, table), let (text, place) = program.cell("part", row, table),
      let part = word(text, DayPart.allCases.map { ($0.name, $0) }, at: place)
    else { return nil }
    return DutySlot(date: date, part: part)
  }

  private func fits(_ activity: ActivityID, _ slot: DutySlot, _ row: CSVTable.Row) -> Bool {
    guard let index = activityIndex[activity],
      !duty.activities[index].parts[slot.part.rawValue]
    else { return true }
    program.faults.add(
      .spanMissing, at: row.location(), found: "\(activity) in a cell of \(slot.part.name)",
      expected: "an activity that may stand there", remedy: "mend the part or the activity")
    return false
  }

  private func outside(_ date: CalendarDate, _ range: DateRange, _ row: CSVTable.Row) {
    program.faults.add(
      .dutyOutsideRange, at: row.location(), found: "\(date)",
      expected: "a date from \(range.first) to \(range.last)", remedy: "remove the row")
  }

  private func number(_ text: String, in range: ClosedRange<Int>, at place: Location) -> Int? {
    if let number = Int(text), range.contains(number) { return number }
    program.faults.add(
      .numberWrong, at: place, found: text,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      remedy: "write digits only")
    return nil
  }

  private func word<Word>(_ text: String, _ words: [(String, Word)], at place: Location) -> Word? {
    if let match = words.first(where: { $0.0 == text }) { return match.1 }
    program.faults.add(
      .wordUnknown, at: place, found: text,
      expected: "one of \(words.map(\.0).joined(separator: ", "))",
      remedy: NearestName.remedy(for: text, among: words.map(\.0)))
    return nil
  }

  /// `mon tue`, or whole names.
  private func shortDays(
    _ text: String, separator: Character, at place: Location
  ) -> [Weekday] {
    let words = Weekday.allCases.flatMap { [("\($0)", $0), (String("\($0)".prefix(3)), $0)] }
    return parts(text, separator).compactMap { word($0, words, at: place) }
  }
}
