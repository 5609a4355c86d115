import Domain
import Rules

/// Checks ``DutyWishes`` wish by wish and day by day.
struct DutyWishesCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: DutyWishes
  /// Wishes of each row, in the order of the programme.
  private let wishes: [[(wish: DutyWish, selector: DutySelector)]]

  init(rule: DutyWishes, people: DutyPeople) {
    self.rule = rule
    let byPerson = Dictionary(grouping: people.duty.wishes, by: \.person)
    wishes = people.ids.map { id in
      (byPerson[id] ?? []).map { wish in
        let selection = DutySelection(
          activities: wish.activities, parts: wish.parts, weekdays: wish.weekdays)
        return (wish, DutySelector(selection, in: people))
      }
    }
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for (wish, selector) in wishes[row] {
      let units = rule.units(of: wish.priority)
      guard units > 0 else { continue }
      for day in judged.days(wish.dates).clamped(to: judged.horizon)
      where judged.sees(row, day) && !judged.timeline.isAway(row, day) {
        findings += denied(wish, selector, row, day, judged)
      }
    }
    return findings
  }

  private func denied(
    _ wish: DutyWish, _ selector: DutySelector, _ row: Int, _ day: Int, _ judged: JudgedDuties
  ) -> [DutyFinding] {
    let cells = DayPart.allCases.filter { selector.covers(day, $0, in: judged.timeline) }
      .map { DutyCell(day: day, part: $0) }
    let named = cells.filter { judged.isOn(selector, row, day, $0.part) }
    let dates = judged.dates(day..<day + 1)
    let what = wish.activities.isEmpty ? "any duty" : sentence(wish.activities)
    guard wish.isWanted else {
      return named.map { cell in
        DutyFinding(
          rows: [row], dates: dates, causes: judged.causes(row, [cell]),
          amount: rule.units(of: wish.priority),
          explanation: "\(judged.name(row)) has \(judged.words(row, cell)) and would avoid \(what)")
      }
    }
    guard !cells.isEmpty, named.isEmpty else { return [] }
    return [
      DutyFinding(
        rows: [row], dates: dates, causes: judged.causes(row, cells),
        amount: rule.units(of: wish.priority),
        explanation: "\(judged.name(row)) has no \(what) on \(judged.date(day)), which they wished")
    ]
  }
}
