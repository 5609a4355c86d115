import Determinism
import Domain

/// Puts the facts of a programme together from what was planted.
struct SampleFacts {
  let recipe: ProgrammeRecipe
  let roster: PlantedRoster
  let calendar: SampleCalendar
  let book: DutyBook
  let patterns: SamplePatterns
  /// Service of each resident in each column, row by row.
  let plan: [Int]
  let columnCount: Int

  /// A role's name in the programme: with several departments it says whose.
  static func role(_ role: RoleRecipe, _ department: DepartmentRecipe) -> String {
    department.prefix.isEmpty ? role.role : "\(department.prefix) \(role.role)"
  }

  func facts(
    absences: [Absence], weekPlan: ServiceWeekPlan, _ generator: inout SeededGenerator
  ) -> ProgramFacts {
    var facts = ProgramFacts(
      name: recipe.name, calendar: calendar.academic, planUnit: .halfBlock,
      levels: recipe.classes.map { LevelID($0.level) },
      residents: roster.residents.map { resident in
        let entry = recipe.classes[resident.kind]
        return Resident(id: resident.id, level: LevelID(entry.level), track: entry.track)
      },
      rotations: recipe.services.map {
        Rotation(id: RotationID($0.name), mayBeHalf: $0.isHalf, isAway: $0.isAway)
      })
    facts.absences = absences
    let drawing = WishDrawing(facts: self, absences: absences)
    facts.wishes = drawing.rotationWishes(&generator)
    facts.lockedCells = lockedCells(&generator)
    facts.duty = duty(drawing, &generator)
    return facts
  }

  private func duty(_ drawing: WishDrawing, _ generator: inout SeededGenerator) -> DutyFacts {
    var duty = DutyFacts(timeZone: SampleCalendar.timeZone)
    duty.clockChanges = calendar.clockChanges
    duty.sites = recipe.sites.map { SiteID($0) }
    duty.roles = recipe.departments.flatMap { department in
      department.roles.map { RoleID(Self.role($0, department)) }
    }
    duty.faculty = roster.faculty.map(member)
    duty.activities = book.activities.all
    duty.patterns = patterns.patterns
    duty.rotationPatterns = patterns.rotationPatterns
    duty.serviceDuties = patterns.serviceDuties
    duty.holidays = calendar.holidays
    duty.credentials = CredentialDrawing(facts: self).credentials(&generator)
    duty.history = history()
    duty.tallies = tallies()
    duty.lockedDuties = lockedDuties(&generator)
    duty.wishes = drawing.dutyWishes(&generator)
    return duty
  }

  private func member(_ person: PlantedFaculty) -> FacultyMember {
    let department = recipe.departments[person.department]
    let place = SamplePatterns.RolePlace(
      department: person.department, role: person.role, clinic: person.clinic)
    guard let pattern = patterns.rolePatterns[place] else {
      preconditionFailure("no pattern for role \(person.role) of \(department.name)")
    }
    return FacultyMember(
      id: person.id, role: RoleID(Self.role(department.roles[person.role], department)),
      pattern: pattern, availableWeekdays: person.availableWeekdays,
      workPercentage: department.roles[person.role].takesCall ? 100 : 40)
  }

  /// The plan as a schedule has it.
  var rotationPlan: RotationPlan { RotationPlan(cells: plan, columnCount: columnCount) }

  /// The year's duties as a schedule has them.
  var dutySchedule: DutySchedule {
    var cells: [Int] = []
    cells.reserveCapacity(book.people * calendar.yearDays.count * DayPart.count)
    for person in 0..<book.people {
      for day in calendar.yearDays {
        for part in DayPart.allCases { cells.append(book[person, day, part]) }
      }
    }
    return DutySchedule(cells: cells, dates: calendar.academic.dates)
  }

  // MARK: What was before, what is settled

  /// What residents did in the weeks before the year.
  private func history() -> [DutyRecord] {
    roster.residents.indices.flatMap { row -> [DutyRecord] in
      guard roster.past[row] != nil else { return [] }
      return (0..<SampleCalendar.historyDays).flatMap { day in
        DayPart.allCases.compactMap { part in
          let activity = book[row, day, part]
          guard !book.activities.isFree(activity) else { return nil }
          return DutyRecord(
            person: roster.residents[row].id,
            slot: DutySlot(date: calendar.date(day), part: part),
            activity: book.activities.id(activity))
        }
      }
    }
  }

  /// Calls before the year, under the names of the rules that share calls out.
  private func tallies() -> [Tally] {
    var tallies: [Tally] = []
    for (row, resident) in roster.residents.enumerated() where roster.tallies[row] > 0 {
      let entry = recipe.classes[resident.kind]
      let department = recipe.departments[entry.department]
      guard department.hasWeekendCall, department.callYears.contains(entry.year) else { continue }
      tallies.append(
        Tally(
          person: resident.id, measure: PlanRules.slug("\(department.prefix) fair calls"),
          amount: roster.tallies[row]))
    }
    for (member, person) in roster.faculty.enumerated() where roster.facultyTallies[member] > 0 {
      guard FacultyPlanting.hasCall(person.department, recipe) else { continue }
      let department = recipe.departments[person.department]
      tallies.append(
        Tally(
          person: person.id, measure: PlanRules.slug("\(department.prefix) fair faculty calls"),
          amount: roster.facultyTallies[member]))
    }
    return tallies
  }

  /// Fixed blocks as pins, and for one resident in twelve an agreement: a pin or a closed cell.
  private func lockedCells(_ generator: inout SeededGenerator) -> [LockedCell] {
    var locked: [LockedCell] = []
    for (row, resident) in roster.residents.enumerated() where generator.below(12) == 0 {
      let curriculum = recipe.classes[resident.kind].curriculum.flatMap(\.services)
      let block = 1 + generator.below(columnCount / 2 - 2)
      let planted = plan[row * columnCount + 2 * block]
      let isPin = generator.below(2) == 0
      let other = curriculum.first { $0 != planted && !recipe.services[$0].isHalf }
      guard let service = isPin ? planted : other else { continue }
      for column in [2 * block, 2 * block + 1]
      where isPin == (plan[row * columnCount + column] == service) {
        locked.append(
          LockedCell(
            resident: resident.id, column: column,
            rotation: RotationID(recipe.services[service].name),
            kind: isPin ? .pinned : .forbidden))
      }
    }
    return locked
  }

  /// Some calls that were settled beforehand.
  private func lockedDuties(_ generator: inout SeededGenerator) -> [LockedDuty] {
    let calls = Set(book.activities.weekendCall + book.activities.facultyCall)
    var locked: [LockedDuty] = []
    let ids = roster.residents.map(\.id) + roster.faculty.map(\.id)
    for person in 0..<book.people where generator.below(6) == 0 {
      let nights = calendar.yearDays.filter { calls.contains(book[person, $0, .night]) }
      guard let day = nights.randomElement(using: &generator) else { continue }
      locked.append(
        LockedDuty(
          person: ids[person], slot: DutySlot(date: calendar.date(day), part: .night),
          activity: book.activities.id(book[person, day, .night]),
          provenance: locked.count % 3 == 0 ? .preload : .manual))
    }
    return locked
  }
}
