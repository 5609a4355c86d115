import Domain
import Rules

/// Checks ``ServiceWeekCount`` by counting each person's weeks.
struct ServiceWeekCountCheck: DutyRuleCheck {
  static let reach = DutyReach.serviceWeeks

  let rule: ServiceWeekCount

  func findings(in part: Int, of judged: JudgedDuties) -> [DutyFinding] {
    judged.members.compactMap { row in
      let count = judged.weeks(of: rule.duty, row).count
      let missing = max(0, rule.minimum - count)
      let surplus = rule.maximum.map { max(0, count - $0) } ?? 0
      guard missing + surplus > 0 else { return nil }
      let demand =
        missing > 0
        ? "at least \(rule.minimum) required" : "at most \(rule.maximum ?? 0) allowed"
      return DutyFinding(
        rows: [row], dates: judged.people.facts.calendar.dates, causes: [],
        amount: missing + surplus,
        explanation: "\(judged.name(row)) has \(count) weeks of \(rule.duty), \(demand)")
    }
  }
}
