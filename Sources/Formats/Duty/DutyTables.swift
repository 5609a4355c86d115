package import Domain
import Foundation

/// Duty schedules and service weeks as CSV: one row a person, one column a cell. ``AuditTable``
/// reads duties back, with or without a mapping.
package enum DutyTables {
  /// Header `person,2025-07-01 AM,2025-07-01 PM,2025-07-01 night,…`, then a row for each resident
  /// and each member of the faculty with the names of activities.
  ///
  /// - Precondition: the schedule belongs to these people.
  /// - Complexity: O(people × dates).
  package static func csv(_ duties: DutySchedule, of people: DutyPeople) -> String {
    precondition(duties.personCount == people.count, "The duties are of another programme")
    let names = people.duty.activities.map { FormulaGuard.csvField($0.id.rawValue) }
    let slots = (0..<duties.columnCount).map { duties.slot(at: $0).description }
    var text = (["person"] + slots).joined(separator: ",") + "\n"
    for (row, id) in people.ids.enumerated() {
      text += FormulaGuard.csvField(id.rawValue)
      for column in 0..<duties.columnCount { text += "," + names[duties[row, column]] }
      text += "\n"
    }
    return text
  }

  /// Header `person` and the first date of each service week, then a row for each member of the
  /// faculty; an ordinary week is empty.
  package static func csv(_ weeks: ServiceWeekPlan, of people: DutyPeople) -> String {
    let names = [""] + people.duty.serviceDuties.map { FormulaGuard.csvField($0.id.rawValue) }
    let starts = people.serviceWeeks.map(\.first.description)
    var text = (["person"] + starts).joined(separator: ",") + "\n"
    for (index, member) in people.duty.faculty.enumerated() {
      text += FormulaGuard.csvField(member.id.rawValue)
      for week in 0..<weeks.weekCount { text += "," + names[weeks[index, week]] }
      text += "\n"
    }
    return text
  }

  /// JSON: `columns`, the slots, and under `people` each person's activities in that order.
  ///
  /// - Precondition: the schedule belongs to these people.
  /// - Throws: `EncodingError`, which no schedule of these people causes.
  package static func json(_ duties: DutySchedule, of people: DutyPeople) throws -> String {
    precondition(duties.personCount == people.count, "The duties are of another programme")
    let names = people.duty.activities.map(\.id.rawValue)
    return try Document(
      columns: (0..<duties.columnCount).map { duties.slot(at: $0).description },
      people: people.ids.enumerated().map { row, id in
        Document.Person(
          person: id.rawValue, cells: (0..<duties.columnCount).map { names[duties[row, $0]] })
      }
    ).text
  }

  /// JSON: `columns`, the first date of each service week, and under `people` the duties of each
  /// member of the faculty in that order; an ordinary week is empty.
  ///
  /// - Throws: `EncodingError`, which no service weeks of these people cause.
  package static func json(_ weeks: ServiceWeekPlan, of people: DutyPeople) throws -> String {
    let names = [""] + people.duty.serviceDuties.map(\.id.rawValue)
    return try Document(
      columns: people.serviceWeeks.map(\.first.description),
      people: people.duty.faculty.enumerated().map { index, member in
        Document.Person(
          person: member.id.rawValue, cells: (0..<weeks.weekCount).map { names[weeks[index, $0]] })
      }
    ).text
  }

  /// A table as JSON.
  private struct Document: Encodable {
    struct Person: Encodable {
      var person: String
      var cells: [String]
    }

    var columns: [String]
    var people: [Person]

    var text: String {
      get throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
      }
    }
  }

  /// Reads what the writer of service weeks writes.
  package static func serviceWeeks(
    text: String, path: String, of people: DutyPeople
  ) throws(InputError) -> ServiceWeekPlan {
    let faults = FaultCollector()
    let table = CSVTable(text: text, path: path, faults)
    let starts = people.serviceWeeks.map(\.first.description)
    if Array(table.header.dropFirst()) != starts {
      faults.add(
        .planRowWidth, at: Location(path: path, line: 1),
        found: "\(table.header.count - 1) columns of weeks",
        expected: "the first date of each of the year's \(starts.count) service weeks, in order",
        remedy: "start from an exported file")
    }
    try faults.throwIfAny()
    let width = starts.count
    var result = ServiceWeekPlan(
      cells: Array(repeating: 0, count: people.duty.faculty.count * width), weekCount: width)
    let names = people.duty.serviceDuties.map(\.id.rawValue)
    readRows(table, people.duty.faculty.map(\.id), people, faults) { row, index, name, place in
      guard !name.isEmpty else { return }
      guard let duty = names.firstIndex(of: name) else {
        faults.add(
          .patternUnknown, at: place, found: "the service duty \"\(name)\"",
          expected: "a service duty of the programme, or nothing",
          remedy: NearestName.remedy(for: name, among: names))
        return
      }
      result[row - people.residentCount, index] = duty + 1
    }
    try faults.throwIfAny()
    return result
  }

  // MARK: Rows

  /// Calls `cell` with the schedule's row, the column after the name, the text and its place, for
  /// every cell of every expected person.
  private static func readRows(
    _ table: CSVTable, _ expected: [PersonID], _ people: DutyPeople, _ faults: FaultCollector,
    _ cell: (Int, Int, String, Location) -> Void
  ) {
    var missing = Set(expected)
    for row in table.rows {
      let names = row.fields.map(FormulaGuard.unguarded)
      let id = PersonID(names[0])
      guard let index = people.row(of: id), expected.contains(id) else {
        faults.add(
          .residentUnknown, at: row.location(0), found: "the person \"\(id)\"",
          expected: "a person of the programme",
          remedy: NearestName.remedy(for: names[0], among: expected.map(\.rawValue)))
        continue
      }
      guard missing.remove(id) != nil else {
        faults.add(
          .planRowRepeated, at: row.location(0), found: "a second row of \(id)",
          expected: "one row for each person", remedy: "remove one of the rows")
        continue
      }
      for column in 1..<max(1, table.header.count) {
        cell(index, column - 1, column < names.count ? names[column] : "", row.location(column))
      }
    }
    for id in expected where missing.contains(id) {
      faults.add(
        .planRowMissing, at: Location(path: table.path), found: "no row of \(id)",
        expected: "one row for each person", remedy: "add the row")
    }
  }
}
