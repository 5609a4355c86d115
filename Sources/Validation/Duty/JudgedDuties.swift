import Domain
import Rules

/// The people and dates of one rule instance, resolved once.
struct DutyScope {
  /// Rows of the people in scope, rising.
  let rows: [Int]
  /// The place of each row in ``rows``.
  private let places: [Int?]
  private let dates: [DateRange]
  /// For each rotation, whether it is named; nil when rotations do not restrict.
  private let rotations: [Bool]?

  init(_ scope: RuleScope, people: DutyPeople, plan: PlanFacts) {
    rows = scope.dutyRows(in: people, plan)
    var places = [Int?](repeating: nil, count: people.count)
    for (place, row) in rows.enumerated() { places[row] = place }
    self.places = places
    dates = scope.dates
    rotations =
      scope.rotations.isEmpty
      ? nil : people.facts.rotations.map { scope.rotations.contains($0.id) }
  }

  func holds(row: Int) -> Bool { places[row] != nil }

  /// The place of a row in ``rows``; nil for one out of scope.
  func place(of row: Int) -> Int? { places[row] }

  func holds(_ date: CalendarDate) -> Bool {
    dates.isEmpty || dates.contains { $0.contains(date) }
  }

  /// Whether a row is on a rotation in scope on any known day.
  func mayHold(row: Int, in timeline: DutyTimeline) -> Bool {
    guard let rotations else { return true }
    return timeline.isEver(row, on: rotations)
  }

  func holds(rotation: Int) -> Bool {
    guard let rotations else { return true }
    return rotation != DutyTimeline.nothing && rotations[rotation]
  }
}

/// A duty schedule of the right shape as one rule instance sees it.
struct JudgedDuties {
  let timeline: DutyTimeline
  let scope: DutyScope

  var people: DutyPeople { timeline.people }
  var horizon: Range<Int> { timeline.horizon }

  /// Whether a day of a row is in scope.
  func sees(_ row: Int, _ day: Int) -> Bool {
    scope.holds(row: row) && scope.holds(timeline.date(of: day))
      && scope.holds(rotation: timeline.rotation(row, day))
  }

  /// Whether any known day of a row may be in scope.
  func seesAny(_ row: Int) -> Bool {
    scope.holds(row: row) && scope.mayHold(row: row, in: timeline)
  }

  /// Whether every day is in scope, known or not.
  func sees(_ row: Int, wholly days: Range<Int>) -> Bool { days.allSatisfy { sees(row, $0) } }

  /// Whether a cell in scope holds what a selection names.
  func isOn(_ selector: DutySelector, _ row: Int, _ day: Int, _ part: DayPart) -> Bool {
    let activity = timeline.activity(row, day, part)
    return activity != DutyTimeline.nothing && selector.names(activity)
      && selector.covers(day, part, in: timeline) && sees(row, day)
  }

  /// Cells of a row in scope that hold what a selection names, in order of time.
  func cells(_ selector: DutySelector, of row: Int, in days: Range<Int>) -> [DutyCell] {
    guard seesAny(row) else { return [] }
    return timeline.cells(row, holding: selector.named).filter { cell in
      days.contains(cell.day) && selector.covers(cell.day, cell.part, in: timeline)
        && sees(row, cell.day)
    }
  }

  /// Rows in scope that hold what a selection names in a slot of the horizon, rising.
  func rows(_ selector: DutySelector, _ day: Int, _ part: DayPart) -> [Int] {
    guard selector.covers(day, part, in: timeline) else { return [] }
    return timeline.rows(day, part, holding: selector.named).filter { sees($0, day) }
  }

  /// The activity in a cell; nil where none is known.
  func activity(_ row: Int, _ cell: DutyCell) -> Activity? {
    let index = timeline.activity(row, cell.day, cell.part)
    return index == DutyTimeline.nothing ? nil : timeline.activities[index]
  }

  func name(_ row: Int) -> String { people.ids[row].rawValue }

  func date(_ day: Int) -> CalendarDate { timeline.date(of: day) }

