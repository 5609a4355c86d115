import Domain
import Rules

/// Checks ``AveragedHours`` by adding up each window.
struct AveragedHoursCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: AveragedHours

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let daily = (0..<judged.timeline.dayCount).map { minutes(row, $0, judged) }
    var findings: [DutyFinding] = []
    for window in judged.windows(rule.windows, ofDays: 7 * rule.windowWeeks) {
      let total = judged.known(window).reduce(0) { $0 + daily[$1] }
      let days = rule.adjustsForLeave ? judged.daysPresent(row, in: window) : window.count
      let cap = rule.weeklyMinutes * days / 7
      guard total > cap else { continue }
      findings.append(finding(row, window, total: total, cap: cap, days: days, judged))
    }
    return findings
  }

  /// Minutes of a day that count.
  private func minutes(_ row: Int, _ day: Int, _ judged: JudgedDuties) -> Int {
    guard judged.sees(row, day), !(rule.adjustsForLeave && judged.timeline.isAway(row, day)) else {
      return 0
    }
    return judged.minutes(row, day)
  }

  private func finding(
    _ row: Int, _ window: Range<Int>, total: Int, cap: Int, days: Int, _ judged: JudgedDuties
  ) -> DutyFinding {
    var cells: [DutyCell] = []
    for day in judged.known(window) where minutes(row, day, judged) > 0 {
      cells += DayPart.allCases.map { DutyCell(day: day, part: $0) }.filter {
        (judged.activity(row, $0)?.minutes(in: $0.part) ?? 0) > 0
      }
    }
    let dates = judged.dates(window)
    return DutyFinding(
      rows: [row], dates: dates, causes: judged.causes(row, cells),
      amount: startedHours(total - cap),
      explanation: "\(judged.name(row)) works \(hours(total)) from \(dates.first) to \(dates.last),"
        + " at most \(hours(cap)) allowed in its \(days) days at work "
        + "(\(hours(rule.weeklyMinutes)) a week)")
  }
}
