import Domain

extension ProgramDraft {
  /// A cell that must not be empty, with its place; nil after a fault.
  func cell(_ name: String, _ row: CSVTable.Row, _ file: TableFile) -> (String, Location)? {
    guard let index = file.columns[name] else { return nil }
    if index < row.fields.count, row.fields[index] != "" {
      return (row.fields[index], row.location(index))
    }
    faults.add(
      .cellEmpty, at: row.location(index), found: "an empty \(name)",
      expected: "a value in every row", remedy: "fill the cell or remove the row")
    return nil
  }

  /// A cell that may be empty or have no column.
  func optionalCell(
    _ name: String, _ row: CSVTable.Row, _ file: TableFile
  ) -> (String, Location)? {
    optionalCell(file.columns[name], row)
  }

  private func optionalCell(_ index: Int?, _ row: CSVTable.Row) -> (String, Location)? {
    guard let index, index < row.fields.count, row.fields[index] != "" else { return nil }
    return (row.fields[index], row.location(index))
  }

  // MARK: Residents

  func readResidents(_ file: TableFile) {
    for row in file.table.rows {
      guard let (name, place) = cell("id", row, file), usable(name, at: place),
        let (levelName, levelPlace) = cell("level", row, file),
        let level = level(levelName, at: levelPlace)
      else { continue }
      guard facts.residents.count < Self.residentsMax else {
        faults.add(
          .tooMany, at: row.location(), found: "one more resident",
          expected: "at most \(Self.residentsMax)", remedy: "split the programme")
        return
      }
      guard residentIndex[PersonID(name)] == nil else {
        faults.add(
          .residentRepeated, at: place, found: "the resident \"\(name)\" again",
          expected: "each resident once", remedy: "remove or rename one of the rows")
        continue
      }
      var resident = Resident(id: PersonID(name), level: level)
      if let (trackName, trackPlace) = optionalCell(file.columns["track"], row) {
        resident.track = track(trackName, at: trackPlace) ?? ""
      }
      residentIndex[resident.id] = facts.residents.count
      residentPlaces.append(place)
      facts.residents.append(resident)
      for pair in file.leave { readLeave(pair, row, of: resident.id) }
    }
  }

  private func readLeave(
    _ pair: (block: Int, half: Int?, kind: String), _ row: CSVTable.Row, of resident: PersonID
  ) {
    guard let block = optionalCell(pair.block, row) else { return }
    guard let place = blockAndHalf(block, optionalCell(pair.half, row)) else { return }
    let dates = timeline.dates(block: place.block, half: place.half)
    facts.absences.append(Absence(person: resident, dates: dates, kind: pair.kind))
    absencePlaces.append(block.1)
  }

  /// A block from 1 and perhaps its half (`first`, `second`, `1`, `2`); nil after a fault.
  private func blockAndHalf(
    _ block: (String, Location), _ half: (String, Location)?
  ) -> (block: Int, half: Int?)? {
    guard let number = Int(block.0), (1...timeline.blockCount).contains(number) else {
      faults.add(
        .blockWrong, at: block.1, found: "block \(block.0)",
        expected: "a block from 1 to \(timeline.blockCount)", remedy: "count blocks from 1")
      return nil
    }
    guard let half else { return (number, nil) }
    let halves = ["first": 1, "1": 1, "second": 2, "2": 2]
    if let which = halves[half.0] { return (number, which) }
    faults.add(
      .blockWrong, at: half.1, found: "half \(half.0)", expected: "first or second",
      remedy: "write first, second, 1 or 2, or leave the cell empty for the whole block")
    return nil
  }

  func date(_ text: some StringProtocol, at place: Location) -> CalendarDate? {
    if let date = CalendarDate(text) { return date }
    faults.add(
      .dateWrong, at: place, found: "\"\(text)\"", expected: "a date like 2026-03-12",
      remedy: "write year-month-day with leading zeros")
    return nil
  }

  func range(
    _ first: CalendarDate, _ last: CalendarDate, at place: Location
  ) -> DateRange? {
    if first <= last { return DateRange(first: first, last: last) }
    faults.add(
      .rangeBackwards, at: place, found: "\(first) to \(last)", expected: "the earlier date first",
      remedy: "swap the two dates")
    return nil
  }

  // MARK: Absences, preferences, locked cells