  /// Dates of some days.
  func dates(_ days: Range<Int>) -> DateRange {
    DateRange(first: date(days.lowerBound), last: date(days.upperBound - 1))
  }

  /// The days of some dates, known or not.
  func days(_ dates: DateRange) -> Range<Int> {
    dates.first - timeline.first..<dates.last - timeline.first + 1
  }

  /// The known part of some days.
  func known(_ days: Range<Int>) -> Range<Int> { days.clamped(to: 0..<timeline.dayCount) }

  /// `2025-07-03 AM Clinic`, or `2025-07-03 AM nothing` where nothing is known.
  func words(_ row: Int, _ cell: DutyCell) -> String {
    "\(date(cell.day)) \(cell.part.name) \(activity(row, cell)?.id.rawValue ?? "nothing")"
  }

  /// The assignments of a row in some cells, the first ``Rules/DutyPlace/limit`` of them.
  func causes(_ row: Int, _ cells: [DutyCell]) -> [DutyPlace.Assignment] {
    cells.prefix(DutyPlace.limit).compactMap { cell in
      activity(row, cell).map {
        DutyPlace.Assignment(
          person: people.ids[row], slot: DutySlot(date: date(cell.day), part: cell.part),
          activity: $0.id)
      }
    }
  }

  /// Windows of an averaged rule that end inside the horizon, as days.
  func windows(_ kind: WindowKind, ofDays length: Int) -> [Range<Int>] {
    switch kind {
    case .rolling: horizon.map { $0 - length + 1..<$0 + 1 }
    case .perBlock:
      people.facts.calendar.windows(ofDays: length).map(days).filter {
        horizon.contains($0.upperBound - 1)
      }
    }
  }

  /// Days of some that no granted absence of the row holds.
  func daysPresent(_ row: Int, in days: Range<Int>) -> Int {
    days.count { !timeline.isAway(row, $0) }
  }
}

/// One cell of a row.
struct DutyCell: Hashable {
  var day: Int
  var part: DayPart
}

/// What a ``Rules/DutySelection`` speaks of, resolved once.
struct DutySelector {
  /// Positions of the activities that it names, rising.
  let named: [Int]
  private let activities: [Bool]
  private let parts: [Bool]
  private let weekdays: [Bool]
  private let onHolidays: Bool?

  init(_ selection: DutySelection, in people: DutyPeople) {
    activities = people.flags(selection.activities) { $0.kind.isDuty || $0.kind == .homeCall }
    named = activities.indices.filter { [activities] in activities[$0] }
    parts = DayPart.allCases.map { selection.parts.isEmpty || selection.parts.contains($0) }
    weekdays = Weekday.allCases.map {
      selection.weekdays.isEmpty || selection.weekdays.contains($0)
    }
    onHolidays = selection.onHolidays
  }

  /// Whether it names the activity.
  func names(_ activity: Int) -> Bool { activities[activity] }

  /// Whether it speaks of the part of the day.
  func covers(_ day: Int, _ part: DayPart, in timeline: DutyTimeline) -> Bool {
    parts[part.rawValue] && weekdays[timeline.weekdays[day].rawValue - 1]
      && (onHolidays == nil || onHolidays == timeline.holidays[day])
  }
}

extension DutyPeople {
  /// For each activity, whether it is one of the names; without names, whether it is of a sort.
  func flags(_ names: [ActivityID], orAny sort: (Activity) -> Bool) -> [Bool] {
    names.isEmpty ? duty.activities.map(sort) : flags(named: names)
  }

  /// For each activity, whether it is one of the names.
  func flags(named names: [ActivityID]) -> [Bool] {
    var flags = Array(repeating: false, count: duty.activities.count)
    for name in names {
      if let index = activityIndex(name) { flags[index] = true }
    }
    return flags
  }
}

/// Minutes as people say them: `81 h`, `81 h 30 min`.
func hours(_ minutes: Int) -> String {
  minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
}

/// Hours begun in a positive number of minutes.
func startedHours(_ minutes: Int) -> Int { (minutes + 59) / 60 }
