import Domain
import Rules

/// Checks ``NoOverlap`` by comparing each duty with those that begin before it ends.
struct NoOverlapCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: NoOverlap

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let duties = judged.timeline.timed[row].filter { $0.isDuty && judged.sees(row, $0.day) }
    var findings: [DutyFinding] = []
    for (index, earlier) in duties.enumerated() {
      for later in duties[(index + 1)...] {
        guard later.start < earlier.end else { break }
        guard later.end > earlier.start, later.end > later.start,
          judged.horizon.contains(earlier.day) || judged.horizon.contains(later.day)
        else { continue }
        let cells = [earlier, later].map { DutyCell(day: $0.day, part: $0.part) }
        let days = min(earlier.day, later.day)..<max(earlier.day, later.day) + 1
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(days), causes: judged.causes(row, cells), amount: 1,
            explanation: "\(judged.name(row)) is still at work in "
              + "\(judged.words(row, cells[0])) when \(judged.words(row, cells[1])) begins"))
      }
    }
    return findings
  }
}
