import Containers
import Domain
import Rules

/// What every lowering of a duty rule asks: rows, columns, choices and what stood before.
///
/// Columns are the three parts of each date of ``span``: the horizon, and before it the dates of
/// which history knows something, whose cells have one choice each. Choices are the programme's
/// activities in order, and one more for a cell of history of which nothing is known.
struct DutyContext {
  /// Dates of history that are looked at: the longest that the reader takes.
  static let historyDays = 56

  let people: DutyPeople
  let planFacts: PlanFacts
  var plan: RotationPlan
  var serviceWeeks: ServiceWeekPlan
  let horizon: DateRange
  let span: DateRange
  let clock: ElapsedClock
  /// Choices at which the person is at work.
  let dutyChoices: BitSet
  let homeCallChoices: BitSet
  let awayChoices: BitSet
  let freeChoices: BitSet
  /// Choices that may stand in each part.
  let choicesOfPart: [BitSet]
  /// The choice of each cell before the horizon, row by row.
  let history: [Int]
  /// A number for each row: equal for rows that are away on the same dates.
  private let awayKindOfRow: [Int]
  /// Dates of the grid on which rows of each number are away with a granted absence.
  private let datesOfAwayKind: [[Bool]]

  init(
    people: DutyPeople, planFacts: PlanFacts, plan: RotationPlan, serviceWeeks: ServiceWeekPlan,
    horizon: DateRange
  ) {
    self.people = people
    self.planFacts = planFacts
    self.plan = plan
    self.serviceWeeks = serviceWeeks
    self.horizon = horizon
    let duty = people.duty
    let earliest = horizon.first + -Self.historyDays
    let known = duty.history.filter { earliest <= $0.slot.date && $0.slot.date < horizon.first }
    let first = known.map(\.slot.date).min() ?? horizon.first
    let span = DateRange(first: first, last: horizon.last)
    self.span = span
    clock = ElapsedClock(changes: duty.clockChanges)
    (awayKindOfRow, datesOfAwayKind) = Self.awayKinds(of: people, in: span)
    func choices(_ holds: (Activity) -> Bool) -> BitSet {
      BitSet(duty.activities.indices.filter { holds(duty.activities[$0]) })
    }
    dutyChoices = choices { $0.kind.isDuty }
    homeCallChoices = choices { $0.kind == .homeCall }
    awayChoices = choices { $0.kind == .away }
    freeChoices = choices { $0.kind == .free }
    choicesOfPart = DayPart.allCases.map { part in choices { $0.parts[part.rawValue] } }
    let width = (horizon.first - first) * DayPart.count
    var history = Array(repeating: duty.activities.count, count: people.count * width)
    for record in known {
      guard let row = people.row(of: record.person),
        let choice = people.activityIndex(record.activity)
      else { continue }
      let column = (record.slot.date - first) * DayPart.count + record.slot.part.rawValue
      history[row * width + column] = choice
    }
    self.history = history
  }

  var activities: [Activity] { people.duty.activities }

  /// The choice of a cell of which nothing is known.
  var nothing: Int { activities.count }

  /// The activities and ``nothing``.
  var choiceCount: Int { activities.count + 1 }

  var rowCount: Int { people.count }

  var columnCount: Int { span.dayCount * DayPart.count }

  /// Columns before the horizon.
  var historyColumns: Int { (horizon.first - span.first) * DayPart.count }

  /// Dates of the grid, rising.
  var dates: [CalendarDate] { (0..<span.dayCount).map { span.first + $0 } }

  func column(_ date: CalendarDate, _ part: DayPart) -> Int {
    (date - span.first) * DayPart.count + part.rawValue
  }

  func slot(_ column: Int) -> DutySlot {
    // A remainder by three is one of three parts.
    DutySlot(
      date: span.first + column / DayPart.count, part: DayPart(rawValue: column % DayPart.count)!)
  }

  /// Columns of a range of dates, as far as the grid has them.
  func columns(_ dates: DateRange) -> Range<Int> {
    let first = max(dates.first, span.first)
    let last = min(dates.last, span.last)
    guard first <= last else { return 0..<0 }
    return column(first, .morning)..<column(last, .night) + 1
  }

  /// Columns of the horizon.
  var horizonColumns: Range<Int> { historyColumns..<columnCount }

  /// Minutes of elapsed time from the midnight that begins the grid.
  func minute(_ date: CalendarDate, _ minute: Int) -> Int {
    clock.minutes(at: date, minute: minute) - clock.minutes(at: span.first, minute: 0)
  }

  // MARK: Scope and selection

  /// Whether a scope speaks of a row's date.
  func covers(_ scope: RuleScope, _ row: Int, _ date: CalendarDate) -> Bool {
    guard scope.dates.isEmpty || scope.dates.contains(where: { $0.contains(date) }) else {
      return false
    }
    guard !scope.rotations.isEmpty else { return true }
    guard row < people.residentCount, people.year.contains(date),
      let rotation = people.rotation(ofResident: row, on: date, in: plan)
    else { return false }
    return scope.rotations.contains(planFacts.facts.rotations[rotation].id)
  }

