import Domain

/// Name, calendar, plan unit, levels, tracks and rotations: what everything else refers to.
enum ProgramHeader {
  static func draft(_ fields: YAMLFields, _ faults: FaultCollector) -> ProgramDraft? {
    let name = fields.required("name")?.text()
    let year = fields.required("academic_year")?.whole(in: 1990...2200)
    let policy = fields.optional("calendar").map(calendarPolicy) ?? .thirteenBlocks
    let unit =
      fields.optional("plan_unit").map {
        $0.word([("block", PlanUnit.block), ("half-block", .halfBlock)])
      } ?? PlanUnit.block
    guard let name, let year, let policy, let unit else { return nil }
    let place = fields.optional("calendar")?.location ?? fields.location
    guard fits(policy, year: year, at: place, faults) else { return nil }
    let facts = ProgramFacts(
      name: name, calendar: AcademicCalendar(year: year, policy: policy), planUnit: unit,
      levels: [], residents: [], rotations: [])
    let draft = ProgramDraft(facts: facts, faults: faults)
    _ = draft.usable(name, at: fields.location)
    let before = faults.faults.count
    readLevels(fields.required("levels"), draft)
    readTracks(fields.optional("tracks"), draft)
    readRotations(fields.required("rotations"), draft)
    return faults.faults.count == before || !draft.facts.rotations.isEmpty ? draft : nil
  }

  // MARK: Calendar

  private static func calendarPolicy(_ value: YAMLValue) -> CalendarPolicy? {
    guard let fields = value.fields() else { return nil }
    let before = value.faults.faults.count
    var policy = CalendarPolicy.thirteenBlocks
    if let start = fields.optional("start") { readStart(start, &policy) }
    if let anchor = fields.optional("anchor_weekday") {
      let weekdays = Weekday.allCases.map { ("\($0)", Weekday?.some($0)) }
      if let day = anchor.word(weekdays + [("none", nil)]) { policy.anchorWeekday = day }
    }
    if let count = fields.optional("blocks")?.whole(in: 1...53) { policy.blockCount = count }
    if let days = fields.optional("block_days")?.whole(in: 7...28) { policy.blockLength = days }
    if let zero = fields.optional("block_zero")?.word([
      ("orientation", CalendarPolicy.BlockZero.orientation), ("none", .none),
    ]) {
      policy.blockZero = zero
    }
    if let tail = fields.optional("tail")?.word([
      ("last-block-varies", CalendarPolicy.Tail.lastBlockVaries), ("unassigned", .unassigned),
    ]) {
      policy.tail = tail
    }
    fields.finish()
    return value.faults.faults.count == before ? policy : nil
  }

  private static func readStart(_ value: YAMLValue, _ policy: inout CalendarPolicy) {
    guard let text = value.text() else { return }
    let parts = text.split(separator: "-").map { Int($0) }
    // A start that is a date of a common year is a date of every year.
    guard parts.count == 2, let month = parts[0], let day = parts[1],
      CalendarDate(year: 2025, month: month, day: day) != nil
    else {
      value.fault(
        .dateWrong, found: "start: \(text)", expected: "a month and day of every year, as 07-01",
        remedy: "write MM-DD; 29 February is no start")
      return
    }
    policy.startMonth = month
    policy.startDay = day
  }

  private static func fits(
    _ policy: CalendarPolicy, year: Int, at place: Location, _ faults: FaultCollector
  ) -> Bool {
    let calendar = AcademicCalendar(year: year, policy: policy)
    let free = calendar.dates.last - calendar.firstBlockStart + 1
    let whole = policy.tail == .lastBlockVaries ? policy.blockCount - 1 : policy.blockCount
    // A last block that varies keeps more than half its length, so that its second half has days.
    let least =
      whole * policy.blockLength
      + (policy.tail == .lastBlockVaries ? policy.blockLength / 2 + 1 : 0)
    if [7, 14, 28].contains(policy.blockLength), least <= free { return true }
    faults.add(
      .calendarImpossible, at: place,
      found: "\(policy.blockCount) blocks of \(policy.blockLength) days in \(free) days",
      expected: "blocks of 7, 14 or 28 days that fit between the first anchor day and year's end",
      remedy: "lower blocks or block_days")
    return false
  }

  // MARK: Names

  private static func readLevels(_ value: YAMLValue?, _ draft: ProgramDraft) {
    for item in value?.items() ?? [] {
      guard let name = item.text(), draft.usable(name, at: item.location) else { continue }
      guard draft.levelPlaces[LevelID(name)] == nil else {
        repeated("level", name, item)
        continue
      }
      draft.levelPlaces[LevelID(name)] = item.location
      draft.facts.levels.append(LevelID(name))
    }
  }

  private static func readTracks(_ value: YAMLValue?, _ draft: ProgramDraft) {
    for item in value?.items() ?? [] {
      guard let name = item.text(), draft.usable(name, at: item.location) else { continue }
      if draft.tracks.contains(name) {
        repeated("track", name, item)
      } else {
        draft.tracks.append(name)
      }
    }
  }

  private static func readRotations(_ value: YAMLValue?, _ draft: ProgramDraft) {
    let items = value?.items() ?? []
    if items.count > ProgramDraft.rotationsMax {
      value?.fault(
        .tooMany, found: "\(items.count) rotations",
        expected: "at most \(ProgramDraft.rotationsMax)", remedy: "split the programme")
    }
    for item in items.prefix(ProgramDraft.rotationsMax) {
      guard let rotation = rotation(item), draft.usable(rotation.id.rawValue, at: item.location)
      else { continue }
      guard draft.rotationPlaces[rotation.id] == nil else {
        repeated("rotation", rotation.id.rawValue, item)
        continue
      }
      draft.rotationPlaces[rotation.id] = item.location
      draft.facts.rotations.append(rotation)
    }
  }

  private static func rotation(_ item: YAMLValue) -> Rotation? {
    guard item.isMapping else { return item.text().map { Rotation(id: RotationID($0)) } }
    guard let fields = item.fields() else { return nil }
    let id = fields.required("id")?.text()
    let mayBeHalf = fields.optional("half")?.flag() ?? false
    let isAway = fields.optional("away")?.flag() ?? false
    fields.finish()
    return id.map { Rotation(id: RotationID($0), mayBeHalf: mayBeHalf, isAway: isAway) }
  }

  private static func repeated(_ kind: String, _ name: String, _ item: YAMLValue) {
    item.fault(
      .nameRepeated, found: "the \(kind) \"\(name)\" again", expected: "each \(kind) once",
      remedy: "remove or rename one of them")
  }
}
