import Domain

/// Weekly patterns and who follows them.
extension DutyDraft {
  func readPatterns(_ value: YAMLValue?) {
    for (key, item) in value?.fields()?.entries() ?? [] {
      guard let name = key.text(), program.usable(name, at: key.location),
        let fields = item.fields()
      else { continue }
      let filler = fields.required("default").flatMap { cell($0) }
      let week = fields.optional("week")
      var variants: [DutyPattern.Variant] = []
      for variant in fields.optional("weeks")?.items() ?? [] {
        guard let inner = variant.fields() else { continue }
        let numbers = inner.required("weeks")?.items().compactMap { $0.whole(in: 1...5) } ?? []
        let days = inner.required("week")
        inner.finish()
        guard let filler, let days else { continue }
        variants.append(.init(weeks: numbers, cells: cells(days, filler)))
      }
      let holiday = fields.optional("holiday")
      fields.finish()
      guard let filler else { continue }
      let plain = Array(repeating: filler, count: 21)
      variants.append(.init(cells: week.map { cells($0, filler) } ?? plain))
      let pattern = DutyPattern(
        id: PatternID(name), variants: variants,
        holiday: holiday.map { day($0, over: Array(repeating: filler, count: 3)) })
      patternNames.insert(pattern.id)
      duty.patterns.append(pattern)
    }
  }

  /// The 21 cells of a week: narrower words win over wider ones.
  private func cells(_ value: YAMLValue, _ filler: PatternCell) -> [PatternCell] {
    var result = Array(repeating: filler, count: 21)
    guard let fields = value.fields() else { return result }
    for (word, days) in YAMLValue.dayWords {
      guard let item = fields.optional(word) else { continue }
      for weekday in days {
        let start = (weekday.rawValue - 1) * DayPart.count
        let current = Array(result[start..<start + DayPart.count])
        result.replaceSubrange(start..<start + DayPart.count, with: day(item, over: current))
      }
    }
    fields.finish()
    return result
  }

  private func day(_ value: YAMLValue, over current: [PatternCell]) -> [PatternCell] {
    guard let fields = value.fields() else { return current }
    let result = DayPart.allCases.map { part in
      fields.optional(part.name).flatMap { cell($0, part) } ?? current[part.rawValue]
    }
    fields.finish()
    return result
  }

  /// A cell of a pattern; in a known part each activity must be able to stand there.
  private func cell(_ value: YAMLValue, _ part: DayPart? = nil) -> PatternCell? {
    let isProtected = value.isMapping
    let inner = isProtected ? value.fields() : nil
    let names = isProtected ? inner?.required("protected") : value
    inner?.finish()
    guard let names, let allowed = activities(names) else { return nil }
    if let part {
      for id in allowed where !duty.activities[activityIndex[id] ?? 0].parts[part.rawValue] {
        value.fault(
          .spanMissing, found: "\(id) in a cell of \(part.name)",
          expected: "an activity with a clock span for \(part.name)",
          remedy: "give it \(part.name): \"from-to\", or move it")
      }
    }
    return PatternCell(allowed: allowed, isProtected: isProtected)
  }

  func readRotationPatterns(_ value: YAMLValue?) {
    for (key, item) in value?.fields()?.entries() ?? [] {
      guard let name = key.text(), let rotation = program.rotation(name, at: key.location) else {
        continue
      }
      guard item.isMapping else {
        if let pattern = pattern(item) {
          duty.rotationPatterns.append(RotationPattern(rotation: rotation, pattern: pattern))
        }
        continue
      }
      for (word, inner) in item.fields()?.entries() ?? [] {
        guard let levelName = word.text(), let pattern = pattern(inner) else { continue }
        if levelName == "default" {
          duty.rotationPatterns.append(RotationPattern(rotation: rotation, pattern: pattern))
        } else if let level = program.level(levelName, at: word.location) {
          duty.rotationPatterns.append(
            RotationPattern(rotation: rotation, levels: [level], pattern: pattern))
        }
      }
    }
  }

  func readServiceWeeks(_ value: YAMLValue?) {
    guard let fields = value?.fields() else { return }
    if let start = fields.optional("start")?.word(Weekday.allCases.map { ("\($0)", $0) }) {
      duty.serviceWeekStart = start
    }
    for (key, item) in fields.required("duties")?.fields()?.entries() ?? [] {
      guard let name = key.text(), program.usable(name, at: key.location),
        let pattern = pattern(item)
      else { continue }
      serviceDutyNames.insert(ServiceDutyID(name))
      duty.serviceDuties.append(ServiceDuty(id: ServiceDutyID(name), pattern: pattern))
    }
    fields.finish()
  }
}