  func readAbsences(_ file: TableFile) {
    for row in file.table.rows {
      let column = file.columns["resident_id"] == nil ? "person_id" : "resident_id"
      guard let (name, place) = cell(column, row, file),
        let person = duty?.person(name, at: place)
          ?? (duty == nil ? resident(name, at: place) : nil),
        let dates = absenceDates(row, file)
      else { continue }
      let kind = optionalCell(file.columns["kind"], row)?.0 ?? "vacation"
      var absence = Absence(person: person, dates: dates, kind: kind)
      if let (text, place) = optionalCell("status", row, file) {
        guard let status = Absence.Status(rawValue: text) else {
          unknownStatus(text, at: place)
          continue
        }
        absence.status = status
      }
      facts.absences.append(absence)
      absencePlaces.append(row.location())
    }
  }

  private func unknownStatus(_ text: String, at place: Location) {
    let words = Absence.Status.allCases.map(\.rawValue)
    faults.add(
      .wordUnknown, at: place, found: "the status \"\(text)\"",
      expected: "one of \(words.joined(separator: ", "))",
      remedy: NearestName.remedy(for: text, among: words))
  }

  private func absenceDates(_ row: CSVTable.Row, _ file: TableFile) -> DateRange? {
    if let block = optionalCell(file.columns["block"], row) {
      guard let place = blockAndHalf(block, optionalCell(file.columns["half"], row)) else {
        return nil
      }
      return timeline.dates(block: place.block, half: place.half)
    }
    guard let start = optionalCell(file.columns["start"], row),
      let end = optionalCell(file.columns["end"], row)
    else {
      faults.add(
        .cellEmpty, at: row.location(), found: "an absence without start and end",
        expected: "start and end, or a block", remedy: "fill start and end with dates")
      return nil
    }
    guard let first = date(start.0, at: start.1), let last = date(end.0, at: end.1) else {
      return nil
    }
    return range(first, last, at: start.1)
  }

  func readPreferences(_ file: TableFile) {
    for row in file.table.rows {
      guard let (name, place) = cell("resident_id", row, file),
        let (rotationName, rotationPlace) = cell("rotation_preference", row, file),
        let (rangeText, rangePlace) = cell("date_range", row, file),
        let (priorityText, priorityPlace) = cell("priority", row, file)
      else { continue }
      let resident = resident(name, at: place)
      let rotation = rotation(rotationName, at: rotationPlace)
      let dates = dateRange(rangeText, at: rangePlace)
      let priority = Wish.Priority(rawValue: priorityText)
      if priority == nil {
        faults.add(
          .wordUnknown, at: priorityPlace, found: "the priority \"\(priorityText)\"",
          expected: "high, medium or low",
          remedy: NearestName.remedy(
            for: priorityText, among: Wish.Priority.allCases.map(\.rawValue)))
      }
      guard let resident, let rotation, let dates, let priority else { continue }
      facts.wishes.append(
        Wish(resident: resident, rotation: rotation, dates: dates, priority: priority))
      wishPlaces.append(row.location())
    }
  }

  private func dateRange(_ text: String, at place: Location) -> DateRange? {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false)
    guard ends.count == 2 else {
      faults.add(
        .dateWrong, at: place, found: "\"\(text)\"", expected: "two dates as start:end",
        remedy: "write 2025-07-03:2025-07-30")
      return nil
    }
    guard let first = date(ends[0], at: place), let last = date(ends[1], at: place) else {
      return nil
    }
    return range(first, last, at: place)
  }

  func readLocks(_ file: TableFile) {
    for row in file.table.rows {
      guard let (name, namePlace) = cell("resident_id", row, file),
        let block = cell("block", row, file),
        let (rotationName, rotationPlace) = cell("rotation", row, file),
        let (kindText, kindPlace) = cell("kind", row, file)
      else { continue }
      let half = optionalCell(file.columns["half"], row)
      let resident = resident(name, at: namePlace)
      let rotation = rotation(rotationName, at: rotationPlace)
      let place = blockAndHalf(block, half)
      let kind = ["pin": LockedCell.Kind.pinned, "forbid": .forbidden][kindText]
      if kind == nil {
        faults.add(
          .wordUnknown, at: kindPlace, found: "the kind \"\(kindText)\"",
          expected: "pin or forbid",
          remedy: NearestName.remedy(for: kindText, among: ["pin", "forbid"]))
      }
      guard let resident, let rotation, let place, let kind else { continue }
      guard place.half == nil || facts.planUnit == .halfBlock else {
        faults.add(
          .halfWithoutHalfBlocks, at: half?.1 ?? row.location(), found: "half of a block",
          expected: "whole blocks, because plan_unit is block",
          remedy: "set plan_unit: half-block or leave the cell empty")
        continue
      }
      for column in timeline.columns(block: place.block, half: place.half) {
        facts.lockedCells.append(
          LockedCell(resident: resident, column: column, rotation: rotation, kind: kind))
        lockPlaces.append(row.location())
      }
    }
  }
}
