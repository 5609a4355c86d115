import Containers
import Domain
import Rules

/// A contradictory part of a programme's duty rules, as small as time allowed.
struct DutyCore: Sendable, Hashable {
  var question: DutyQuestion
  var shortage: DutyShortage
  /// Duty instances, by position.
  var duty: [Int]
  /// Plan instances, by position.
  var plan: [Int]
  var rows: [Int]
  var isMinimal: Bool
  /// Whether everybody whom the question counts is among ``rows``.
  var isEverybody: Bool
}

/// Asks duty rules every question of counting: heads of each slot, cells of each period,
/// supervisors of each slot.
struct DutyCounting {
  struct Stage {
    var argument: Conflict.Argument
    var places: Int
    var cores: [DutyCore]
    /// For each core, other dates of the same rules.
    var alsoOn: [[DateRange]]
  }

  let standing: DutyStanding
  let grid: HardGrid
  let isOutOfTime: () -> Bool

  func stages() -> [Stage] {
    let whole = part(
      duty: Set(standing.program.dutyRules.indices), rows: Set(0..<standing.people.count),
      plan: grid.whole)
    var stages: [Stage] = []
    let kinds: [(Conflict.Argument, () -> [DutyQuestion])] = [
      (.dutyCover, coverQuestions), (.dutyCover, planQuestions), (.dutyLoad, loadQuestions),
      (.supervision, supervisionQuestions), (.serviceWeeks, { standing.turnQuestions }),
    ]
    for (argument, questions) in kinds {
      let stage = stage(argument, questions(), whole)
      stages.append(stage)
      if !stage.cores.isEmpty || isOutOfTime() { break }
    }
    return stages
  }

  private func part(duty: Set<Int>, rows: Set<Int>, plan: Selection) -> DutyStanding.Part {
    var plan = plan
    plan.rows = rows.filter { $0 < grid.rowCount }
    return DutyStanding.Part(duty: duty, rows: rows, plan: PlanReasoning(grid, plan))
  }

  private func stage(
    _ argument: Conflict.Argument, _ questions: [DutyQuestion], _ whole: DutyStanding.Part
  ) -> Stage {
    var stage = Stage(argument: argument, places: 0, cores: [], alsoOn: [])
    for question in questions {
      if isOutOfTime() { break }
      stage.places += 1
      guard standing.shortage(question, whole) != nil else { continue }
      let own = question.ownInstances
      if let known = stage.cores.firstIndex(where: { $0.question.ownInstances == own }) {
        stage.alsoOn[known] += question.dates.map { [$0] } ?? []
      } else if stage.cores.count < PlanCounting.conflictsMax {
        stage.cores.append(core(at: question))
        stage.alsoOn.append([])
      }
    }
    return stage
  }

  // MARK: Reduction

  /// Plan instances follow duty instances in one numbering.
  private static let planOffset = 1 << 24

  private func core(at question: DutyQuestion) -> DutyCore {
    let own = question.ownInstances
    let everyRow = Set(0..<standing.people.count)
    func part(_ members: [Int], _ rows: Set<Int>) -> DutyStanding.Part {
      var plan = grid.whole
      plan.instances = Set(
        members.filter { $0 >= Self.planOffset }.map { $0 - Self.planOffset })
      return self.part(
        duty: Set(members.filter { $0 < Self.planOffset } + own), rows: rows, plan: plan)
    }
    func isRefuted(_ members: [Int], _ rows: Set<Int>) -> Bool {
      standing.shortage(question, part(members, rows)) != nil
    }
    let near = candidates(for: question).filter { !own.contains($0) }
    let far = near + grid.instances.map { $0 + Self.planOffset }
    let start = isRefuted(near, everyRow) ? near : far
    let rules = Minimising(
      isRefuted: { isRefuted($0, everyRow) }, isOutOfTime: isOutOfTime
    ).necessary(among: start)
    let members = rules ?? start
    let counted = people(of: question)
    let rows = Minimising(
      isRefuted: { isRefuted(members, Set($0)) }, isOutOfTime: isOutOfTime
    ).necessary(among: counted)
    let found = rows ?? counted
    let least = part(members, Set(found))
    let isMinimal =
      rules != nil && rows != nil
      && members.allSatisfy { member in !isRefuted(members.filter { $0 != member }, Set(found)) }
    return DutyCore(
      question: question,
      shortage: standing.shortage(question, least) ?? DutyShortage(needed: 0, possible: 0),
      duty: (members.filter { $0 < Self.planOffset } + own).sorted(),
      plan: members.filter { $0 >= Self.planOffset }.map { $0 - Self.planOffset }.sorted(),
      rows: found, isMinimal: isMinimal, isEverybody: found.count == counted.count)
  }

  /// Duty instances that may matter to a question beside its own.
  private func candidates(for question: DutyQuestion) -> [Int] {
    switch question {
    case .cover, .coverByPlan, .load, .supervision: standing.cellInstances
    case .turns, .turnsOf: standing.turnCounts
    }
  }

