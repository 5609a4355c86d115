import Domain
import Rules

/// Checks ``Supervision`` by adding up demand and supply of each slot.
struct SupervisionCheck: DutyRuleCheck {
  static let reach = DutyReach.date

  let rule: Supervision
  /// For each entry, the activities that it names.
  private let needing: [[Bool]]
  private let giving: [[Bool]]
  /// Positions of all activities of each side, rising.
  private let allNeeding: [Int]
  private let allGiving: [Int]

  init(rule: Supervision, people: DutyPeople) {
    self.rule = rule
    let needing = rule.demand.map { people.flags(named: $0.activities) }
    let giving = rule.supply.map { people.flags(named: $0.activities) }
    let all = people.duty.activities.indices
    allNeeding = all.filter { index in needing.contains { $0[index] } }
    allGiving = all.filter { index in giving.contains { $0[index] } }
    self.needing = needing
    self.giving = giving
  }

  func findings(in day: Int, of judged: JudgedDuties) -> [DutyFinding] {
    guard judged.scope.holds(judged.date(day)) else { return [] }
    return DayPart.allCases.compactMap { finding(day, $0, judged) }
  }

  private func finding(_ day: Int, _ part: DayPart, _ judged: JudgedDuties) -> DutyFinding? {
    var demand = 0
    var asking: [Int] = []
    for row in judged.timeline.rows(day, part, holding: allNeeding) where judged.sees(row, day) {
      let units = units(of: row, judged.timeline.activity(row, day, part), judged.people)
      demand += units
      if units > 0 { asking.append(row) }
    }
    let required = (demand + rule.perSupervisor - 1) / rule.perSupervisor
    guard required > 0 else { return nil }
    let suppliers = judged.timeline.rows(day, part, holding: allGiving).filter {
      supplies($0, judged.timeline.activity($0, day, part), judged.people)
    }
    guard suppliers.count < required else { return nil }
    let cell = DutyCell(day: day, part: part)
    return DutyFinding(
      rows: [], dates: judged.dates(day..<day + 1),
      causes: (asking + suppliers).flatMap { judged.causes($0, [cell]) },
      amount: required - suppliers.count,
      explanation: "\(asking.count) people need \(required) supervisors on \(judged.date(day)) "
        + "\(part.name) (\(demand) units, \(rule.perSupervisor) each), \(suppliers.count) are there"
    )
  }

  /// The units of the first entry that names the person and the activity.
  private func units(of row: Int, _ activity: Int, _ people: DutyPeople) -> Int {
    guard activity != DutyTimeline.nothing else { return 0 }
    for (entry, named) in zip(rule.demand, needing) where named[activity] {
      if entry.levels.isEmpty { return entry.units }
      if row < people.residentCount, entry.levels.contains(people.facts.residents[row].level) {
        return entry.units
      }
    }
    return 0
  }

  private func supplies(_ row: Int, _ activity: Int, _ people: DutyPeople) -> Bool {
    guard activity != DutyTimeline.nothing else { return false }
    return zip(rule.supply, giving).contains { entry, named in
      guard named[activity] else { return false }
      if entry.roles.isEmpty && entry.levels.isEmpty { return true }
      guard let member = people.facultyMember(at: row) else {
        return entry.levels.contains(people.facts.residents[row].level)
      }
      return entry.roles.contains(member.role)
    }
  }
}
