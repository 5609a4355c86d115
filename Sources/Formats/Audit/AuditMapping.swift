package import Domain

/// How a foreign table is read: whose row, what its columns are, what its cells mean.
package struct AuditMapping: Sendable {
  /// What the columns of the table stand for.
  package enum Columns: String, Sendable, CaseIterable {
    /// Blocks or half-blocks, in order: a rotation plan.
    case blocks
    /// Dates: each cell names what fills the whole day.
    case dates
    /// Dates with AM, PM or night.
    case slots
  }

  /// How dates stand in the header.
  package enum DateOrder: String, Sendable, CaseIterable {
    /// `2025-07-03`
    case iso
    /// `7/3/2025` or `7/3/25`
    case monthDayYear = "month/day/year"
    /// `3/7/2025`, `3.7.2025`
    case dayMonthYear = "day/month/year"
  }

  /// Heading of the column with people's names.
  var personColumn = "person"
  var columns = Columns.slots
  var dateOrder = DateOrder.iso
  /// Columns that are left out.
  var ignored: Set<String> = []
  /// Names in the table → people of the programme; others are read as they stand.
  var people: [String: PersonID] = [:]
  /// Words in the table → rotations, for blocks.
  var rotations: [String: RotationID] = [:]
  /// Words in the table → what stands in morning, afternoon and night.
  var cells: [String: [ActivityID]] = [:]
  /// What an empty cell, or a person without a row, stands for; nil to refuse it.
  var empty: String?

  /// Reads cells as names of the programme and columns as slots: what Rota itself writes.
  package static let none = AuditMapping()

  /// Reads a mapping file; every fault at once.
  ///
  /// - Parameter facts: the programme whose names the right-hand sides are.
  package static func read(
    text: String, path: String, of facts: ProgramFacts
  ) throws(InputError) -> AuditMapping {
    let faults = FaultCollector()
    var mapping = AuditMapping()
    if let fields = YAMLValue.parse(text: text, path: path, faults)?.fields() {
      mapping.read(fields, facts, faults)
    }
    try faults.throwIfAny()
    return mapping
  }

  private mutating func read(
    _ fields: YAMLFields, _ facts: ProgramFacts, _ faults: FaultCollector
  ) {
    personColumn = fields.optional("person")?.text() ?? personColumn
    columns =
      fields.required("columns")?.word(Columns.allCases.map { ($0.rawValue, $0) }) ?? columns
    dateOrder =
      fields.optional("dates")?.word(DateOrder.allCases.map { ($0.rawValue, $0) }) ?? dateOrder
    ignored = Set(fields.optional("ignore")?.items().compactMap { $0.text() } ?? [])
    empty = fields.optional("empty")?.text()
    let known = Set(
      facts.residents.map(\.id) + (facts.duty?.faculty.map(\.id) ?? []))
    for (key, value) in fields.optional("people")?.fields()?.entries() ?? [] {
      guard let name = key.text(), let id = value.text() else { continue }
      if known.contains(PersonID(id)) {
        people[name] = PersonID(id)
      } else {
        value.fault(
          .residentUnknown, found: "the person \"\(id)\"", expected: "a person of the programme",
          remedy: NearestName.remedy(for: id, among: known.map(\.rawValue).sorted()))
      }
    }
    for (key, value) in fields.optional("cells")?.fields()?.entries() ?? [] {
      guard let word = key.text() else { continue }
      if columns == .blocks {
        readRotation(word, value, facts)
      } else {
        readActivities(word, value, facts)
      }
    }
    fields.finish()
  }

  private mutating func readRotation(_ word: String, _ value: YAMLValue, _ facts: ProgramFacts) {
    guard let name = value.text() else { return }
    guard facts.rotations.contains(where: { $0.id == RotationID(name) }) else {
      return value.fault(
        .rotationUnknown, found: "the rotation \"\(name)\"",
        expected: "a rotation of the programme",
        remedy: NearestName.remedy(for: name, among: facts.rotations.map(\.id.rawValue)))
    }
    rotations[word] = RotationID(name)
  }

  /// One activity for all parts, or one for each: `{AM: Ward, PM: Ward, night: Off}`.
  private mutating func readActivities(
    _ word: String, _ value: YAMLValue, _ facts: ProgramFacts
  ) {
    let names: [String?]
    if value.isMapping, let parts = value.fields() {
      names = DayPart.allCases.map { parts.required($0.name)?.text() }
      parts.finish()
    } else {
      let name = value.text()
      names = [name, name, name]
    }
    let known = facts.duty?.activities ?? []
    var result: [ActivityID] = []
    for name in names.compactMap({ $0 }) {
      if known.contains(where: { $0.id == ActivityID(name) }) {
        result.append(ActivityID(name))
      } else {
        value.fault(
          .activityUnknown, found: "the activity \"\(name)\"",
          expected: "an activity of the programme",
          remedy: NearestName.remedy(for: name, among: known.map(\.id.rawValue)))
      }
    }
    if result.count == DayPart.count { cells[word] = result }
  }

  /// A date as a heading writes it; nil when it is none.
  func date(_ text: some StringProtocol) -> CalendarDate? {
    if let date = CalendarDate(text) { return date }
    let parts = text.split { "/.-".contains($0) }.map { Int($0) }
    guard parts.count == 3, let first = parts[0], let second = parts[1], var year = parts[2] else {
      return nil
    }
    if year < 100 { year += 2000 }
    switch dateOrder {
    case .iso: return nil
    case .monthDayYear: return CalendarDate(year: year, month: first, day: second)
    case .dayMonthYear: return CalendarDate(year: year, month: second, day: first)
    }
  }
}
