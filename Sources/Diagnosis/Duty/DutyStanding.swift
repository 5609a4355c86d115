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
  /// The same, rising.
  let rowsInScope: [[Int]]
  /// Duty instances that say who may stand where.
  let cellInstances: [Int]
  /// Those that bind each row.
  private let cellInstancesOfRow: [[Int]]
  private let activities: StandingActivities
  private let patterns: PatternChoices
  private let year: DateRange
  private let patternOfRotation: [[Int?]]
  private let levelOfResident: [Int]
  private let patternOfMember: [Int?]
  private let patternsOfService: [Int]
  private let credentials: [[HeldCredential]]
  private let locks: [Place: ActivityID]
  /// The plan column of each day of the year; nil in no block.
  private let columnOfDay: [Int?]
  /// The kind of each day's morning; afternoon and night follow.
  private let kindOfDay: [Int]
  /// Instances that count somebody's service weeks.
  private(set) lazy var turnCounts = program.dutyRules.indices.filter { weekCount($0) != nil }
  private var knownRotations: [Standing: BitSet] = [:]
  private var knownSupervisors: [Int: [(row: Int, named: BitSet)]] = [:]

  /// Whom a pattern rule leaves which rotations.
  private struct Standing: Hashable {
    var instance: Int
    var level: Int
    /// What the person may stand on by other rules.
    var open: BitSet
    /// Of the slot.
    var kind: Int
  }

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
    let scopes = program.dutyRules.map { Set($0.scope.dutyRows(in: people, facts)) }
    self.scopes = scopes
    rowsInScope = scopes.map { $0.sorted() }
    let cellInstances = program.dutyRules.indices.filter {
      program.dutyRules[$0].severity.isHard && program.dutyRules[$0].rule.bindsCells
    }
    self.cellInstances = cellInstances
    cellInstancesOfRow = (0..<people.count).map { row in
      cellInstances.filter { scopes[$0].contains(row) }
    }
    activities = StandingActivities(program, people)
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
    self.year = year
    columnOfDay = (0..<year.dayCount).map { people.planColumn(on: year.first + $0) }
    let weekOfDay = (0..<year.dayCount).map {
      program.facts.calendar.week(of: year.first + $0) ?? 1
    }
    let patterns = PatternChoices(people, year: year, weeks: weekOfDay.max() ?? 1)
    kindOfDay = weekOfDay.enumerated().map { day, week in
      let date = year.first + day
      return patterns.kind(of: date, weekOfBlock: week, isHoliday: people.isHoliday(date))
    }
    self.patterns = patterns
  }

  /// The plan column that holds a date of the year; nil for a date in no block.
  func column(on date: CalendarDate) -> Int? {
    columnOfDay[date - year.first]
  }

  /// Whether a relaxation spares an instance on a date for somebody: it then binds nobody there.
  func isSpared(_ instance: Int, on date: CalendarDate) -> Bool {
    guard !program.relaxations.isEmpty else { return false }
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
  /// - Parameters:
  ///   - named: positions of the activities.
  ///   - scope: the rule that counts people; its own rotations restrict who counts.
  func openings(
    _ row: Int, _ slot: DutySlot, _ named: BitSet, scope: RuleScope, _ part: Part
  ) -> BitSet? {
    guard part.rows.contains(row) else { return nil }
    let binding = cellInstancesOfRow[row].filter {
      part.duty.contains($0) && holds($0, slot.date) && !isSpared($0, on: slot.date)
    }
    var open = named.intersection(activities.ofPart[slot.part.rawValue])
    for instance in binding where !open.isEmpty { restrict(&open, row, slot, by: instance) }
    guard !open.isEmpty else { return BitSet() }
    let honoured = binding.filter { isPattern($0) && !isFree($0, row, slot) }
    guard row < people.residentCount else {
      return honoured.isEmpty || facultyStands(row, slot, open, honoured) ? nil : BitSet()
    }
    guard let column = column(on: slot.date) else { return nil }
    var rotations = part.plan.domain(row, column)
    if !scope.rotations.isEmpty {
      rotations = BitSet(rotations.members.filter { scope.rotations.contains(id($0)) })
    }
    for instance in honoured {
      let standing = Standing(
        instance: instance, level: levelOfResident[row], open: open, kind: kind(of: slot))
      rotations = rotations.intersection(self.rotations(for: standing))
    }
    return rotations
  }

  private func kind(of slot: DutySlot) -> Int {
    kindOfDay[slot.date - year.first] + slot.part.rawValue
  }

  /// Rotations whose pattern leaves one of the activities.
  private func rotations(for standing: Standing) -> BitSet {
    if let known = knownRotations[standing] { return known }
    let found = BitSet(
      patternOfRotation.indices.filter { rotation in
        stands(
          standing.kind, standing.open, patternOfRotation[rotation][standing.level],
          standing.instance)
      })
    knownRotations[standing] = found
    return found
  }

  /// Who may supervise by a rule, and on which activities.
  func supervisors(by instance: Int, _ rule: Supervision) -> [(row: Int, named: BitSet)] {
    if let known = knownSupervisors[instance] { return known }
    let found = (0..<people.count).compactMap { row -> (row: Int, named: BitSet)? in
      let named = activities.ids.indices.filter { activity in
        rule.supply.contains { entry in
          guard entry.activities.contains(activities.ids[activity]) else { return false }
          if entry.roles.isEmpty && entry.levels.isEmpty { return true }
          guard let member = people.facultyMember(at: row) else {
            return entry.levels.contains(program.facts.residents[row].level)
          }
          return entry.roles.contains(member.role)
        }
      }
      return named.isEmpty ? nil : (row, BitSet(named))
    }
    knownSupervisors[instance] = found
    return found
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

  /// Takes away what a rule about single cells does not let a row stand on.
  private func restrict(_ open: inout BitSet, _ row: Int, _ slot: DutySlot, by instance: Int) {
    // Rules for some rotations bind only on those, and which one it will be is not settled.
    guard program.dutyRules[instance].scope.rotations.isEmpty else { return }
    switch program.dutyRules[instance].rule {
    case .absenceHonoured:
      open =
        people.isAway(row, on: slot.date)
        ? open.intersection(activities.away) : open.subtracting(activities.away)
    case .credentialRequired:
      for activity in open.intersection(activities.certified).members {
        let isHeld = people.duty.activities[activity].requires.allSatisfy { needed in
          credentials[row].contains {
            $0.credential == needed && $0.dates.contains(slot.date)
          }
        }
        if !isHeld { open.remove(activity) }
      }
    case .lockedDuties:
      if let lock = locks[Place(row: row, slot: slot)] {
        open = open.intersection(BitSet(open.members.filter { activities.ids[$0] == lock }))
      }
    case .eligibleActivities(let rule): restrict(&open, row, slot, by: instance, rule)
    default: break
    }
  }

  private func restrict(
    _ open: inout BitSet, _ row: Int, _ slot: DutySlot, by instance: Int, _ rule: EligibleActivities
  ) {
    if rule.outsideAvailableDays {
      guard let member = people.facultyMember(at: row), !member.availableWeekdays.isEmpty,
        !member.availableWeekdays.contains(slot.date.weekday)
      else { return }
    }
    guard covers(rule.selection, slot) else { return }
    let own = activities.named[instance]
    open =
      rule.isAllowed
      ? open.intersection(own.union(activities.notWorked)) : open.subtracting(own)
  }

  /// Whether a selection speaks of a slot.
  func covers(_ selection: DutySelection, _ slot: DutySlot) -> Bool {
    (selection.parts.isEmpty || selection.parts.contains(slot.part))
      && (selection.weekdays.isEmpty || selection.weekdays.contains(slot.date.weekday))
      && (selection.onHolidays.map { $0 == people.isHoliday(slot.date) } ?? true)
  }

  /// Positions of the activities that a rule of an instance about some of them names.
  func named(by instance: Int) -> BitSet { activities.named[instance] }

  private func facultyStands(
    _ row: Int, _ slot: DutySlot, _ open: BitSet, _ instances: [Int]
  ) -> Bool {
    let own = patternOfMember[row - people.residentCount]
    let kind = kind(of: slot)
    return instances.allSatisfy { instance in
      stands(kind, open, own, instance)
        || patternsOfService.contains { stands(kind, open, $0, instance) }
    }
  }

  private func stands(
    _ kind: Int, _ open: BitSet, _ pattern: Int?, _ instance: Int
  ) -> Bool {
    let cell = pattern.map { patterns.choices($0, kind) }
    guard let cell, !cell.isEmpty else {
      return open.meets(activities.free) || open.meets(activities.fillers[instance])
    }
    return open.meets(cell)
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
