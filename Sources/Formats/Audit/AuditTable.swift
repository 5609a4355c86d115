package import Domain

/// A table that a programme already has, read by a mapping.
package enum AuditTable {
  /// What was in it.
  package enum Content: Sendable {
    case plan(RotationPlan)
    case duties(DutySchedule)
  }

  /// Reads a table of blocks or of days; every fault at once.
  package static func read(
    text: String, path: String, mapping: AuditMapping, of facts: ProgramFacts
  ) throws(InputError) -> Content {
    let faults = FaultCollector()
    let table = CSVTable(text: text, path: path, faults)
    guard let person = table.header.firstIndex(of: mapping.personColumn) else {
      faults.add(
        .columnMissing, at: Location(path: path, line: 1),
        found: "no column \"\(mapping.personColumn)\"", expected: "a column with people's names",
        remedy: "name it in the mapping: person: HEADING")
      try faults.throwIfAny()
      preconditionFailure("A fault was just added")
    }
    let reading = AuditReading(table: table, personColumn: person, mapping: mapping, faults: faults)
    let content: Content?
    if mapping.columns == .blocks {
      content = reading.plan(of: facts).map { .plan($0) }
    } else if let people = DutyPeople(facts) {
      content = reading.duties(of: people).map { .duties($0) }
    } else {
      faults.add(
        .fieldMissing, at: Location(path: path), found: "a table of days",
        expected: "a programme with a duty level", remedy: "add a duty.yaml to the programme")
      content = nil
    }
    try faults.throwIfAny()
    guard let content else { preconditionFailure("A table was given up without a fault") }
    return content
  }
}

/// One table while it is read.
private struct AuditReading {
  let table: CSVTable
  let personColumn: Int
  let mapping: AuditMapping
  let faults: FaultCollector

  /// Columns of content: all but the person's and those to be ignored.
  private var contentColumns: [Int] {
    table.header.indices.filter { index in
      index != personColumn && !table.header[index].isEmpty
        && !mapping.ignored.contains(table.header[index])
    }
  }

  func plan(of facts: ProgramFacts) -> RotationPlan? {
    let columns = contentColumns
    let width = facts.planColumns.count
    guard columns.count == width else {
      faults.add(
        .planRowWidth, at: Location(path: table.path, line: 1),
        found: "\(columns.count) columns of blocks",
        expected: "\(width), one for each plan column", remedy: "list others under ignore:")
      return nil
    }
    var result = RotationPlan(
      cells: Array(repeating: 0, count: facts.residents.count * width), columnCount: width)
    let names = Dictionary(
      facts.rotations.enumerated().map { ($1.id, $0) }, uniquingKeysWith: min)
    rows(facts.residents.map(\.id)) { row, cell in
      for (position, column) in columns.enumerated() {
        let (word, place) = cell(column)
        let id = mapping.rotations[word] ?? RotationID(word)
        if let rotation = names[id] {
          result[row, position] = rotation
        } else {
          faults.add(
            .rotationUnknown, at: place, found: "\"\(word)\"",
            expected: "a rotation, or a word of the mapping's cells",
            remedy: NearestName.remedy(
              for: word,
              among: facts.rotations.map(\.id.rawValue) + mapping.rotations.keys.sorted()))
        }
      }
    }
    return result
  }

  func duties(of people: DutyPeople) -> DutySchedule? {
    let columns = contentColumns.compactMap { column in
      slotsOf(column).map { (column: column, slots: $0) }
    }
    let slots = columns.flatMap(\.slots)
    guard let first = slots.map(\.date).min(), let last = slots.map(\.date).max(),
      slots.count == (last - first + 1) * DayPart.count, Set(slots).count == slots.count
    else {
      faults.add(
        .planRowWidth, at: Location(path: table.path, line: 1),
        found: "\(slots.count) slots of dates",
        expected: "every date of one unbroken range once, each with AM, PM and night",
        remedy: "add the missing columns, or list others under ignore:")
      return nil
    }
    var result = DutySchedule(
      cells: Array(repeating: 0, count: people.count * slots.count),
      dates: DateRange(first: first, last: last))
    rows(people.ids) { row, cell in
      for (column, slots) in columns {
        let (word, place) = cell(column)
        for slot in slots {
          let id = mapping.cells[word]?[slot.part.rawValue] ?? ActivityID(word)
          if let activity = people.activityIndex(id) {
            result[row, result.column(of: slot)] = activity
          } else {
            faults.add(
              .activityUnknown, at: place, found: "\"\(word)\"",
              expected: "an activity, or a word of the mapping's cells",
              remedy: NearestName.remedy(
                for: word,
                among: people.duty.activities.map(\.id.rawValue) + mapping.cells.keys.sorted()))
            break
          }
        }
      }
    }
    return result
  }

  private func slotsOf(_ column: Int) -> [DutySlot]? {
    let title = table.header[column]
    let words = title.split(separator: " ")
    if mapping.columns == .dates, let date = mapping.date(title) {
      return DayPart.allCases.map { DutySlot(date: date, part: $0) }
    }
    if mapping.columns == .slots, words.count == 2, let date = mapping.date(words[0]),
      let part = DayPart(name: words[1])
    {
      return [DutySlot(date: date, part: part)]
    }
    faults.add(
      .dateWrong, at: Location(path: table.path, line: 1, column: column + 1),
      found: "the column \"\(title)\"",
      expected: mapping.columns == .dates ? "a date" : "a date and AM, PM or night",
      remedy: "mend the heading, set dates: in the mapping, or list it under ignore:")
    return nil
  }

  /// Calls `visit` for each expected person with their position and how to read a cell; who has no
  /// row has empty cells.
  private func rows(
    _ expected: [PersonID], _ visit: (Int, (Int) -> (String, Location)) -> Void
  ) {
    var seen: Set<PersonID> = []
    for row in table.rows {
      let place = row.location(personColumn)
      let name =
        personColumn < row.fields.count ? FormulaGuard.unguarded(row.fields[personColumn]) : ""
      let id = mapping.people[name] ?? PersonID(name)
      guard let position = expected.firstIndex(of: id) else {
        faults.add(
          .residentUnknown, at: place, found: "the person \"\(name)\"",
          expected: "a person of the programme, or a name of the mapping's people",
          remedy: NearestName.remedy(
            for: name, among: expected.map(\.rawValue) + mapping.people.keys.sorted()))
        continue
      }
      guard seen.insert(id).inserted else {
        faults.add(
          .planRowRepeated, at: place, found: "a second row of \(id)",
          expected: "one row for each person", remedy: "remove one of the rows")
        continue
      }
      visit(position) { column in
        let text = column < row.fields.count ? FormulaGuard.unguarded(row.fields[column]) : ""
        return (text.isEmpty ? mapping.empty ?? "" : text, row.location(column))
      }
    }
    for (position, id) in expected.enumerated() where !seen.contains(id) {
      let place = Location(path: table.path)
      guard let empty = mapping.empty else {
        faults.add(
          .planRowMissing, at: place, found: "no row of \(id)",
          expected: "one row for each person", remedy: "add it, or set empty: in the mapping")
        continue
      }
      visit(position) { _ in (empty, place) }
    }
  }
}
