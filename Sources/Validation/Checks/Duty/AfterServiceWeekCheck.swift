import Domain
import Rules

/// Checks ``AfterServiceWeek`` on the date so many days after each week of the duty.
struct AfterServiceWeekCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: AfterServiceWeek

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    guard row >= judged.people.residentCount else { return [] }
    var findings: [DutyFinding] = []
    for week in judged.weeks(of: rule.duty, row) {
      let last = judged.people.serviceWeeks[week].last
      let day = last + rule.days - judged.timeline.first
      guard judged.horizon.contains(day), judged.sees(row, day),
        !judged.timeline.isAway(row, day),
        !judged.has(rule.duty, row, judged.people.serviceWeek(on: judged.date(day)))
      else { continue }
      for part in DayPart.allCases where rule.parts.isEmpty || rule.parts.contains(part) {
        let cell = DutyCell(day: day, part: part)
        guard let found = judged.activity(row, cell),
          rule.activities.contains(found.id) == rule.isForbidden
        else { continue }
        let demand =
          rule.isForbidden ? "which may not stand" : "where \(sentence(rule.activities)) must stand"
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(day..<day + 1), causes: judged.causes(row, [cell]),
            amount: 1,
            explanation: "\(judged.name(row)) has \(judged.words(row, cell)), \(demand) "
              + "\(rule.days) days after \(rule.duty) ends on \(last)"))
      }
    }
    return findings
  }
}
