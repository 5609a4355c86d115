/// Rosters as text: one line an employee, his name and then one field a day.
package enum ShiftRosterFile {
  /// How the fields of a line are written.
  package enum Layout: Sendable, Hashable, CaseIterable {
    /// Joined by tabs, a dash for a day off: the published rosters.
    case published
    /// Joined by commas, an empty field for a day off: ours.
    case csv

    var separator: Character { self == .published ? "\t" : "," }
    var off: String { self == .published ? "-" : "" }
  }

  /// The roster of a text; employees may stand in any order, each once.
  package static func read(
    _ text: String, of instance: ShiftInstance, layout: Layout
  ) throws(ShiftFormatFaults) -> ShiftRoster {
    var collector = ShiftFaultCollector()
    // A name of 64 bytes and one shift of 64 a day is the longest line that can mean anything.
    let limit = min(
      ShiftFormatLimits.fileBytes * 16,
      (instance.employees.count + 1) * (instance.dayCount + 1) * 65)
    guard text.utf8.count <= limit else {
      collector.add(
        .fileTooLarge, line: 0, found: "\(text.utf8.count) bytes",
        expected: "at most \(limit) bytes", remedy: "Give a roster of this instance.")
      throw ShiftFormatFaults(faults: collector.faults)
    }
    var rows = [[Int?]?](repeating: nil, count: instance.employees.count)
    let employees = Dictionary(
      uniqueKeysWithValues: instance.employees.enumerated().map { ($1.id, $0) })
    let shifts = Dictionary(
      uniqueKeysWithValues: instance.shifts.enumerated().map { ($1.id, $0) })
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() where !trimmed(raw).isEmpty {
      let line = ShiftLine(number: index + 1, text: raw, separator: layout.separator)
      guard let employee = employees[String(line.fields[0])] else {
        collector.add(
          .unknownName, line: line.number, found: "“\(line.fields[0])”",
          expected: "an employee of the instance", remedy: "Correct the name.")
        continue
      }
      guard rows[employee] == nil else {
        collector.add(
          .repeatedEntry, line: line.number, found: "a second line of \(line.fields[0])",
          expected: "one line an employee", remedy: "Keep the one that is meant.")
        continue
      }
      rows[employee] = days(line, shifts, instance.dayCount, layout, &collector)
    }
    for (employee, row) in rows.enumerated() where row == nil {
      collector.add(
        .rowMissing, line: 0, found: "no line of \(instance.employees[employee].id)",
        expected: "one line an employee", remedy: "Add the line.")
    }
    try collector.throwIfAny()
    return ShiftRoster(dayCount: instance.dayCount, cells: rows.flatMap { $0 ?? [] })
  }

  /// The roster as text with a line feed after each line.
  ///
  /// - Precondition: the roster has the instance's shape.
  package static func write(
    _ roster: ShiftRoster, of instance: ShiftInstance, layout: Layout
  ) -> String {
    var text = ""
    for (index, employee) in instance.employees.enumerated() {
      let days = (0..<instance.dayCount).map { day in
        roster[index, day].map { instance.shifts[$0].id } ?? layout.off
      }
      text += ([employee.id] + days).joined(separator: String(layout.separator)) + "\n"
    }
    return text
  }

  /// One employee's days; a line with faults gives days off in their place.
  private static func days(
    _ line: ShiftLine, _ shifts: [String: Int], _ dayCount: Int, _ layout: Layout,
    _ collector: inout ShiftFaultCollector
  ) -> [Int?] {
    guard line.fields.count == dayCount + 1 else {
      collector.add(
        .fieldCount, line: line.number, found: "\(line.fields.count) fields",
        expected: "\(dayCount + 1): the employee and \(dayCount) days",
        remedy: "Write one field a day, also for days off.")
      return Array(repeating: nil, count: dayCount)
    }
    return line.fields.dropFirst().map { field in
      if field == layout.off { return nil }
      guard let shift = shifts[String(field)] else {
        collector.add(
          .unknownName, line: line.number, found: "“\(field)”",
          expected: "a shift of the instance or \(layout.off.isEmpty ? "nothing" : layout.off)",
          remedy: "Correct the shift.")
        return nil
      }
      return shift
    }
  }
}
