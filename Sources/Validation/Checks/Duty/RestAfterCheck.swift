import Domain
import Rules

/// Checks ``RestAfter`` by looking from the end of each duty to the next one.
struct RestAfterCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: RestAfter
  private let isAfter: [Bool]
  private let isBefore: [Bool]

  init(rule: RestAfter, people: DutyPeople) {
    self.rule = rule
    isAfter = people.flags(rule.after) { $0.kind.isDuty }
    isBefore = people.flags(rule.before) { $0.kind.isDuty }
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let duties = judged.timeline.timed[row].filter(\.isDuty)
    let next = duties.filter { isBefore[$0.activity] }
    var findings: [DutyFinding] = []
    // Duties come in order of start, so what begins before one is never the next of a later one.
    var candidates = next[...]
    for stretch in DutyStretch.stretches(of: duties, joining: rule.joiningMinutes) {
      for duty in stretch.duties where isAfter[duty.activity] && judged.sees(row, duty.day) {
        candidates = candidates.drop { $0.start < duty.start }
        guard duty.end - stretch.start >= rule.stretchMinutes,
          let following = candidates.first(where: { $0.start >= duty.end }),
          judged.horizon.contains(following.day)
        else { continue }
        let gap = following.start - duty.end
        guard gap >= rule.joiningMinutes, gap < rule.restMinutes else { continue }
        findings.append(finding(row, duty, following, gap: gap, judged))
      }
    }
    return findings
  }

  private func finding(
    _ row: Int, _ duty: DutyTimeline.Timed, _ following: DutyTimeline.Timed, gap: Int,
    _ judged: JudgedDuties
  ) -> DutyFinding {
    let cells = [duty, following].map { DutyCell(day: $0.day, part: $0.part) }
    let days = min(duty.day, following.day)..<max(duty.day, following.day) + 1
    return DutyFinding(
      rows: [row], dates: judged.dates(days), causes: judged.causes(row, cells),
      amount: startedHours(rule.restMinutes - gap),
      explanation: "\(judged.name(row)) rests \(hours(gap)) between "
        + "\(judged.words(row, cells[0])) and \(judged.words(row, cells[1])), at least "
        + "\(hours(rule.restMinutes)) required")
  }
}