  /// The choices that a selection names.
  func choices(_ selection: DutySelection) -> BitSet {
    selection.activities.isEmpty
      ? dutyChoices.union(homeCallChoices) : choices(selection.activities)
  }

  func choices(_ names: [ActivityID]) -> BitSet { BitSet(names.compactMap(people.activityIndex)) }

  /// Duties of a list of names; every duty for an empty one.
  func duties(_ names: [ActivityID]) -> BitSet {
    names.isEmpty ? dutyChoices : choices(names).intersection(dutyChoices)
  }

  /// Whether a selection speaks of a slot.
  func matches(_ selection: DutySelection, _ slot: DutySlot) -> Bool {
    (selection.parts.isEmpty || selection.parts.contains(slot.part))
      && (selection.weekdays.isEmpty || selection.weekdays.contains(slot.date.weekday))
      && (selection.onHolidays.map { $0 == people.isHoliday(slot.date) } ?? true)
  }

  /// Rows with the same covered dates of the grid, each with those dates.
  func groups(_ part: DutyRulePart) -> [(rows: [Int], covered: [Bool])] {
    guard let first = part.rows.first else { return [] }
    let dates = dates
    // Only rotations tell one row from another.
    guard !part.scope.rotations.isEmpty else {
      return [(part.rows, dates.map { covers(part.scope, first, $0) })]
    }
    let named = BitSet(
      planFacts.facts.rotations.indices.filter {
        part.scope.rotations.contains(planFacts.facts.rotations[$0].id)
      })
    // A date is covered where its plan column holds one of them, if it may be at all.
    let columnOfDate = dates.map { date in
      let mayBe = part.scope.dates.isEmpty || part.scope.dates.contains { $0.contains(date) }
      return mayBe ? people.planColumn(on: date) : nil
    }
    let columns = Set(columnOfDate.compactMap { $0 }).sorted()
    let groups = grouped(part.rows) { row in
      BitSet(row < people.residentCount ? columns.filter { named.contains(plan[row, $0]) } : [])
    }
    return groups.map { group in
      (group.rows, columnOfDate.map { $0.map(group.key.contains) ?? false })
    }
  }

  /// Rows with the same columns in scope, as the families of the clock name both: no columns stand
  /// for all of them; rows without any are left out.
  func clockScopes(_ part: DutyRulePart) -> [(rows: [Int32], columns: [Int32])] {
    groups(part).filter { $0.covered.contains(true) }.map { rows, covered in
      let columns =
        covered.contains(false)
        ? (0..<columnCount).filter { covered[$0 / DayPart.count] }.map { Int32($0) } : []
      return (rows.map { Int32($0) }, columns)
    }
  }

  /// Rows by what they share, in the order of their first member.
  func grouped<Key: Hashable>(
    _ rows: [Int], by key: (Int) -> Key
  ) -> [(rows: [Int], key: Key)] {
    var order: [Key] = []
    var members: [Key: [Int]] = [:]
    for row in rows {
      let own = key(row)
      if members[own] == nil { order.append(own) }
      members[own, default: []].append(row)
    }
    return order.map { (members[$0] ?? [], $0) }
  }

  /// Rows that count on the same of the covered dates: all of them, or those without leave.
  func counting(
    _ rows: [Int], on covered: [Bool], withoutLeave: Bool
  ) -> [(rows: [Int], counts: [Bool])] {
    guard withoutLeave else { return [(rows, covered)] }
    return groupedByAway(rows).map { group in
      (group.rows, zip(covered, group.away).map { $0 && !$1 })
    }
  }

  /// Rows that are away with a granted absence on the same dates of the grid, with those dates.
  func groupedByAway(_ rows: [Int]) -> [(rows: [Int], away: [Bool])] {
    grouped(rows) { awayKindOfRow[$0] }.map { ($0.rows, datesOfAwayKind[$0.key]) }
  }

  /// Numbers rows by the dates of a span on which they are away, and gives those of each number.
  private static func awayKinds(
    of people: DutyPeople, in span: DateRange
  ) -> (ofRow: [Int], dates: [[Bool]]) {
    let days = 0..<span.dayCount
    var numbers: [BitSet: Int] = [:]
    var dates: [[Bool]] = []
    let ofRow = (0..<people.count).map { row in
      let absences = people.absences(of: row).map { absence in
        (absence.dates.first - span.first..<absence.dates.last - span.first + 1).clamped(to: days)
      }
      let away = BitSet(absences.joined())
      if let number = numbers[away] { return number }
      numbers[away] = dates.count
      dates.append(days.map(away.contains))
      return dates.count - 1
    }
    return (ofRow, dates)
  }
}
