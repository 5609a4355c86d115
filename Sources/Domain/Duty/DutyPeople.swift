/// Rows of a duty schedule and the patterns that hold on their dates: facts only.
///
/// - Complexity: built in O(people + names + absences × days); questions O(1) unless they say
///   otherwise.
package struct DutyPeople: Sendable {
  package let facts: ProgramFacts
  package let duty: DutyFacts
  /// Names of the rows: residents, then faculty.
  package let ids: [PersonID]
  /// The academic year.
  package let year: DateRange
  /// Service weeks of the year, rising.
  package let serviceWeeks: [DateRange]

  private let rows: [PersonID: Int]
  private let activityIndices: [ActivityID: Int]
  private let patternIndices: [PatternID: Int]
  private let holidays: Set<CalendarDate>
  /// Granted absences of each row, rising by their first day.
  private let absences: [[Absence]]
  /// For each rotation and level, an index into the patterns; nil without duties.
  private let patternOfRotation: [[Int?]]
  private let levelOfResident: [Int]
  /// The plan column of each date of the academic year; nil for a date in no block.
  private let columnOfDay: [Int?]
  /// The week of its block of each date of the academic year.
  private let weekOfDay: [Int]

  /// Reads a programme; nil when it has no duty level.
  package init?(_ facts: ProgramFacts) {
    guard let duty = facts.duty else { return nil }
    self.facts = facts
    self.duty = duty
    ids = facts.residents.map(\.id) + duty.faculty.map(\.id)
    serviceWeeks = facts.calendar.serviceWeeks(from: duty.serviceWeekStart)
    rows = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    activityIndices = Dictionary(
      duty.activities.enumerated().map { ($1.id, $0) }, uniquingKeysWith: min)
    patternIndices = Dictionary(
      duty.patterns.enumerated().map { ($1.id, $0) }, uniquingKeysWith: min)
    holidays = Set(duty.holidays)
    var absences = Array(repeating: [Absence](), count: ids.count)
    for absence in facts.absences where absence.isBinding {
      if let row = rows[absence.person] { absences[row].append(absence) }
    }
    self.absences = absences.map { $0.sorted { $0.dates.first < $1.dates.first } }
    levelOfResident = facts.residents.map { person in
      facts.levels.firstIndex(of: person.level) ?? 0
    }
    let year = facts.calendar.dates
    self.year = year
    columnOfDay = (0..<year.dayCount).map { Self.planColumn(on: year.first + $0, facts) }
    weekOfDay = (0..<year.dayCount).map { facts.calendar.week(of: year.first + $0) ?? 1 }
    patternOfRotation = facts.rotations.map { [patternIndices] rotation in
      let own = duty.rotationPatterns.filter { $0.rotation == rotation.id }
      return facts.levels.map { level in
        let entry = own.first { $0.levels.contains(level) } ?? own.first { $0.levels.isEmpty }
        return entry.flatMap { patternIndices[$0.pattern] }
      }
    }
  }

  /// Rows of a duty schedule.
  package var count: Int { ids.count }

  /// Rows that are residents; faculty follow.
  package var residentCount: Int { facts.residents.count }

  /// Row of a person; nil for a name that is none.
  package func row(of id: PersonID) -> Int? { rows[id] }

  /// Position of an activity; nil for a name that is none.
  package func activityIndex(_ id: ActivityID) -> Int? { activityIndices[id] }

  /// The faculty member of a row at or after ``residentCount``; nil for a resident.
  package func facultyMember(at row: Int) -> FacultyMember? {
    row >= residentCount ? duty.faculty[row - residentCount] : nil
  }

  /// Whether holiday patterns and rules hold on a date.
  package func isHoliday(_ date: CalendarDate) -> Bool { holidays.contains(date) }

  /// Granted absences of a row, rising by their first day.
  package func absences(of row: Int) -> [Absence] { absences[row] }

  /// Whether a granted absence holds a date of a row.
  ///
  /// - Complexity: O(absences of the row).
  package func isAway(_ row: Int, on date: CalendarDate) -> Bool {
    absences[row].contains { $0.dates.contains(date) }
  }

  /// The rotation of a resident on a date by a plan: block 0 belongs to the first column. Nil for a
  /// date in no block.
  package func rotation(ofResident row: Int, on date: CalendarDate, in plan: RotationPlan) -> Int? {
    guard let column = planColumn(on: date) else { return nil }
    return plan[row, column]
  }

  /// The plan column that holds a date, the first for block 0; nil for a date in no block.
  package func planColumn(on date: CalendarDate) -> Int? {
    let day = date - year.first
    return columnOfDay.indices.contains(day) ? columnOfDay[day] : nil
  }

  private static func planColumn(on date: CalendarDate, _ facts: ProgramFacts) -> Int? {
    guard let block = facts.calendar.block(of: date) else { return nil }
    if block == 0 { return 0 }
    let width = facts.planUnit.columnsPerBlock
    let half = width == 2 ? (facts.calendar.half(of: date) ?? 1) - 1 : 0
    return (block - 1) * width + half
  }

  /// The week of its block that holds a date, from 1; 1 for a date outside the academic year.
  private func weekOfBlock(_ date: CalendarDate) -> Int {
    let day = date - year.first
    return weekOfDay.indices.contains(day) ? weekOfDay[day] : 1
  }

  /// The service week that holds a date of the year.
  ///
  /// - Complexity: O(1).
  package func serviceWeek(on date: CalendarDate) -> Int {
    let firstLength = serviceWeeks[0].dayCount
    let day = date - serviceWeeks[0].first
    return day < firstLength ? 0 : (day - firstLength) / 7 + 1
  }

  /// The cell of the pattern that holds for a row in a slot: the rotation's for a resident, the
  /// service duty's or their own for faculty. Nil where no pattern says anything.
  ///
  /// - Complexity: O(variants).
  package func patternCell(
    _ row: Int, _ slot: DutySlot, plan: RotationPlan, serviceWeeks: ServiceWeekPlan
  ) -> PatternCell? {
    guard let index = pattern(row, on: slot.date, plan: plan, serviceWeeks: serviceWeeks) else {
      return nil
    }
    return duty.patterns[index].cell(
      on: slot.date, part: slot.part, weekOfBlock: weekOfBlock(slot.date),
      isHoliday: isHoliday(slot.date))
  }

  private func pattern(
    _ row: Int, on date: CalendarDate, plan: RotationPlan, serviceWeeks: ServiceWeekPlan
  ) -> Int? {
    if let member = facultyMember(at: row) {
      let entry = serviceWeeks[row - residentCount, serviceWeek(on: date)]
      let id = entry == 0 ? member.pattern : duty.serviceDuties[entry - 1].pattern
      return patternIndices[id]
    }
    return rotation(ofResident: row, on: date, in: plan).flatMap {
      patternOfRotation[$0][levelOfResident[row]]
    }
  }
}
