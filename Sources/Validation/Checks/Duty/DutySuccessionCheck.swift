import Domain
import Rules

/// Checks ``DutySuccession`` by looking ahead from each assignment of the first kind.
struct DutySuccessionCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: DutySuccession
  private let first: DutySelector

  init(rule: DutySuccession, people: DutyPeople) {
    self.rule = rule
    first = DutySelector(rule.first, in: people)
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    judged.cells(first, of: row, in: 0..<judged.timeline.dayCount).compactMap { cell in
      guard let later = place(after: cell, row, judged), judged.horizon.contains(later.day),
        let found = judged.activity(row, later)
      else { return nil }
      let follows = rule.next.contains(found.id)
      switch rule.mode {
      case .forbidden:
        guard follows else { return nil }
        return finding(row, cell, later, "which may not follow", judged)
      case .required:
        guard !follows, !judged.timeline.isAway(row, later.day) else { return nil }
        return finding(
          row, cell, later, "where \(sentence(rule.next)) must follow", judged)
      }
    }
  }

  /// Where the successor stands; nil when the horizon ends before.
  private func place(after cell: DutyCell, _ row: Int, _ judged: JudgedDuties) -> DutyCell? {
    let position = cell.day * DayPart.count + cell.part.rawValue
    let end = judged.timeline.dayCount * DayPart.count
    guard rule.nextDuty else {
      let later = position + rule.distance
      return later < end ? Self.cell(at: later) : nil
    }
    return (position + 1..<end).lazy.map(Self.cell).first {
      judged.activity(row, $0)?.kind.isDuty ?? false
    }
  }

  private static func cell(at position: Int) -> DutyCell {
    // A remainder by three is one of three parts.
    DutyCell(day: position / DayPart.count, part: DayPart(rawValue: position % DayPart.count)!)
  }

  private func finding(
    _ row: Int, _ cell: DutyCell, _ later: DutyCell, _ fault: String, _ judged: JudgedDuties
  ) -> DutyFinding {
    DutyFinding(
      rows: [row], dates: judged.dates(cell.day..<later.day + 1),
      causes: judged.causes(row, [cell, later]), amount: 1,
      explanation: "\(judged.name(row)) has \(judged.words(row, later)) after "
        + "\(judged.words(row, cell)), \(fault)")
  }
}
