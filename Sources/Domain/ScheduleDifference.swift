/// A schedule with the names of everything in it, whichever levels it has.
package struct NamedSchedule: Sendable {
  package var facts: ProgramFacts
  package var plan: RotationPlan
  /// Both levels; nil when only blocks were planned.
  package var year: YearSchedule?

  /// - Precondition: the schedule has the shape of the facts.
  package init(facts: ProgramFacts, plan: RotationPlan, year: YearSchedule?) {
    self.facts = facts
    self.plan = plan
    self.year = year
  }
}

/// One thing of one person that two schedules hold differently.
package struct ScheduleChange: Sendable, Hashable {
  /// In which part of a schedule.
  package enum Level: String, Sendable, Hashable, CaseIterable {
    /// A rotation of a resident.
    case plan
    /// A service week of a member of the faculty.
    case weeks
    /// An activity in one part of a day.
    case duties
  }

  package var person: PersonID
  package var level: Level
  /// Consecutive dates on which the change is the same.
  package var dates: DateRange
  /// The part of each of those dates; nil above duties.
  package var part: DayPart?
  /// What was there: a name, empty for an ordinary week; nil for someone who was not there.
  package var before: String?
  /// What is there now, in the same words.
  package var after: String?
  /// Cells that changed: blocks or half-blocks, weeks, parts of days.
  package var cells: Int
}

/// Who is touched when one schedule takes the place of another, where, and how.
///
/// - Complexity: O(people × dates of the year).
package struct ScheduleDifference: Sendable, Hashable {
  /// By level, then person in the order of the newer programme, then part and time.
  package var changes: [ScheduleChange]
  /// Cells that both schedules have, changed or not.
  package var comparedCells: Int

  /// Compares two schedules of one academic year by names, so that their programmes may differ.
  ///
  /// Duties are compared where both have them. Nil when the years or their blocks differ: such
  /// schedules have no cells in common.
  package init?(from before: NamedSchedule, to after: NamedSchedule) {
    guard before.facts.calendar == after.facts.calendar,
      before.facts.planUnit == after.facts.planUnit
    else { return nil }
    changes = []
    comparedCells = 0
    comparePlans(before, after)
    guard let old = before.year, let new = after.year, let oldPeople = DutyPeople(before.facts),
      let newPeople = DutyPeople(after.facts)
    else { return }
    if oldPeople.serviceWeeks == newPeople.serviceWeeks {
      compareWeeks((old, oldPeople), (new, newPeople))
    }
    compareDuties((old, oldPeople), (new, newPeople))
  }

  private typealias Side = (schedule: YearSchedule, people: DutyPeople)

  private mutating func comparePlans(_ before: NamedSchedule, _ after: NamedSchedule) {
    let old = PlanFacts(before.facts)
    let new = PlanFacts(after.facts)
    func name(_ side: NamedSchedule, _ facts: PlanFacts, _ person: PersonID, _ column: Int)
      -> String?
    {
      facts.residentIndex(person).map {
        side.facts.rotations[side.plan[$0, column]].id.rawValue
      }
    }
    let columns = new.columns.map(\.dates)
    for person in Self.all(before.facts.residents.map(\.id), after.facts.residents.map(\.id)) {
      compare(person, .plan, columns, nil) {
        (name(before, old, person, $0), name(after, new, person, $0))
      }
    }
  }

  private mutating func compareWeeks(_ before: Side, _ after: Side) {
    func name(_ side: Side, _ person: PersonID, _ week: Int) -> String? {
      guard let row = side.people.row(of: person), row >= side.people.residentCount else {
        return nil
      }
      let entry = side.schedule.serviceWeeks[row - side.people.residentCount, week]
      return entry == 0 ? "" : side.people.duty.serviceDuties[entry - 1].id.rawValue
    }
    let people = Self.all(
      before.people.duty.faculty.map(\.id), after.people.duty.faculty.map(\.id))
    for person in people {
      compare(person, .weeks, after.people.serviceWeeks, nil) {
        (name(before, person, $0), name(after, person, $0))
      }
    }
  }

  private mutating func compareDuties(_ before: Side, _ after: Side) {
    let first = max(before.schedule.duties.dates.first, after.schedule.duties.dates.first)
    let last = min(before.schedule.duties.dates.last, after.schedule.duties.dates.last)
    guard first <= last else { return }
    func name(_ side: Side, _ person: PersonID, _ slot: DutySlot) -> String? {
      side.people.row(of: person).map { row in
        let duties = side.schedule.duties
        return side.people.duty.activities[duties[row, duties.column(of: slot)]].id.rawValue
      }
    }
    let dates = (0..<(last - first + 1)).map { DateRange(first: first + $0, last: first + $0) }
    for person in Self.all(before.people.ids, after.people.ids) {
      for part in DayPart.allCases {
        compare(person, .duties, dates, part) { index in
          let slot = DutySlot(date: first + index, part: part)
          return (name(before, person, slot), name(after, person, slot))
        }
      }
    }
  }

  /// Walks a row of cells in order of time and joins neighbours that change alike.
  private mutating func compare(
    _ person: PersonID, _ level: ScheduleChange.Level, _ columns: [DateRange], _ part: DayPart?,
    _ names: (Int) -> (before: String?, after: String?)
  ) {
    var open: ScheduleChange?
    for (index, dates) in columns.enumerated() where dates.dayCount > 0 {
      let (before, after) = names(index)
      if before != nil && after != nil { comparedCells += 1 }
      if before != after, let last = open, last.before == before, last.after == after,
        last.dates.last + 1 == dates.first
      {
        open?.dates.last = dates.last
        open?.cells += 1
        continue
      }
      if let open { changes.append(open) }
      open =
        before == after
        ? nil
        : ScheduleChange(
          person: person, level: level, dates: dates, part: part, before: before, after: after,
          cells: 1)
    }
    if let open { changes.append(open) }
  }

  /// The newer names in their order, then those that are gone.
  private static func all(_ before: [PersonID], _ after: [PersonID]) -> [PersonID] {
    let known = Set(after)
    return after + before.filter { !known.contains($0) }
  }
}

extension ScheduleDifference {
  /// What changes for one person.
  package struct Person: Sendable, Hashable {
    package var person: PersonID
    /// Changed cells of each level, in the order of ``ScheduleChange/Level/allCases``.
    package var cells: [Int]
    /// Different dates on which a duty changes.
    package var dutyDates: Int
  }

  /// Everybody who is touched, in the order of ``changes``.
  ///
  /// - Complexity: O(changed cells).
  package var people: [Person] {
    var order: [PersonID] = []
    var cells: [PersonID: [Int]] = [:]
    var dates: [PersonID: Set<CalendarDate>] = [:]
    for change in changes {
      if cells[change.person] == nil {
        order.append(change.person)
        cells[change.person] = ScheduleChange.Level.allCases.map { _ in 0 }
      }
      // Every level is one of all cases.
      let level = ScheduleChange.Level.allCases.firstIndex(of: change.level)!
      cells[change.person]?[level] += change.cells
      guard change.level == .duties else { continue }
      for day in 0..<change.dates.dayCount {
        dates[change.person, default: []].insert(change.dates.first + day)
      }
    }
    return order.map {
      Person(person: $0, cells: cells[$0] ?? [], dutyDates: dates[$0]?.count ?? 0)
    }
  }

  /// Cells that changed.
  package var changedCells: Int { changes.reduce(0) { $0 + $1.cells } }
}
