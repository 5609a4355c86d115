import Domain
import Rules

/// Checks ``EligibleActivities`` cell by cell.
struct EligibleActivitiesCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: EligibleActivities
  private let selector: DutySelector

  init(rule: EligibleActivities, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let mayBreak = rule.isAllowed || judged.timeline.holds(row, anyOf: selector.named)
    guard mayBreak, judged.seesAny(row) else { return [] }
    var findings: [DutyFinding] = []
    for day in judged.horizon where judged.sees(row, day) && binds(row, day, judged) {
      for part in DayPart.allCases where selector.covers(day, part, in: judged.timeline) {
        let cell = DutyCell(day: day, part: part)
        guard let found = judged.activity(row, cell),
          isForbidden(found, named: selector.names(judged.timeline.activity(row, day, part)))
        else { continue }
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(day..<day + 1), causes: judged.causes(row, [cell]),
            amount: 1,
            explanation: "\(judged.name(row)) has \(judged.words(row, cell)), which is not allowed "
              + "there"))
      }
    }
    return findings
  }

  private func isForbidden(_ found: Activity, named: Bool) -> Bool {
    rule.isAllowed ? !named && found.kind != .free && found.kind != .away : named
  }

  /// Whether the person is held to it on the day.
  private func binds(_ row: Int, _ day: Int, _ judged: JudgedDuties) -> Bool {
    guard rule.outsideAvailableDays else { return true }
    guard let member = judged.people.facultyMember(at: row),
      !member.availableWeekdays.isEmpty
    else { return false }
    return !member.availableWeekdays.contains(judged.timeline.weekdays[day])
  }
}
