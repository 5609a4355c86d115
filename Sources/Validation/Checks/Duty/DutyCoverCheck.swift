import Domain
import Rules

/// Checks ``DutyCover`` by counting heads in each slot.
struct DutyCoverCheck: DutyRuleCheck {
  static let reach = DutyReach.date

  let rule: DutyCover
  private let selector: DutySelector

  init(rule: DutyCover, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
  }

  func findings(in day: Int, of judged: JudgedDuties) -> [DutyFinding] {
    guard judged.scope.holds(judged.date(day)) else { return [] }
    var findings: [DutyFinding] = []
    for part in DayPart.allCases where selector.covers(day, part, in: judged.timeline) {
      let present = judged.rows(selector, day, part)
      if present.count < rule.minimum {
        findings.append(
          finding(
            day, part, present, rule.minimum - present.count, "at least \(rule.minimum) required",
            judged))
      }
      if let maximum = rule.maximum, present.count > maximum {
        findings.append(
          finding(
            day, part, present, present.count - maximum, "at most \(maximum) allowed", judged))
      }
    }
    return findings
  }

  private func finding(
    _ day: Int, _ part: DayPart, _ present: [Int], _ amount: Int, _ demand: String,
    _ judged: JudgedDuties
  ) -> DutyFinding {
    DutyFinding(
      rows: [], dates: judged.dates(day..<day + 1),
      causes: present.flatMap { judged.causes($0, [DutyCell(day: day, part: part)]) },
      amount: amount,
      explanation: "\(sentence(rule.selection)) has \(present.count) people on "
        + "\(judged.date(day)) \(part.name), \(demand)")
  }
}
