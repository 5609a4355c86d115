import Domain
import Rules

/// Checks ``DutySpacing`` by comparing each date with the later ones.
struct DutySpacingCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: DutySpacing
  private let selector: DutySelector

  init(rule: DutySpacing, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let cells = judged.cells(selector, of: row, in: 0..<judged.timeline.dayCount)
    let days = cells.reduce(into: [Int]()) { if $0.last != $1.day { $0.append($1.day) } }
    var findings: [DutyFinding] = []
    for (index, earlier) in days.enumerated() {
      for later in days[(index + 1)...] {
        guard later - earlier < rule.minimumDays else { break }
        guard judged.horizon.contains(later) else { continue }
        let both = cells.filter { $0.day == earlier || $0.day == later }
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(earlier..<later + 1),
            causes: judged.causes(row, both), amount: 1,
            explanation: "\(judged.name(row)) has \(sentence(rule.selection)) on "
              + "\(judged.date(earlier)) and \(judged.date(later)), at least "
              + "\(rule.minimumDays) days apart required"))
      }
    }
    return findings
  }
}
