import Containers
package import Domain
import Grid
package import Rules

/// Reads lessons from the hard violations that a detail ended with.
package struct LessonReader {
  private let program: Program
  private let people: DutyPeople
  private let schedule: YearSchedule
  private let compiled: CompiledDuty

  /// - Parameter compiled: the duty grid that the schedule's duties were found on.
  /// - Precondition: the programme has a duty level.
  package init(_ program: Program, schedule: YearSchedule, compiled: CompiledDuty) {
    guard let people = DutyPeople(program.facts) else {
      preconditionFailure("A programme without a duty level teaches nothing")
    }
    self.program = program
    self.people = people
    self.schedule = schedule
    self.compiled = compiled
  }

  /// Lessons of hard violations, each once, in their order.
  ///
  /// One person's breach forbids what that person does in the plan columns or weeks that it
  /// touches; too little work, every rotation that asks as much there as well. Too few people on a
  /// duty ask for one head more on the rotations that carry it; too many forbid what those involved
  /// do together.
  package func lessons(of violations: [Violation]) -> [DutyLesson] {
    var result: [DutyLesson] = []
    for violation in violations where violation.severity != .soft {
      guard let place = violation.duty else { continue }
      for lesson in lessons(of: violation, place) where !result.contains(lesson) {
        result.append(lesson)
      }
    }
    return result
  }

  private func lessons(of violation: Violation, _ place: DutyPlace) -> [DutyLesson] {
    if let person = violation.person, let row = people.row(of: person) {
      guard row < people.residentCount else {
        return [.serviceWeeks(weekCells([row], place.dates))]
      }
      let cells = planCells([row], place.dates)
      return [.rotations(cells)]
        + rotationsAsking(asMuchAs: violation.instance).map { rotation in
          .rotations(
            cells.map { DutyLesson.Cell(row: $0.row, column: $0.column, choice: rotation) })
        }
    }
    if let heads = missingHeads(violation, place) { return [heads] }
    let rows = Set(place.causes.compactMap { people.row(of: $0.person) }).sorted()
    let residents = rows.filter { $0 < people.residentCount }
    let faculty = rows.filter { $0 >= people.residentCount }
    var result: [DutyLesson] = []
    if !residents.isEmpty { result.append(.rotations(planCells(residents, place.dates))) }
    if !faculty.isEmpty { result.append(.serviceWeeks(weekCells(faculty, place.dates))) }
    return result
  }

  /// Other rotations whose least work in the same kind of period is as much as a rule's: whoever is
  /// short of it in one would mostly be short of it there. None for rules that are no least work.
  private func rotationsAsking(asMuchAs instance: RuleInstanceID) -> [Int] {
    func leastWork(_ item: DutyRuleInstance) -> DutyCount? {
      guard item.severity.isHard, !item.scope.rotations.isEmpty,
        case .dutyCount(let rule) = item.rule, rule.minimum > 0, rule.maximum == nil
      else { return nil }
      return rule
    }
    guard let broken = program.dutyRules.first(where: { $0.id == instance }),
      let asked = leastWork(broken)
    else { return [] }
    let asking = program.dutyRules.filter { item in
      guard let rule = leastWork(item) else { return false }
      return rule.measure == asked.measure && rule.period == asked.period
        && rule.minimum >= asked.minimum
    }
    let names = Set(asking.flatMap(\.scope.rotations)).subtracting(broken.scope.rotations)
    return program.facts.rotations.indices.filter { names.contains(program.facts.rotations[$0].id) }
  }

  private func planCells(_ rows: [Int], _ dates: DateRange) -> [DutyLesson.Cell] {
    let columns = Set((0..<dates.dayCount).compactMap { people.planColumn(on: dates.first + $0) })
    return rows.flatMap { row in
      columns.sorted().map {
        DutyLesson.Cell(row: row, column: $0, choice: schedule.plan[row, $0])
      }
    }
  }

  private func weekCells(_ rows: [Int], _ dates: DateRange) -> [DutyLesson.Cell] {
    let weeks = people.serviceWeeks.indices.filter {
      people.serviceWeeks[$0].overlap(with: dates) > 0
    }
    return rows.flatMap { row in
      let member = row - people.residentCount
      return weeks.map {
        DutyLesson.Cell(row: member, column: $0, choice: schedule.serviceWeeks[member, $0])
      }
    }
  }

  /// One head more than now on rotations that carry a duty of which a slot has too few; nil for
  /// other violations and for duties of faculty.
  private func missingHeads(_ violation: Violation, _ place: DutyPlace) -> DutyLesson? {
    guard let instance = program.dutyRules.first(where: { $0.id == violation.instance }),
      case .dutyCover(let rule) = instance.rule, place.causes.count < rule.minimum,
      let part = rule.selection.parts.first ?? DayPart.allCases.first,
      let column = people.planColumn(on: place.dates.first)
    else { return nil }
    let choices = BitSet(rule.selection.activities.compactMap(people.activityIndex))
    let able = ableRotations(choices, part, on: place.dates.first.weekday)
    let present = able.indices.count { able[$0].contains(schedule.plan[$0, column]) }
    guard able.contains(where: { !$0.isEmpty }) else { return nil }
    return standers(by: place, able, column)
      ?? .heads(
        column: column, able: able, least: present + rule.minimum - place.causes.count)
  }

  /// Where no rotation that carries the duty has room for one head more, those who are on one and
  /// stand by shall not all be there again with what they do before and after; nil where there is
  /// room, or nobody stands by.
  private func standers(by place: DutyPlace, _ able: [BitSet], _ column: Int) -> DutyLesson? {
    let full = fullRotations(in: column)
    guard zip(able, full).allSatisfy({ $0.subtracting($1).isEmpty }) else { return nil }
    let busy = Set(place.causes.compactMap { people.row(of: $0.person) })
    let rows = able.indices.filter {
      able[$0].contains(schedule.plan[$0, column]) && !busy.contains($0)
    }
    // What keeps somebody from a day reaches as far as free days and hours are averaged: a column
    // to either side.
    let columns = program.facts.planColumns.indices.filter { abs($0 - column) <= 1 }
    let cells = rows.flatMap { row in
      columns.map { DutyLesson.Cell(row: row, column: $0, choice: schedule.plan[row, $0]) }
    }
    return cells.isEmpty ? nil : .rotations(cells)
  }

  /// For each resident, rotations of which a hard rule that counts them allows no more heads in a
  /// plan column than are there.
  private func fullRotations(in column: Int) -> [BitSet] {
    let facts = PlanFacts(program.facts)
    var full = Array(repeating: BitSet([]), count: program.facts.residents.count)
    for instance in program.rules where instance.severity.isHard {
      guard case .serviceCover(let rule) = instance.rule, let maximum = rule.maximum,
        facts.columns(in: rule.columns).contains(column)
      else { continue }
      let choices = facts.choices(rule.rotations)
      let counted = instance.scope.residentIndices(in: facts)
      let heads = counted.count { choices.contains(schedule.plan[$0, column]) }
      guard heads * rule.units >= maximum else { continue }
      for row in counted { full[row] = full[row].union(choices) }
    }
    return full
  }

  /// For each resident, the rotations on which somebody of the same level may hold one of the
  /// choices in this part of this weekday.
  private func ableRotations(_ choices: BitSet, _ part: DayPart, on weekday: Weekday) -> [BitSet] {
    let grid = compiled.grid
    var ofLevel: [LevelID: BitSet] = [:]
    for (row, resident) in program.facts.residents.enumerated() {
      for day in 0..<compiled.horizon.dayCount {
        let date = compiled.horizon.first + day
        guard date.weekday == weekday,
          let rotation = people.rotation(ofResident: row, on: date, in: schedule.plan),
          ofLevel[resident.level]?.contains(rotation) != true
        else { continue }
        let column = compiled.historyColumns + day * DayPart.count + part.rawValue
        guard !grid.domain(row: row, column: column).intersection(choices).isEmpty else { continue }
        ofLevel[resident.level] = (ofLevel[resident.level] ?? BitSet([])).union(BitSet([rotation]))
      }
    }
    return program.facts.residents.map { ofLevel[$0.level] ?? BitSet([]) }
  }
}
