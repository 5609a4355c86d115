import Domain
import Rules

/// Checks ``Pairing`` slot by slot.
struct PairingCheck: DutyRuleCheck {
  static let reach = DutyReach.date

  let rule: Pairing
  private let selector: DutySelector
  private let pairs: [(first: Int, second: Int)]

  init(rule: Pairing, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
    pairs = rule.pairs.compactMap { pair in
      guard let first = people.row(of: pair.first), let second = people.row(of: pair.second) else {
        return nil
      }
      return (first, second)
    }
  }

  func findings(in day: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for (first, second) in pairs where judged.sees(first, day) && judged.sees(second, day) {
      for part in DayPart.allCases where selector.covers(day, part, in: judged.timeline) {
        guard let fault = fault(first, second, day, part, judged) else { continue }
        let cell = DutyCell(day: day, part: part)
        findings.append(
          DutyFinding(
            rows: [first, second], dates: judged.dates(day..<day + 1),
            causes: judged.causes(first, [cell]) + judged.causes(second, [cell]), amount: 1,
            explanation: "\(judged.name(first)) has \(judged.words(first, cell)) and "
              + "\(judged.name(second)) \(judged.words(second, cell)), \(fault)"))
      }
    }
    return findings
  }

  private func fault(
    _ first: Int, _ second: Int, _ day: Int, _ part: DayPart, _ judged: JudgedDuties
  ) -> String? {
    let isFirstOn = judged.isOn(selector, first, day, part)
    let isSecondOn = judged.isOn(selector, second, day, part)
    if rule.mode == .apart { return isFirstOn && isSecondOn ? "who should be apart" : nil }
    guard isFirstOn != isSecondOn else { return nil }
    let other = isFirstOn ? second : first
    if rule.mode == .together {
      return judged.timeline.isAway(other, day) ? nil : "who should be together"
    }
    let kind = judged.activity(other, DutyCell(day: day, part: part))?.kind
    return kind?.isDuty ?? false || kind == .homeCall ? "who should work at one time" : nil
  }
}
