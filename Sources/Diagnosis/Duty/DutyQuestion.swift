import Containers
import Domain
import Rules

/// One place at which duty rules may ask more people than there can be.
enum DutyQuestion: Sendable, Hashable {
  /// Heads of a cover in a slot.
  case cover(instance: Int, slot: DutySlot)
  /// The same, of those whom the plan can have on the rotations for it at once.
  case coverByPlan(instance: Int, slot: DutySlot)
  /// Cells that a cover asks for on some dates against what a count allows its people there.
  case load(cover: Int, count: Int, dates: DateRange)
  /// Supervisors in a slot against what a cover puts there to be supervised.
  case supervision(instance: Int, cover: Int, slot: DutySlot)
  /// Weeks of a service duty over the year: what its cover needs or allows against what its people
  /// may or must take.
  case turns(cover: Int)
  /// Weeks that a count asks of one of its people against what others allow.
  case turnsOf(row: Int, count: Int)

  var argument: Conflict.Argument {
    switch self {
    case .cover, .coverByPlan: .dutyCover
    case .load: .dutyLoad
    case .supervision: .supervision
    case .turns, .turnsOf: .serviceWeeks
    }
  }

  /// Instances without which there is no question.
  var ownInstances: [Int] {
    switch self {
    case .cover(let instance, _), .coverByPlan(let instance, _): [instance]
    case .load(let cover, let count, _): [cover, count]
    case .supervision(let instance, let cover, _): [instance, cover]
    case .turns(let cover): [cover]
    case .turnsOf(_, let count): [count]
    }
  }

  /// Dates that it looks at; nil for the whole year.
  var dates: DateRange? {
    switch self {
    case .cover(_, let slot), .coverByPlan(_, let slot), .supervision(_, _, let slot):
      DateRange(first: slot.date, last: slot.date)
    case .load(_, _, let dates): dates
    case .turns, .turnsOf: nil
    }
  }
}

/// What a duty question found: how many are needed and how many there can be.
struct DutyShortage: Sendable, Hashable {
  var needed: Int
  var possible: Int
}

extension DutyStanding {
  /// The shortage at a question; nil where simple counting sees none.
  func shortage(_ question: DutyQuestion, _ part: Part) -> DutyShortage? {
    guard question.ownInstances.allSatisfy(part.duty.contains) else { return nil }
    switch question {
    case .cover(let instance, let slot): return shortage(ofCover: instance, slot, part)
    case .coverByPlan(let instance, let slot): return shortage(byPlan: instance, slot, part)
    case .load(let cover, let count, let dates): return shortage(cover, count, dates, part)
    case .supervision(let instance, let cover, let slot):
      return shortage(ofSupervision: instance, cover, slot, part)
    case .turns(let cover): return shortage(ofTurns: cover, part)
    case .turnsOf(let row, let count): return shortage(ofRow: row, count, part)
    }
  }

  /// The cover rule of an instance; nil for other types.
  func cover(_ instance: Int) -> DutyCover? {
    guard case .dutyCover(let rule) = program.dutyRules[instance].rule else { return nil }
    return rule
  }

  // MARK: Covers

  private func shortage(
    ofCover instance: Int, _ slot: DutySlot, _ part: Part
  ) -> DutyShortage? {
    guard let rule = cover(instance) else { return nil }
    let scope = program.dutyRules[instance].scope
    let named = named(by: instance)
    var possible = 0
    for row in rowsInScope[instance] {
      if openings(row, slot, named, scope: scope, part).map({ !$0.isEmpty }) ?? true {
        possible += 1
      }
      if possible >= rule.minimum { return nil }
    }
    return DutyShortage(needed: rule.minimum, possible: possible)
  }

  private func shortage(
    byPlan instance: Int, _ slot: DutySlot, _ part: Part
  ) -> DutyShortage? {
    guard let rule = cover(instance), let column = column(on: slot.date) else { return nil }
    let scope = program.dutyRules[instance].scope
    let named = named(by: instance)
    var residents: [Int] = []
    var rotations = BitSet()
    var free = 0
    for row in rowsInScope[instance] {
      guard let open = openings(row, slot, named, scope: scope, part) else {
        free += 1
        if free >= rule.minimum { return nil }
        continue
      }
      guard !open.isEmpty else { continue }
      residents.append(row)
      rotations = rotations.union(open)
    }
    var need = LaminarLines.Line(
      elements: BitSet(residents), choices: rotations, least: rule.minimum - free,
      most: FlowNetwork.unlimited)
    guard part.plan.isColumnRefuted(column, need: need) else { return nil }
    while need.least > 0, part.plan.isColumnRefuted(column, need: need) { need.least -= 1 }
    return DutyShortage(needed: rule.minimum, possible: free + need.least)
  }

  // MARK: Loads

  private func shortage(
    _ cover: Int, _ count: Int, _ dates: DateRange, _ part: Part
  ) -> DutyShortage? {
    guard let rule = self.cover(cover), case .dutyCount(let limit) = program.dutyRules[count].rule,
      let most = limit.maximum
    else { return nil }
    let scope = program.dutyRules[cover].scope
    let named = named(by: cover)
    var slots: [DutySlot] = []
    for day in 0..<dates.dayCount {
      let date = dates.first + day
      for dayPart in DayPart.allCases {
        let slot = DutySlot(date: date, part: dayPart)
        if covers(rule.selection, slot), holds(cover, date) { slots.append(slot) }
      }
    }
    let needed = slots.count * rule.minimum
    var possible = 0
    for row in rowsInScope[cover] {
      let isBound = scopes[count].contains(row) && part.rows.contains(row)
      let limit = isBound ? min(most, slots.count) : slots.count
      var open = 0
      for slot in slots where open < limit {
        if openings(row, slot, named, scope: scope, part).map({ !$0.isEmpty }) ?? true {
          open += 1
        }
      }
      possible += open
      if possible >= needed { return nil }
    }
    return DutyShortage(needed: needed, possible: possible)
  }

  // MARK: Supervision

  private func shortage(
    ofSupervision instance: Int, _ cover: Int, _ slot: DutySlot, _ part: Part
  ) -> DutyShortage? {
    guard case .supervision(let rule) = program.dutyRules[instance].rule,
      let asked = self.cover(cover)
    else { return nil }
    let units = named(by: cover).members.map { activity in
      leastUnits(of: people.duty.activities[activity].id, rule, program.dutyRules[cover].scope)
    }
    let demand = (units.min() ?? 0) * asked.minimum
    let needed = (demand + rule.perSupervisor - 1) / rule.perSupervisor
    guard needed > 0 else { return nil }
    var possible = 0
    for (row, named) in supervisors(by: instance, rule) {
      let open = openings(row, slot, named, scope: RuleScope(), part)
      if open.map({ !$0.isEmpty }) ?? true { possible += 1 }
      if possible >= needed { return nil }
    }
    return DutyShortage(needed: needed, possible: possible)
  }

  /// Units that anybody in scope needs at least on an activity.
  private func leastUnits(
    of activity: ActivityID, _ rule: Supervision, _ scope: RuleScope
  ) -> Int {
    let levels = scope.levels.isEmpty ? program.facts.levels : scope.levels
    let units = levels.map { level in
      rule.demand.first {
        $0.activities.contains(activity) && ($0.levels.isEmpty || $0.levels.contains(level))
      }?.units ?? 0
    }
    return scope.people == .residents || !scope.levels.isEmpty ? units.min() ?? 0 : 0
  }
}
