import Domain
import Rules

/// Checks ``ServiceWeekSpacing`` by comparing each week with the later ones.
struct ServiceWeekSpacingCheck: DutyRuleCheck {
  static let reach = DutyReach.serviceWeeks

  let rule: ServiceWeekSpacing

  func findings(in part: Int, of judged: JudgedDuties) -> [DutyFinding] {
    judged.members.flatMap { row -> [DutyFinding] in
      let weeks = judged.weeks(of: rule.duty, row)
      return weeks.enumerated().flatMap { index, earlier in
        weeks[(index + 1)...].filter { $0 - earlier - 1 < rule.minimumGap }.map { later in
          finding(row, earlier, later, judged)
        }
      }
    }
  }

  private func finding(
    _ row: Int, _ earlier: Int, _ later: Int, _ judged: JudgedDuties
  ) -> DutyFinding {
    let weeks = judged.people.serviceWeeks
    return DutyFinding(
      rows: [row], dates: DateRange(first: weeks[earlier].first, last: weeks[later].last),
      causes: [], amount: 1,
      explanation: "\(judged.name(row)) has \(rule.duty) from \(weeks[earlier].first) and from "
        + "\(weeks[later].first), at least \(rule.minimumGap) weeks between required")
  }
}
