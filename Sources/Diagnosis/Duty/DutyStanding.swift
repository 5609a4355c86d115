import Containers
import Domain
import Rules

/// Who may stand on which activity in which slot, by the rules that speak of single cells and by
/// whatever rotations the plan's rules leave open: more people than in any schedule, never fewer.
///
/// For one thread; keeps what it has read of the programme.
final class DutyStanding {
  /// A part of the rules: duty instances by position, plan instances as the plan's reasoning
  /// selects them, and people whom rules bind at all.
  struct Part {
    var duty: Set<Int>
    var rows: Set<Int>
    var plan: PlanReasoning
  }

  let program: Program
  let people: DutyPeople
  let facts: PlanFacts
  /// Rows in scope of each duty instance.
  let scopes: [Set<Int>]
  /// Duty instances that say who may stand where.
  let cellInstances: [Int]
  private let patternOfRotation: [[Int?]]
  private let levelOfResident: [Int]
  private let patternOfMember: [Int?]
  private let patternsOfService: [Int]
  private let credentials: [[HeldCredential]]
  private let locks: [Place: ActivityID]
  /// The plan column of each day of the year; nil in no block.
  private let columnOfDay: [Int?]
  /// The week of its block of each day of the year.
  private let weekOfDay: [Int]

  struct Place: Hashable {
    var row: Int
    var slot: DutySlot
  }

  init?(_ program: Program) {
    guard let people = DutyPeople(program.facts) else { return nil }
    self.program = program
    self.people = people
    let facts = PlanFacts(program.facts)
    self.facts = facts
    scopes = program.dutyRules.map { Set($0.scope.dutyRows(in: people, facts)) }
    cellInstances = program.dutyRules.indices.filter {
      program.dutyRules[$0].severity.isHard && program.dutyRules[$0].rule.bindsCells
    }
    let duty = people.duty
    func position(_ id: PatternID) -> Int? { duty.patterns.firstIndex { $0.id == id } }
    patternOfRotation = program.facts.rotations.map { rotation in
      let own = duty.rotationPatterns.filter { $0.rotation == rotation.id }
      return program.facts.levels.map { level in
        let entry = own.first { $0.levels.contains(level) } ?? own.first { $0.levels.isEmpty }
        return entry.flatMap { position($0.pattern) }
      }
    }
    levelOfResident = program.facts.residents.map { person in
      program.facts.levels.firstIndex(of: person.level) ?? 0
    }
    patternOfMember = duty.faculty.map { position($0.pattern) }
    patternsOfService = duty.serviceDuties.compactMap { position($0.pattern) }
    let byPerson = Dictionary(grouping: duty.credentials, by: \.person)
    credentials = people.ids.map { byPerson[$0] ?? [] }
    locks = Dictionary(
      duty.lockedDuties.compactMap { lock in
        people.row(of: lock.person).map { (Place(row: $0, slot: lock.slot), lock.activity) }
      }, uniquingKeysWith: { first, _ in first })
    let year = program.facts.calendar.dates
    columnOfDay = (0..<year.dayCount).map { people.planColumn(on: year.first + $0) }
    weekOfDay = (0..<year.dayCount).map {
      program.facts.calendar.week(of: year.first + $0) ?? 1
    }
  }

  /// The plan column that holds a date of the year; nil for a date in no block.
  func column(on date: CalendarDate) -> Int? {
    columnOfDay[date - program.facts.calendar.dates.first]
  }

  /// Whether a relaxation spares an instance on a date for somebody: it then binds nobody there.
  func isSpared(_ instance: Int, on date: CalendarDate) -> Bool {
    let id = program.dutyRules[instance].id
    return program.relaxations.contains { $0.instance == id && $0.dates.contains(date) }
  }

  /// Whether the scope of an instance holds a date.
  func holds(_ instance: Int, _ date: CalendarDate) -> Bool {
    let dates = program.dutyRules[instance].scope.dates
    return dates.isEmpty || dates.contains { $0.contains(date) }
  }

  /// Rotations on which a resident may stand on one of the activities; nil for somebody who needs
  /// none (faculty, or whom no rule of the part binds) and may; empty for nobody who may.
  ///
  /// - Parameter scope: the rule that counts people; its own rotations restrict who counts.
  func openings(
    _ row: Int, _ slot: DutySlot, _ activities: [Int], scope: RuleScope, _ part: Part
  ) -> BitSet? {
    let isResident = row < people.residentCount
    guard part.rows.contains(row) else { return nil }
    let binding = cellInstances.filter {
      part.duty.contains($0) && scopes[$0].contains(row) && holds($0, slot.date)
        && !isSpared($0, on: slot.date)
    }
    let open = activities.filter { activity in
      people.duty.activities[activity].parts[slot.part.rawValue]
        && binding.allSatisfy { mayStand(row, slot, activity, by: $0) }
    }
    guard !open.isEmpty else { return BitSet() }
    let patterns = binding.filter { isPattern($0) && !isFree($0, row, slot) }
    guard isResident else {
      return patterns.isEmpty || facultyStands(row, slot, open, patterns) ? nil : BitSet()
    }
    guard let column = column(on: slot.date) else { return nil }
    let rotations = part.plan.domain(row, column).members.filter { rotation in
      guard scope.rotations.isEmpty || scope.rotations.contains(id(rotation)) else { return false }
      return patterns.allSatisfy { residentStands(row, slot, open, rotation, $0) }
    }
    return BitSet(rotations)
  }

