import Domain
import Rules

/// What stands in every cell of the time that is known: history, then the horizon. Days are counted
/// from ``first``.
///
/// - Complexity: built in O(people × days + records); a change of a cell costs O(duties of its
///   row).
struct DutyTimeline {
  /// One duty or home call at its clock times, in elapsed minutes.
  struct Timed {
    var start: Int
    var end: Int
    var day: Int
    var part: DayPart
    var activity: Int
    /// Whether the person is at work; false for home call.
    var isDuty: Bool
  }

  let people: DutyPeople
  let plan: RotationPlan
  let serviceWeeks: ServiceWeekPlan
  let clock: ElapsedClock
  /// The first date of which something is known.
  let first: CalendarDate
  /// Days of the duty schedule.
  let horizon: Range<Int>
  /// Weekday, whether it is a holiday, and the week of its block, of each day.
  let weekdays: [Weekday]
  let holidays: [Bool]
  let weeksOfBlock: [Int]
  /// The programme's activities.
  let activities: [Activity]
  /// Counted minutes of each activity in each part.
  private let countedMinutes: [Int]
  /// Duties and home calls of each row that have clock times, in order of start.
  private(set) var timed: [[Timed]]

  /// An activity's index or `nothing`, row by row, day by day, part by part.
  private var cells: [Int]
  /// The rotation of each resident and day or `nothing`.
  private let rotations: [Int]
  /// Whether a resident is ever on a rotation, row by row.
  private let hasRotation: [Bool]
  private let away: [Bool]
  /// Cells of each row by activity, as `day * DayPart.count + part`.
  private var cellsOfRow: ActivityIndex
  /// Rows in each slot of the horizon by activity.
  private var rowsOfSlot: ActivityIndex

  /// No activity or rotation is known.
  static let nothing = -1

  init(people: DutyPeople, schedule: YearSchedule) {
    self.people = people
    plan = schedule.plan
    serviceWeeks = schedule.serviceWeeks
    clock = ElapsedClock(changes: people.duty.clockChanges)
    activities = people.duty.activities
    countedMinutes = people.duty.activities.flatMap { activity in
      DayPart.allCases.map { activity.minutes(in: $0) }
    }
    let dates = schedule.duties.dates
    let records = people.duty.history.filter { $0.slot.date < dates.first }
    let first = records.map(\.slot.date).min() ?? dates.first
    self.first = first
    let dayCount = dates.last - first + 1
    horizon = dates.first - first..<dayCount
    weekdays = (0..<dayCount).map { (first + $0).weekday }
    holidays = (0..<dayCount).map { people.isHoliday(first + $0) }
    weeksOfBlock = (0..<dayCount).map { people.facts.calendar.week(of: first + $0) ?? 1 }
    let cells = Self.cells(of: schedule.duties, records, people, dayCount: dayCount)
    self.cells = cells
    let width = dayCount * DayPart.count
    cellsOfRow = ActivityIndex(
      groups: people.count, width: width, activityCount: people.duty.activities.count
    ) { cells[$0 * width + $1] }
    let before = horizon.lowerBound * DayPart.count
    rowsOfSlot = ActivityIndex(
      groups: horizon.count * DayPart.count, width: people.count,
      activityCount: people.duty.activities.count
    ) { cells[$1 * width + before + $0] }
    rotations = Self.rotations(by: schedule.plan, people, first: first, dayCount: dayCount)
    let rotationCount = people.facts.rotations.count
    var hasRotation = Array(repeating: false, count: people.residentCount * rotationCount)
    for (place, rotation) in rotations.enumerated() where rotation != Self.nothing {
      hasRotation[place / dayCount * rotationCount + rotation] = true
    }
    self.hasRotation = hasRotation
    away = Self.away(people, first: first, dayCount: dayCount)
    timed = Array(repeating: [], count: people.count)
    for row in 0..<people.count { timed[row] = timedDuties(of: row) }
  }

  /// Days known, the horizon's last included.
  var dayCount: Int { horizon.upperBound }

  func date(of day: Int) -> CalendarDate { first + day }

  /// The index of the activity in a cell; `nothing` where none is known.
  func activity(_ row: Int, _ day: Int, _ part: DayPart) -> Int {
    guard day >= 0 else { return Self.nothing }
    return cells[(row * dayCount + day) * DayPart.count + part.rawValue]
  }

  /// Counted minutes of a cell; 0 where nothing is known.
  func minutes(_ row: Int, _ day: Int, _ part: DayPart) -> Int {
    let activity = activity(row, day, part)
    return activity == Self.nothing ? 0 : countedMinutes[activity * DayPart.count + part.rawValue]
  }

  /// The rotation of a resident on a day; `nothing` for faculty and dates in no block.
  func rotation(_ row: Int, _ day: Int) -> Int {
    guard row < people.residentCount, day >= 0 else { return Self.nothing }
    return rotations[row * dayCount + day]
  }

  /// Whether a resident is on one of some rotations on any known day; false for faculty.
  func isEver(_ row: Int, on named: [Bool]) -> Bool {
    guard row < people.residentCount else { return false }
    return named.indices.contains { named[$0] && hasRotation[row * named.count + $0] }
  }

