import Domain
import Rules

/// Checks ``ConsecutiveDuty`` by walking along the units and measuring each run.
struct ConsecutiveDutyCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: ConsecutiveDuty
  private let selector: DutySelector

  init(rule: ConsecutiveDuty, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    guard judged.seesAny(row), judged.timeline.holds(row, anyOf: selector.named) else { return [] }
    let all = units(of: judged)
    var findings: [DutyFinding] = []
    var start: Int?
    for index in 0...all.count {
      if index < all.count, isOn(row, all[index], judged) {
        start = start ?? index
      } else if let first = start {
        start = nil
        if let finding = finding(row, all, first..<index, judged) { findings.append(finding) }
      }
    }
    return findings
  }

  /// The days of each unit, in order of time; parts that are not known are left out.
  private func units(of judged: JudgedDuties) -> [Range<Int>] {
    let days = 0..<judged.timeline.dayCount
    guard rule.unit == .weekends else { return days.map { $0..<$0 + 1 } }
    let weekdays = judged.timeline.weekdays
    return days.compactMap { day in
      switch weekdays[day] {
      case .saturday: (day..<day + 2).clamped(to: days)
      case .sunday where day == 0: day..<day + 1
      default: nil
      }
    }
  }

  private func isOn(_ row: Int, _ unit: Range<Int>, _ judged: JudgedDuties) -> Bool {
    let parts = rule.unit == .nights ? [DayPart.night] : DayPart.allCases
    return unit.contains { day in
      parts.contains { judged.isOn(selector, row, day, $0) }
    }
  }

  private func finding(
    _ row: Int, _ units: [Range<Int>], _ run: Range<Int>, _ judged: JudgedDuties
  ) -> DutyFinding? {
    let days = units[run.lowerBound].lowerBound..<units[run.upperBound - 1].upperBound
    guard days.overlaps(judged.horizon) else { return nil }
    let cells = judged.cells(selector, of: row, in: days).filter { cell in
      (rule.unit != .nights || cell.part == .night)
        && (rule.unit != .weekends || judged.date(cell.day).isWeekend)
    }
    let amount: Int
    let demand: String
    if let maximum = rule.maximum, run.count > maximum {
      amount = run.count - maximum
      demand = "at most \(maximum) allowed"
    } else if run.count < rule.minimum, run.upperBound < units.count {
      amount = rule.minimum - run.count
      demand = "at least \(rule.minimum) required"
    } else {
      return nil
    }
    let dates = judged.dates(days)
    return DutyFinding(
      rows: [row], dates: dates, causes: judged.causes(row, cells), amount: amount,
      explanation: "\(judged.name(row)) has \(run.count) \(rule.unit.rawValue) of "
        + "\(sentence(rule.selection)) in a row from \(dates.first), \(demand)")
  }
}
