import Domain
import Rules

/// Checks ``AbsenceHonoured`` date by date.
struct AbsenceHonouredCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: AbsenceHonoured

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for day in judged.horizon where judged.sees(row, day) {
      let isAway = judged.timeline.isAway(row, day)
      for part in DayPart.allCases {
        let cell = DutyCell(day: day, part: part)
        guard let found = judged.activity(row, cell) else { continue }
        if (found.kind == .away) != isAway {
          findings.append(
            finding(row, cell, isAway ? "during an absence" : "without an absence", judged))
        } else if !isAway, let late = minutesIntoAbsence(found, row, cell, judged) {
          findings.append(
            finding(row, cell, "which reaches \(hours(late)) into an absence", judged))
        }
      }
    }
    return findings
  }

  /// How far a duty reaches into the next date of absence, where that is too far.
  private func minutesIntoAbsence(
    _ found: Activity, _ row: Int, _ cell: DutyCell, _ judged: JudgedDuties
  ) -> Int? {
    guard found.kind.isDuty, let span = found.spans[cell.part.rawValue] else { return nil }
    var day = cell.day + 1
    while (day - cell.day) * 1440 < span.end {
      let late = span.end - (day - cell.day) * 1440
      if judged.timeline.isAway(row, day) { return late > rule.overrun ? late : nil }
      day += 1
    }
    return nil
  }

  private func finding(
    _ row: Int, _ cell: DutyCell, _ fault: String, _ judged: JudgedDuties
  ) -> DutyFinding {
    DutyFinding(
      rows: [row], dates: judged.dates(cell.day..<cell.day + 1),
      causes: judged.causes(row, [cell]), amount: 1,
      explanation: "\(judged.name(row)) has \(judged.words(row, cell)) \(fault)")
  }
}