  /// Whether a row holds one of some activities in any known cell.
  func holds(_ row: Int, anyOf activities: [Int]) -> Bool {
    cellsOfRow.holdsAny(of: activities, in: row)
  }

  /// Cells of a row that hold one of some activities, in order of time.
  func cells(_ row: Int, holding activities: [Int]) -> [DutyCell] {
    cellsOfRow.items(holding: activities, in: row).map { place in
      // A remainder by three is one of three parts.
      DutyCell(day: place / DayPart.count, part: DayPart(rawValue: place % DayPart.count)!)
    }
  }

  /// Rows that hold one of some activities in a slot of the horizon, rising.
  func rows(_ day: Int, _ part: DayPart, holding activities: [Int]) -> [Int] {
    let slot = (day - horizon.lowerBound) * DayPart.count + part.rawValue
    return rowsOfSlot.items(holding: activities, in: slot)
  }

  /// Whether a granted absence holds the day, known or not.
  func isAway(_ row: Int, _ day: Int) -> Bool {
    guard (0..<dayCount).contains(day) else { return people.isAway(row, on: date(of: day)) }
    return away[row * dayCount + day]
  }

  /// Duties and home calls of a row that begin in a range of elapsed minutes, in order of start.
  ///
  /// - Complexity: O(log *n* + *found*) in the row's duties.
  func timed(_ row: Int, beginningIn range: Range<Int>) -> ArraySlice<Timed> {
    let all = timed[row]
    func position(of start: Int) -> Int {
      var (low, high) = (0, all.count)
      while low < high {
        let middle = (low + high) / 2
        if all[middle].start < start { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return all[position(of: range.lowerBound)..<position(of: range.upperBound)]
  }

  /// Elapsed minutes at the midnight that begins a day.
  func midnight(_ day: Int) -> Int { clock.minutes(at: date(of: day), minute: 0) }

  /// Puts an activity into a cell of the horizon.
  mutating func put(_ activity: Int, _ row: Int, _ day: Int, _ part: DayPart) {
    let before = self.activity(row, day, part)
    let cell = day * DayPart.count + part.rawValue
    cellsOfRow.move(cell, in: row, from: before, to: activity)
    rowsOfSlot.move(
      row, in: cell - horizon.lowerBound * DayPart.count, from: before, to: activity)
    cells[row * dayCount * DayPart.count + cell] = activity
    timed[row].removeAll { $0.day == day && $0.part == part }
    guard let duty = timedDuty(row, day, part) else { return }
    let place = timed[row].firstIndex { Self.isBefore(duty, $0) } ?? timed[row].count
    timed[row].insert(duty, at: place)
  }

  private func timedDuties(of row: Int) -> [Timed] {
    (0..<dayCount).flatMap { day in
      DayPart.allCases.compactMap { timedDuty(row, day, $0) }
    }.sorted(by: Self.isBefore)
  }

  private static func isBefore(_ left: Timed, _ right: Timed) -> Bool {
    (left.start, left.end, left.day, left.part.rawValue)
      < (right.start, right.end, right.day, right.part.rawValue)
  }

  private func timedDuty(_ row: Int, _ day: Int, _ part: DayPart) -> Timed? {
    let index = activity(row, day, part)
    guard index != Self.nothing else { return nil }
    let activity = activities[index]
    guard activity.kind.isDuty || activity.kind == .homeCall,
      let span = activity.spans[part.rawValue]
    else { return nil }
    return Timed(
      start: clock.minutes(at: date(of: day), minute: span.start),
      end: clock.minutes(at: date(of: day), minute: span.end),
      day: day, part: part, activity: index, isDuty: activity.kind.isDuty)
  }

  private static func cells(
    of duties: DutySchedule, _ records: [DutyRecord], _ people: DutyPeople, dayCount: Int
  ) -> [Int] {
    var cells = Array(repeating: nothing, count: people.count * dayCount * DayPart.count)
    let before = (dayCount - duties.dates.dayCount) * DayPart.count
    for row in 0..<people.count {
      let start = row * dayCount * DayPart.count
      for column in 0..<duties.columnCount {
        cells[start + before + column] = duties[row, column]
      }
    }
    let first = duties.dates.last + (1 - dayCount)
    for record in records {
      guard let row = people.row(of: record.person),
        let activity = people.activityIndex(record.activity)
      else { continue }
      let day = record.slot.date - first
      cells[(row * dayCount + day) * DayPart.count + record.slot.part.rawValue] = activity
    }
    return cells
  }

  private static func rotations(
    by plan: RotationPlan, _ people: DutyPeople, first: CalendarDate, dayCount: Int
  ) -> [Int] {
    let columns = (0..<dayCount).map { people.planColumn(on: first + $0) }
    return (0..<people.residentCount).flatMap { row in
      columns.map { column in column.map { plan[row, $0] } ?? nothing }
    }
  }

  private static func away(
    _ people: DutyPeople, first: CalendarDate, dayCount: Int
  ) -> [Bool] {
    var away = Array(repeating: false, count: people.count * dayCount)
    for row in 0..<people.count {
      for absence in people.absences(of: row) {
        let start = max(0, absence.dates.first - first)
        let end = min(dayCount - 1, absence.dates.last - first)
        guard start <= end else { continue }
        for day in start...end { away[row * dayCount + day] = true }
      }
    }
    return away
  }
}
