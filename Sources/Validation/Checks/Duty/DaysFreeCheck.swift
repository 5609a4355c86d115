import Domain
import Rules

/// Checks ``DaysFree`` window by window: lists what fills the window by the clock, then counts what
/// is left free.
struct DaysFreeCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: DaysFree

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let isFree = rule.measure == .calendarDay ? freeDates(row, judged) : []
    var findings: [DutyFinding] = []
    for window in judged.windows(rule.windows, ofDays: rule.windowDays) {
      let days = rule.adjustsForLeave ? judged.daysPresent(row, in: window) : window.count
      let required = rule.minimum * days / rule.windowDays
      guard required > 0 else { continue }
      let free =
        switch rule.measure {
        case .calendarDay: freeDates(in: window, isFree, row, judged)
        case .continuous24Hours: freePeriods(row, in: window, judged)
        }
      guard free < required, judged.sees(row, wholly: window) else { continue }
      findings.append(finding(row, window, free: free, required: required, judged))
    }
    return findings
  }

  /// For each known day, whether no duty or home call touches its date.
  private func freeDates(_ row: Int, _ judged: JudgedDuties) -> [Bool] {
    var free = Array(repeating: true, count: judged.timeline.dayCount)
    for day in free.indices {
      for part in DayPart.allCases {
        guard let found = judged.activity(row, DutyCell(day: day, part: part)),
          found.kind.isDuty || found.kind == .homeCall
        else { continue }
        guard let span = found.spans[part.rawValue] else {
          free[day] = false
          continue
        }
        for touched in span.start / 1440...(span.end - 1) / 1440
        where free.indices.contains(day + touched) {
          free[day + touched] = false
        }
      }
    }
    return free
  }

  private func freeDates(
    in window: Range<Int>, _ isFree: [Bool], _ row: Int, _ judged: JudgedDuties
  ) -> Int {
    window.count { day in
      if rule.adjustsForLeave && judged.timeline.isAway(row, day) { return false }
      return !isFree.indices.contains(day) || isFree[day]
    }
  }

  /// The disjoint 24-hour periods that fit between what fills the window.
  private func freePeriods(_ row: Int, in window: Range<Int>, _ judged: JudgedDuties) -> Int {
    let end = judged.timeline.midnight(window.upperBound)
    var last = judged.timeline.midnight(window.lowerBound)
    var periods = 0
    for busy in busyTimes(row, in: window, judged) where busy.upperBound > last {
      if busy.lowerBound > last { periods += (min(busy.lowerBound, end) - last) / 1440 }
      last = min(busy.upperBound, end)
      if last == end { return periods }
    }
    return periods + (end - last) / 1440
  }

  /// What fills a window, in order of start.
  private func busyTimes(
    _ row: Int, in window: Range<Int>, _ judged: JudgedDuties
  ) -> [Range<Int>] {
    // A duty ends at most 2880 minutes after it starts, and starts on its date: three days before
    // the window are enough, with an hour or so for changed clocks.
    let start = judged.timeline.midnight(window.lowerBound - 4)
    let end = judged.timeline.midnight(window.upperBound)
    var busy = judged.timeline.timed(row, beginningIn: start..<end)
      .map { $0.start..<max($0.start, $0.end) }
    if rule.adjustsForLeave {
      for day in window where judged.timeline.isAway(row, day) {
        busy.append(judged.timeline.midnight(day)..<judged.timeline.midnight(day + 1))
      }
      busy.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    }
    return busy
  }

  private func finding(
    _ row: Int, _ window: Range<Int>, free: Int, required: Int, _ judged: JudgedDuties
  ) -> DutyFinding {
    let dates = judged.dates(window)
    let cells = judged.timeline.timed[row].filter { window.contains($0.day) }
      .map { DutyCell(day: $0.day, part: $0.part) }
    let words = rule.measure == .calendarDay ? "free dates" : "free periods of 24 hours"
    return DutyFinding(
      rows: [row], dates: dates, causes: judged.causes(row, cells), amount: required - free,
      explanation: "\(judged.name(row)) has \(free) \(words) from \(dates.first) to \(dates.last), "
        + "at least \(required) required")
  }
}
