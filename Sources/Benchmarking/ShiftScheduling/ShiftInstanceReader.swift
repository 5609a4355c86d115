/// Reads an instance file of the public shift-scheduling format and reports every fault in it.
package struct ShiftInstanceReader {
  private enum Section: String, CaseIterable {
    case horizon = "SECTION_HORIZON"
    case shifts = "SECTION_SHIFTS"
    case staff = "SECTION_STAFF"
    case daysOff = "SECTION_DAYS_OFF"
    case onRequests = "SECTION_SHIFT_ON_REQUESTS"
    case offRequests = "SECTION_SHIFT_OFF_REQUESTS"
    case cover = "SECTION_COVER"
  }

  private var sections: [Section: [ShiftLine]] = [:]
  private var collector = ShiftFaultCollector()
  private var instance = ShiftInstance(
    dayCount: 0, shifts: [], employees: [], requests: [], cover: [])
  private var shiftIndex: [Substring: Int] = [:]
  private var employeeIndex: [Substring: Int] = [:]

  private init() {}

  /// The instance that the text states.
  package static func read(_ text: String) throws(ShiftFormatFaults) -> ShiftInstance {
    var reader = ShiftInstanceReader()
    reader.splitIntoSections(text)
    try reader.collector.throwIfAny()
    reader.readHorizon()
    reader.readShifts()
    try reader.collector.throwIfAny()
    reader.readStaff()
    reader.checkSize()
    try reader.collector.throwIfAny()
    reader.readDaysOff()
    reader.readRequests(.onRequests, wish: .on)
    reader.readRequests(.offRequests, wish: .off)
    reader.readCover()
    try reader.collector.throwIfAny()
    return reader.instance
  }

  private mutating func splitIntoSections(_ text: String) {
    guard text.utf8.count <= ShiftFormatLimits.fileBytes else {
      collector.add(
        .fileTooLarge, line: 0, found: "\(text.utf8.count) bytes",
        expected: "at most \(ShiftFormatLimits.fileBytes) bytes",
        remedy: "Give an instance of the shift-scheduling format.")
      return
    }
    var current: Section?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() {
      let line = trimmed(raw)
      if line.isEmpty || line.first == "#" { continue }
      if line.hasPrefix("SECTION_") {
        current = open(line, number: index + 1)
      } else if let section = current {
        sections[section, default: []].append(
          ShiftLine(number: index + 1, text: line, separator: ","))
      } else {
        collector.add(
          .lineOutsideSection, line: index + 1, found: "“\(line)”",
          expected: "a known section's header first", remedy: "Move the line into its section.")
      }
    }
    for section in Section.allCases where sections[section] == nil {
      collector.add(
        .sectionMissing, line: 0, found: "no \(section.rawValue)", expected: "all seven sections",
        remedy: "Add the section; it may be empty where nothing is asked for.")
    }
  }

  private mutating func open(_ header: Substring, number: Int) -> Section? {
    guard let section = Section(rawValue: String(header)) else {
      collector.add(
        .sectionUnknown, line: number, found: "\(header)",
        expected: Section.allCases.map(\.rawValue).joined(separator: ", "),
        remedy: "Correct the section's name.")
      return nil
    }
    if sections[section] != nil {
      collector.add(
        .sectionRepeated, line: number, found: "a second \(header)", expected: "each section once",
        remedy: "Join the two.")
    }
    sections[section, default: []] += []
    return section
  }

  private func lines(_ section: Section) -> [ShiftLine] { sections[section] ?? [] }

  private mutating func hasFields(_ line: ShiftLine, _ count: Int, _ meaning: String) -> Bool {
    if line.fields.count == count { return true }
    collector.add(
      .fieldCount, line: line.number, found: "\(line.fields.count) fields",
      expected: "\(count): \(meaning)", remedy: "Add or remove fields.")
    return false
  }

  private mutating func readHorizon() {
    let all = lines(.horizon)
    guard all.count == 1, all[0].fields.count == 1 else {
      collector.add(
        .fieldCount, line: all.first?.number ?? 0, found: "\(all.count) lines of horizon",
        expected: "one line with one number", remedy: "Give the days of the horizon.")
      return
    }
    let range = 7...ShiftFormatLimits.days
    guard
      let days = collector.number(
        all[0].fields[0], of: "days of the horizon", in: range, line: all[0].number)
    else { return }
    if days % 7 != 0 {
      collector.add(
        .outOfRange, line: all[0].number, found: "\(days) days", expected: "a multiple of 7",
        remedy: "The format knows whole weeks only.")
    }
    instance.dayCount = days
  }

  private mutating func readShifts() {
    var successors: [(line: Int, names: [Substring])] = []
    for line in lines(.shifts) {
      guard hasFields(line, 3, "shift, minutes, shifts that cannot follow") else { continue }
      guard let id = newName(line.fields[0], in: \.shiftIndex, line: line.number) else { continue }
      let minutes = collector.number(
        line.fields[1], of: "minutes", in: 1...ShiftFormatLimits.shiftMinutes, line: line.number)
      guard hasRoom(instance.shifts.count, ShiftFormatLimits.shifts, "shifts", line.number) else {
        return
      }
      successors.append((line.number, line.fields[2].split(separator: "|").map(trimmed)))
      instance.shifts.append(
        ShiftInstance.Shift(id: id, minutes: minutes ?? 1, forbiddenNext: []))
    }
    for (shift, named) in successors.enumerated() {
      let indices = named.names.compactMap { find($0, in: \.shiftIndex, named.line) }
      instance.shifts[shift].forbiddenNext = Set(indices).sorted()
    }
    if instance.shifts.isEmpty {
      collector.add(
        .rowMissing, line: 0, found: "no shift", expected: "at least one shift",
        remedy: "Name the shifts.")
    }
  }

  private mutating func readStaff() {
    let meaning =
      "employee, maxima, most minutes, fewest minutes, most shifts in a row, "
      + "fewest in a row, fewest days off in a row, most weekends"
    for line in lines(.staff) {
      guard hasFields(line, 8, meaning) else { continue }
      guard let id = newName(line.fields[0], in: \.employeeIndex, line: line.number) else {
        continue
      }
      let count = instance.employees.count
      guard hasRoom(count, ShiftFormatLimits.employees, "employees", line.number) else { return }
      let maxima = readMaxima(line)
      let numbers = line.fields[2...].map { field in
        collector.number(
          field, of: "a count or minutes", in: 0...ShiftFormatLimits.number, line: line.number)
          ?? 0
      }
      instance.employees.append(
        ShiftInstance.Employee(
          id: id, maximumOfShift: maxima, maximumMinutes: numbers[0], minimumMinutes: numbers[1],
          maximumConsecutiveShifts: numbers[2], minimumConsecutiveShifts: numbers[3],
          minimumConsecutiveDaysOff: numbers[4], maximumWeekends: numbers[5]))
    }
    if instance.employees.isEmpty {
      collector.add(
        .rowMissing, line: 0, found: "no employee", expected: "at least one employee",
        remedy: "Name the staff.")
    }
  }

  /// Most shifts of each type; a type that is not named has no limit but the horizon.
  private mutating func readMaxima(_ line: ShiftLine) -> [Int] {
    var maxima = [Int](repeating: instance.dayCount, count: instance.shifts.count)
    for part in line.fields[1].split(separator: "|") {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(trimmed)
      guard sides.count == 2 else {
        collector.add(
          .fieldCount, line: line.number, found: "“\(part)”", expected: "shift=maximum",
          remedy: "Write one maximum for each shift, joined by |.")
        continue
      }
      let maximum = collector.number(
        sides[1], of: "most shifts", in: 0...ShiftFormatLimits.number, line: line.number)
      guard let shift = find(sides[0], in: \.shiftIndex, line.number), let maximum else {
        continue
      }
      maxima[shift] = maximum
    }
    return maxima
  }

  private mutating func checkSize() {
    let size = instance.employees.count * instance.dayCount * (instance.shifts.count + 1)
    guard size > ShiftFormatLimits.cellChoices else { return }
    collector.add(
      .tooMany, line: 0, found: "\(size) choices in all cells",
      expected: "at most \(ShiftFormatLimits.cellChoices)",
      remedy: "Cut the instance into parts by time or staff.")
  }

  private mutating func readDaysOff() {
    for line in lines(.daysOff) {
      guard let employee = find(line.fields[0], in: \.employeeIndex, line.number) else { continue }
      let days = line.fields.dropFirst().compactMap {
        collector.number($0, of: "day", in: 0...(instance.dayCount - 1), line: line.number)
      }
      let all = Set(instance.employees[employee].daysOff).union(days)
      instance.employees[employee].daysOff = all.sorted()
    }
  }

  private mutating func readRequests(_ section: Section, wish: ShiftRequest.Wish) {
    var seen: Set<Int> = []
    for line in lines(section) {
      guard hasFields(line, 4, "employee, day, shift, weight") else { continue }
      let count = instance.requests.count
      guard hasRoom(count, ShiftFormatLimits.requests, "requests", line.number) else { return }
      let employee = find(line.fields[0], in: \.employeeIndex, line.number)
      let day = collector.number(
        line.fields[1], of: "day", in: 0...(instance.dayCount - 1), line: line.number)
      let shift = find(line.fields[2], in: \.shiftIndex, line.number)
      let weight = collector.number(
        line.fields[3], of: "weight", in: 0...ShiftFormatLimits.number, line: line.number)
      guard let employee, let day, let shift, let weight else { continue }
      let cell = employee * instance.dayCount + day
      guard seen.insert(cell * instance.shifts.count + shift).inserted else {
        collector.add(
          .repeatedEntry, line: line.number, found: "a second request for this day and shift",
          expected: "one", remedy: "Keep the one that is meant.")
        continue
      }
      instance.requests.append(
        ShiftRequest(employee: employee, day: day, shift: shift, weight: weight, wish: wish))
    }
  }

  private mutating func readCover() {
    var seen: Set<Int> = []
    for line in lines(.cover) {
      guard hasFields(line, 5, "day, shift, requirement, weight under, weight over") else {
        continue
      }
      let day = collector.number(
        line.fields[0], of: "day", in: 0...(instance.dayCount - 1), line: line.number)
      let shift = find(line.fields[1], in: \.shiftIndex, line.number)
      let numbers = line.fields[2...].map {
        collector.number(
          $0, of: "heads or a weight", in: 0...ShiftFormatLimits.number, line: line.number)
      }
      guard let day, let shift, let heads = numbers[0], let under = numbers[1],
        let over = numbers[2]
      else { continue }
      guard seen.insert(day * instance.shifts.count + shift).inserted else {
        collector.add(
          .repeatedEntry, line: line.number, found: "a second requirement for this day and shift",
          expected: "one", remedy: "Keep the one that is meant.")
        continue
      }
      instance.cover.append(
        ShiftCover(
          day: day, shift: shift, requirement: heads, weightUnder: under, weightOver: over))
    }
  }

  private mutating func newName(
    _ field: Substring, in index: WritableKeyPath<Self, [Substring: Int]>, line: Int
  ) -> String? {
    let isPlain =
      !field.isEmpty && field.utf8.count <= 64 && field != "-"
      && !field.contains { "\"=|".contains($0) || $0.isWhitespace }
    guard isPlain else {
      collector.add(
        .badName, line: line, found: "“\(field)”",
        expected: "1 to 64 bytes without blank, quote, = or |, and not a lone dash",
        remedy: "Rename it.")
      return nil
    }
    guard self[keyPath: index][field] == nil else {
      collector.add(
        .repeatedEntry, line: line, found: "a second “\(field)”", expected: "each name once",
        remedy: "Remove or rename one.")
      return nil
    }
    self[keyPath: index][field] = self[keyPath: index].count
    return String(field)
  }

  private mutating func find(
    _ name: Substring, in index: KeyPath<Self, [Substring: Int]>, _ line: Int
  ) -> Int? {
    if let found = self[keyPath: index][name] { return found }
    collector.add(
      .unknownName, line: line, found: "“\(name)”", expected: "a name stated before",
      remedy: "Correct the name.")
    return nil
  }

  private mutating func hasRoom(_ count: Int, _ limit: Int, _ what: String, _ line: Int) -> Bool {
    if count < limit { return true }
    collector.add(
      .tooMany, line: line, found: "more than \(limit) \(what)", expected: "at most \(limit)",
      remedy: "Cut the instance into parts.")
    return false
  }
}
