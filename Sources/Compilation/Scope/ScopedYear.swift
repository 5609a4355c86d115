package import Domain
package import Rules

/// A schedule that a run starts from, in positions of the run's own programme, and what of it may
/// change.
///
/// Names carry it over, so that the programme may have changed since: what a person, rotation or
/// activity of the programme has no counterpart for in the schedule may change.
package struct ScopedYear: Sendable {
  /// Why a schedule can't be the start of a run.
  package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
  }

  /// The schedule's rotation in each cell of the plan.
  private let plan: [Int?]
  /// The schedule's service duty, 0 for an ordinary week, faculty by faculty.
  private let weeks: [Int?]
  /// The schedule's activity in each cell of the year, residents first.
  private let duties: [Int?]
  private let scope: ScheduleScope
  private let facts: PlanFacts
  private let people: DutyPeople?
  /// Whether plan and service weeks stay as they are everywhere.
  private let keepsPlan: Bool

  /// Carries a schedule over to a programme.
  ///
  /// - Throws: when the years differ, or the scope names something that the programme has not.
  /// - Complexity: O(people × dates of the year).
  package init(
    _ base: NamedSchedule, scope: ScheduleScope, keepsPlan: Bool, in program: Program
  ) throws(Fault) {
    let facts = program.facts
    let unknown = scope.unknownNames(in: facts)
    guard unknown.isEmpty else {
      throw Fault(
        description: "The scope names \(unknown.joined(separator: ", ")), which the programme has"
          + " not: neither a level or role nor a person.")
    }
    guard base.facts.calendar == facts.calendar, base.facts.planUnit == facts.planUnit else {
      throw Fault(
        description: "The version is of another academic year, or of other blocks, than the"
          + " programme.")
    }
    self.scope = scope
    self.keepsPlan = keepsPlan
    self.facts = PlanFacts(facts)
    people = DutyPeople(facts)
    plan = Self.plan(of: base, in: self.facts)
    guard let people, let year = base.year, let old = DutyPeople(base.facts) else {
      weeks = []
      duties = []
      return
    }
    weeks = Self.weeks(of: year, old, in: people)
    duties = Self.duties(of: year, old, in: people)
  }

  // MARK: Levels

  /// The plan's cells.
  package var planPins: GridPins {
    let columns = facts.columns.indices.map { column in
      !keepsPlan && scope.holds(all: dates(ofColumn: column))
    }
    return GridPins(
      choices: plan,
      isFree: facts.facts.residents.flatMap { resident in
        columns.map { $0 && scope.holds(resident) }
      })
  }

  /// Cells of service weeks.
  ///
  /// - Precondition: the programme has a duty level.
  package var weekPins: GridPins {
    guard let people else { preconditionFailure("A programme without a duty level") }
    let free = people.serviceWeeks.map { !keepsPlan && scope.holds(all: $0) }
    let cells = people.duty.faculty.flatMap { member in free.map { $0 && scope.holds(member) } }
    return GridPins(
      choices: weeks.isEmpty ? Array(repeating: nil, count: cells.count) : weeks, isFree: cells)
  }

  /// Cells of the year's duties, before them `history` columns that nobody may change.
  ///
  /// - Precondition: the programme has a duty level.
  package func dutyPins(historyColumns history: Int) -> GridPins {
    guard let people else { preconditionFailure("A programme without a duty level") }
    let year = facts.facts.calendar.dates
    let width = year.dayCount * DayPart.count
    let days = (0..<year.dayCount).map { scope.holds(year.first + $0) }
    var pins = GridPins(choices: [], isFree: [])
    for row in 0..<people.count {
      let mayChange = holds(row, people)
      pins.choices += Array(repeating: nil, count: history)
      pins.isFree += Array(repeating: true, count: history)
      for column in 0..<width {
        pins.choices.append(duties.isEmpty ? nil : duties[row * width + column])
        pins.isFree.append(mayChange && days[column / DayPart.count])
      }
    }
    return pins
  }

  /// A programme in which the plan's cells that stay are locked: what has no plan there has none
  /// within the scope.
  package func locking(_ program: Program) -> Program {
    var program = program
    let pins = planPins
    program.facts.lockedCells += pins.choices.indices.compactMap { cell in
      guard pins.isFrozen(cell), let choice = pins.choices[cell] else { return nil }
      return LockedCell(
        resident: facts.facts.residents[cell / facts.columnCount].id,
        column: cell % facts.columnCount, rotation: facts.facts.rotations[choice].id, kind: .pinned)
    }
    let isHonoured = program.rules.contains { instance in
      guard case .lockedCells = instance.rule else { return false }
      return instance.severity.isHard && instance.scope == RuleScope()
    }
    if !isHonoured {
      program.rules.append(
        RuleInstance(
          id: "outside-the-scope", scope: RuleScope(), severity: Severity(level: .institution),
          rule: .lockedCells(LockedCellsHonoured())))
    }
    return program
  }

  // MARK: Words

  /// `R1 block 3: Ward`, for a frozen cell of the plan.
  package func planCell(_ cell: Int) -> String {
    let column = facts.columns[cell % facts.columnCount]
    let rotation = plan[cell].map { facts.facts.rotations[$0].id.rawValue } ?? "nothing"
    return "\(facts.facts.residents[cell / facts.columnCount].id) \(column): \(rotation)"
  }

  /// `R1 2025-07-03 AM: Clinic`, for a frozen cell of the duties.
  package func dutyCell(_ cell: Int, historyColumns history: Int) -> String {
    guard let people else { preconditionFailure("A programme without a duty level") }
    let year = facts.facts.calendar.dates
    let width = year.dayCount * DayPart.count
    let row = cell / (width + history)
    let column = cell % (width + history) - history
    // A remainder by three is one of three parts.
    let slot = DutySlot(
      date: year.first + column / DayPart.count, part: DayPart(rawValue: column % DayPart.count)!)
    let activity = duties[row * width + column].map { people.duty.activities[$0].id.rawValue }
    return "\(people.ids[row]) \(slot): \(activity ?? "nothing")"
  }

  // MARK: Carrying over

  private func holds(_ row: Int, _ people: DutyPeople) -> Bool {
    guard let member = people.facultyMember(at: row) else {
      return scope.holds(facts.facts.residents[row])
    }
    return scope.holds(member)
  }

  /// Dates whose duties follow from a column: block 0 belongs to the first.
  private func dates(ofColumn column: Int) -> DateRange {
    var dates = facts.columns[column].dates
    if column == 0, let zero = facts.facts.calendar.blockZero { dates.first = zero.first }
    return dates
  }

  private static func plan(of base: NamedSchedule, in facts: PlanFacts) -> [Int?] {
    let old = PlanFacts(base.facts)
    let rotations = base.facts.rotations.map { facts.rotationIndex($0.id) }
    return facts.facts.residents.flatMap { resident -> [Int?] in
      guard let row = old.residentIndex(resident.id) else {
        return Array(repeating: nil, count: facts.columnCount)
      }
      return facts.columns.indices.map { rotations[base.plan[row, $0]] }
    }
  }

  private static func weeks(
    of year: YearSchedule, _ old: DutyPeople, in people: DutyPeople
  ) -> [Int?] {
    let none = Array(repeating: Int?.none, count: people.serviceWeeks.count)
    guard old.serviceWeeks == people.serviceWeeks else {
      return people.duty.faculty.flatMap { _ in none }
    }
    let duties: [Int?] =
      [0]
      + old.duty.serviceDuties.map { duty in
        people.duty.serviceDuties.firstIndex { $0.id == duty.id }.map { $0 + 1 }
      }
    return people.duty.faculty.flatMap { member -> [Int?] in
      guard let row = old.row(of: member.id), row >= old.residentCount else { return none }
      return people.serviceWeeks.indices.map {
        duties[year.serviceWeeks[row - old.residentCount, $0]]
      }
    }
  }

  private static func duties(
    of year: YearSchedule, _ old: DutyPeople, in people: DutyPeople
  ) -> [Int?] {
    let activities = old.duty.activities.map { people.activityIndex($0.id) }
    let dates = people.facts.calendar.dates
    return people.ids.flatMap { id -> [Int?] in
      let row = old.row(of: id)
      return (0..<dates.dayCount).flatMap { day -> [Int?] in
        DayPart.allCases.map { part -> Int? in
          let slot = DutySlot(date: dates.first + day, part: part)
          guard let row, year.duties.dates.contains(slot.date) else { return nil }
          return activities[year.duties[row, year.duties.column(of: slot)]]
        }
      }
    }
  }
}
