import Domain

extension ProgramDraft {
  /// Reads residents, absences, preferences and locked cells from their CSV files.
  func readTables(_ value: YAMLValue?, _ folder: ProgramFolder) {
    let fields = value?.fields()
    let place = value?.location ?? Location(path: "program.yaml")
    if let file = file("residents", fields, folder, isRequired: true, at: place) {
      readResidents(file)
    }
    if facts.residents.isEmpty {
      faults.add(
        .noResidents, at: place, found: "no residents", expected: "at least one resident",
        remedy: "list them in residents.csv")
    }
    readDutyHeader(folder)
    if let file = file("absences", fields, folder, at: place) { readAbsences(file) }
    if let file = file("preferences", fields, folder, at: place) { readPreferences(file) }
    if let file = file("locked", fields, folder, at: place) { readLocks(file) }
    fields?.finish()
  }

  /// One CSV file with the names that the programme gives its columns.
  struct TableFile {
    let table: CSVTable
    /// Column indexes by the names that this programme's formats know.
    var columns: [String: Int] = [:]
    /// Pairs of columns that hold leave by block and half, with the kind of leave.
    var leave: [(block: Int, half: Int?, kind: String)] = []
  }

  /// Names of columns that each table knows; those that it cannot do without.
  private static let known: [String: (all: [String], required: [String])] = [
    "residents": (["id", "level", "track"], ["id", "level"]),
    "absences": (
      ["resident_id", "person_id", "start", "end", "block", "half", "kind", "status"], []
    ),
    "preferences": (
      ["resident_id", "rotation_preference", "date_range", "priority"],
      ["resident_id", "rotation_preference", "date_range", "priority"]
    ),
    "faculty": (
      ["id", "role", "pattern", "available", "percentage"], ["id", "role", "pattern"]
    ),
    "credentials": (
      ["person_id", "credential", "start", "end"], ["person_id", "credential", "start", "end"]
    ),
    "history": (
      ["person_id", "date", "part", "activity"], ["person_id", "date", "part", "activity"]
    ),
    "tallies": (["person_id", "rule", "amount"], ["person_id", "rule", "amount"]),
    "locked_duties": (
      ["person_id", "date", "part", "activity", "provenance"],
      ["person_id", "date", "part", "activity"]
    ),
    "duty_preferences": (
      ["person_id", "wish", "activities", "start", "end", "days", "parts", "priority"],
      ["person_id", "wish", "start", "end", "priority"]
    ),
    "locked": (
      ["resident_id", "block", "half", "rotation", "kind"],
      ["resident_id", "block", "rotation", "kind"]
    ),
  ]

  func file(
    _ kind: String, _ fields: YAMLFields?, _ folder: ProgramFolder, isRequired: Bool = false,
    at place: Location
  ) -> TableFile? {
    let stated = fields?.optional(kind)
    var path = "\(kind).csv"
    var names: [String: YAMLValue] = [:]
    var leave: YAMLValue?
    if let stated, stated.isMapping, let inner = stated.fields() {
      path = inner.optional("path")?.text() ?? path
      if let columns = inner.optional("columns")?.fields() {
        for name in Self.known[kind]?.all ?? [] { names[name] = columns.optional(name) }
        columns.finish()
      }
      leave = kind == "residents" ? inner.optional("leave") : nil
      inner.finish()
    } else if let stated {
      path = stated.text() ?? path
    } else if !isRequired, !folder.exists(path) {
      return nil
    }
    guard let text = folder.text(of: path, namedAt: stated?.location ?? place, faults) else {
      return nil
    }
    let table = CSVTable(text: text, path: path, faults)
    return columns(of: kind, TableFile(table: table), names, leave)
  }

  private func columns(
    of kind: String, _ start: TableFile, _ names: [String: YAMLValue], _ leave: YAMLValue?
  ) -> TableFile? {
    var file = start
    var isComplete = true
    for name in Self.known[kind]?.all ?? [] {
      let written = names[name]?.text() ?? name
      if let index = file.table.header.firstIndex(of: written) {
        file.columns[name] = index
      } else if names[name] != nil || Self.known[kind]?.required.contains(name) == true {
        missing(written, in: file.table, namedAt: names[name]?.location)
        isComplete = false
      }
    }
    for item in leave?.items() ?? [] {
      guard let fields = item.fields() else { continue }
      let block = fields.required("block").flatMap { column($0, in: file.table) }
      let half = fields.optional("half").map { column($0, in: file.table) }
      let kind = fields.optional("kind")?.text() ?? "vacation"
      fields.finish()
      if let half, half == nil { continue }
      if let block { file.leave.append((block, half ?? nil, kind)) }
    }
    return isComplete ? file : nil
  }

  private func column(_ value: YAMLValue, in table: CSVTable) -> Int? {
    guard let name = value.text() else { return nil }
    if let index = table.header.firstIndex(of: name) { return index }
    missing(name, in: table, namedAt: value.location)
    return nil
  }

  private func missing(_ name: String, in table: CSVTable, namedAt location: Location?) {
    faults.add(
      .columnMissing, at: location ?? Location(path: table.path, line: 1),
      found: "no column \"\(name)\" in \(table.path)", expected: "a column of that name",
      remedy: NearestName.remedy(for: name, among: table.header.filter { !$0.isEmpty }))
  }
}
