import Domain
import Rules

/// Checks ``StretchLimit`` by joining a person's duties in order of start.
struct StretchLimitCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: StretchLimit
  private let counts: [Bool]

  init(rule: StretchLimit, people: DutyPeople) {
    self.rule = rule
    counts = people.flags(rule.activities) { $0.kind.isDuty }
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    let duties = judged.timeline.timed[row].filter {
      $0.isDuty && counts[$0.activity] && judged.sees(row, $0.day)
    }
    return DutyStretch.stretches(of: duties, joining: rule.joiningMinutes).compactMap { stretch in
      let length = stretch.end - stretch.start
      guard length > rule.maximumMinutes,
        stretch.duties.contains(where: { judged.horizon.contains($0.day) })
      else { return nil }
      let cells = stretch.duties.map { DutyCell(day: $0.day, part: $0.part) }
      let days = (cells.map(\.day).min() ?? 0)..<(cells.map(\.day).max() ?? 0) + 1
      return DutyFinding(
        rows: [row], dates: judged.dates(days), causes: judged.causes(row, cells),
        amount: startedHours(length - rule.maximumMinutes),
        explanation: "\(judged.name(row)) is on duty for \(hours(length)) without a break of "
          + "\(hours(rule.joiningMinutes)) from \(judged.words(row, cells[0])), at most "
          + "\(hours(rule.maximumMinutes)) allowed")
    }
  }
}

/// Duties with only short breaks between them.
struct DutyStretch {
  /// Elapsed minutes.
  var start: Int
  var end: Int
  /// In order of start; at least one.
  var duties: [DutyTimeline.Timed]

  /// Joins duties, given in order of start, where less than so many minutes pass between.
  static func stretches(of duties: [DutyTimeline.Timed], joining: Int) -> [DutyStretch] {
    var stretches: [DutyStretch] = []
    for duty in duties {
      if let last = stretches.last, duty.start - last.end < joining {
        stretches[stretches.count - 1].end = max(last.end, duty.end)
        stretches[stretches.count - 1].duties.append(duty)
      } else {
        stretches.append(DutyStretch(start: duty.start, end: duty.end, duties: [duty]))
      }
    }
    return stretches
  }
}