  /// People whom a question may count.
  private func people(of question: DutyQuestion) -> [Int] {
    switch question {
    case .cover(let instance, _), .coverByPlan(let instance, _):
      standing.rowsInScope[instance]
    case .load(let cover, _, _), .turns(let cover): standing.rowsInScope[cover]
    case .turnsOf(let row, _): [row]
    case .supervision: Array(0..<standing.people.count)
    }
  }

  // MARK: Questions

  private var rules: [DutyRuleInstance] { standing.program.dutyRules }

  /// Covers that ask for somebody.
  private var covers: [Int] {
    rules.indices.filter { index in
      rules[index].severity.isHard && (standing.cover(index)?.minimum ?? 0) > 0
    }
  }

  private func slots(of instance: Int) -> [DutySlot] {
    guard let rule = standing.cover(instance) else { return [] }
    let year = standing.program.facts.calendar.dates
    return (0..<year.dayCount).flatMap { day -> [DutySlot] in
      let date = year.first + day
      guard standing.holds(instance, date), !standing.isSpared(instance, on: date) else {
        return []
      }
      return DayPart.allCases.map { DutySlot(date: date, part: $0) }.filter {
        standing.covers(rule.selection, $0)
      }
    }
  }

  private func coverQuestions() -> [DutyQuestion] {
    covers.flatMap { instance in slots(of: instance).map { .cover(instance: instance, slot: $0) } }
  }

  /// One slot of each column speaks for it: who is on which rotation does not change inside one.
  private func planQuestions() -> [DutyQuestion] {
    covers.flatMap { instance -> [DutyQuestion] in
      var last: Int?
      return slots(of: instance).compactMap { slot in
        let column = standing.column(on: slot.date)
        defer { last = column }
        return column == nil || column == last ? nil : .coverByPlan(instance: instance, slot: slot)
      }
    }
  }

  private func loadQuestions() -> [DutyQuestion] {
    covers.flatMap { cover in
      rules.indices.filter { limits($0, cover) }.flatMap { count in
        windows(of: count).map { .load(cover: cover, count: count, dates: $0) }
      }
    }
  }

  /// Whether a count limits every cell that a cover asks for.
  private func limits(_ count: Int, _ cover: Int) -> Bool {
    guard rules[count].severity.isHard, case .dutyCount(let rule) = rules[count].rule,
      rule.maximum != nil, rules[count].scope.rotations.isEmpty, rules[count].scope.dates.isEmpty,
      !standing.program.relaxations.contains(where: { $0.instance == rules[count].id }),
      let asked = standing.cover(cover),
      !standing.scopes[count].isDisjoint(with: standing.scopes[cover])
    else { return false }
    let isMeasured =
      rule.measure == .cells || (rule.measure == .days && asked.selection.parts.count == 1)
    return isMeasured && rule.selection.spans(asked.selection)
      && standing.named(by: cover).isSubset(of: standing.named(by: count))
  }

  private func windows(of count: Int) -> [DateRange] {
    guard case .dutyCount(let rule) = rules[count].rule else { return [] }
    let calendar = standing.program.facts.calendar
    let year = calendar.dates
    switch rule.period {
    case .year: return [year]
    case .block: return calendar.blocks
    case .week: return Self.windows(ofDays: 7, from: year.first.nextMonday, to: year.last)
    case .rolling(let days): return Self.windows(ofDays: days, from: year.first, to: year.last)
    case .month: return []
    }
  }

  private static func windows(
    ofDays days: Int, from first: CalendarDate, to last: CalendarDate
  ) -> [DateRange] {
    stride(from: 0, through: max(0, last - first - days + 1), by: days).map {
      DateRange(first: first + $0, last: first + ($0 + days - 1))
    }
  }

  private func supervisionQuestions() -> [DutyQuestion] {
    rules.indices.filter { index in
      guard rules[index].severity.isHard, case .supervision = rules[index].rule else {
        return false
      }
      let scope = rules[index].scope
      return scope.rotations.isEmpty && scope.dates.isEmpty
    }.flatMap { instance in
      covers.filter { standing.scopes[$0].isSubset(of: standing.scopes[instance]) }.flatMap {
        cover in
        slots(of: cover).filter { !standing.isSpared(instance, on: $0.date) }.map {
          .supervision(instance: instance, cover: cover, slot: $0)
        }
      }
    }
  }
}

extension CalendarDate {
  /// This date or the Monday after it.
  fileprivate var nextMonday: CalendarDate { self + (8 - weekday.rawValue) % 7 }
}

extension DutySelection {
  /// Whether it looks at every slot that another selection looks at.
  fileprivate func spans(_ other: DutySelection) -> Bool {
    (parts.isEmpty || !other.parts.isEmpty && Set(parts).isSuperset(of: other.parts))
      && (weekdays.isEmpty
        || !other.weekdays.isEmpty && Set(weekdays).isSuperset(of: other.weekdays))
      && (onHolidays == nil || onHolidays == other.onHolidays)
  }
}