  private func id(_ rotation: Int) -> RotationID { program.facts.rotations[rotation].id }

  private func isPattern(_ instance: Int) -> Bool {
    if case .patternHonoured = program.dutyRules[instance].rule { return true }
    return false
  }

  /// Whether the pattern rule leaves the cell alone: days of absence and locked cells.
  private func isFree(_ instance: Int, _ row: Int, _ slot: DutySlot) -> Bool {
    people.isAway(row, on: slot.date) || locks[Place(row: row, slot: slot)] != nil
  }

  private func mayStand(_ row: Int, _ slot: DutySlot, _ activity: Int, by instance: Int) -> Bool {
    let found = people.duty.activities[activity]
    let scope = program.dutyRules[instance].scope
    // Rules for some rotations bind only on those, and which one it will be is not settled.
    guard scope.rotations.isEmpty else { return true }
    switch program.dutyRules[instance].rule {
    case .absenceHonoured:
      return (found.kind == .away) == people.isAway(row, on: slot.date)
    case .credentialRequired:
      return found.requires.allSatisfy { needed in
        credentials[row].contains { $0.credential == needed && $0.dates.contains(slot.date) }
      }
    case .lockedDuties:
      return locks[Place(row: row, slot: slot)].map { $0 == found.id } ?? true
    case .eligibleActivities(let rule):
      return isEligible(row, slot, found, rule)
    default: return true
    }
  }

  private func isEligible(
    _ row: Int, _ slot: DutySlot, _ found: Activity, _ rule: EligibleActivities
  ) -> Bool {
    if rule.outsideAvailableDays {
      guard let member = people.facultyMember(at: row), !member.availableWeekdays.isEmpty,
        !member.availableWeekdays.contains(slot.date.weekday)
      else { return true }
    }
    guard covers(rule.selection, slot) else { return true }
    let isNamed = names(rule.selection, found)
    return rule.isAllowed ? isNamed || found.kind == .free || found.kind == .away : !isNamed
  }

  /// Whether a selection speaks of a slot.
  func covers(_ selection: DutySelection, _ slot: DutySlot) -> Bool {
    (selection.parts.isEmpty || selection.parts.contains(slot.part))
      && (selection.weekdays.isEmpty || selection.weekdays.contains(slot.date.weekday))
      && (selection.onHolidays.map { $0 == people.isHoliday(slot.date) } ?? true)
  }

  /// Whether a selection names an activity.
  func names(_ selection: DutySelection, _ activity: Activity) -> Bool {
    selection.activities.isEmpty
      ? activity.kind.isDuty || activity.kind == .homeCall
      : selection.activities.contains(activity.id)
  }

  /// Positions of the activities that a selection names.
  func activities(of selection: DutySelection) -> [Int] {
    people.duty.activities.indices.filter { names(selection, people.duty.activities[$0]) }
  }

  private func residentStands(
    _ row: Int, _ slot: DutySlot, _ open: [Int], _ rotation: Int, _ instance: Int
  ) -> Bool {
    let pattern = patternOfRotation[rotation][levelOfResident[row]]
    return stands(slot, open, pattern, instance)
  }

  private func facultyStands(
    _ row: Int, _ slot: DutySlot, _ open: [Int], _ instances: [Int]
  ) -> Bool {
    let own = patternOfMember[row - people.residentCount]
    return instances.allSatisfy { instance in
      stands(slot, open, own, instance)
        || patternsOfService.contains { stands(slot, open, $0, instance) }
    }
  }

  private func stands(_ slot: DutySlot, _ open: [Int], _ pattern: Int?, _ instance: Int) -> Bool {
    guard case .patternHonoured(let rule) = program.dutyRules[instance].rule else { return true }
    let cell = pattern.map {
      people.duty.patterns[$0].cell(
        on: slot.date, part: slot.part,
        weekOfBlock: weekOfDay[slot.date - program.facts.calendar.dates.first],
        isHoliday: people.isHoliday(slot.date))
    }
    return open.contains { activity in
      let found = people.duty.activities[activity]
      guard let cell, !cell.allowed.isEmpty else {
        return found.id == rule.filler || found.kind == .free
      }
      return cell.allowed.contains(found.id)
    }
  }
}

extension AnyDutyRule {
  /// Whether it judges who may stand in a single cell.
  var bindsCells: Bool {
    switch self {
    case .patternHonoured, .absenceHonoured, .credentialRequired, .eligibleActivities,
      .lockedDuties:
      true
    default: false
    }
  }
}
