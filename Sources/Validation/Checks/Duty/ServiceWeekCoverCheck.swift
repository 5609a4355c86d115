import Domain
import Rules

/// Checks ``ServiceWeekCover`` by counting heads in each week.
struct ServiceWeekCoverCheck: DutyRuleCheck {
  static let reach = DutyReach.serviceWeeks

  let rule: ServiceWeekCover

  func findings(in part: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for (week, dates) in judged.people.serviceWeeks.enumerated()
    where judged.scope.holds(dates.first) {
      let present = judged.members.filter { judged.has(rule.duty, $0, week) }.count
      let start = "\(rule.duty) has \(present) people from \(dates.first) to \(dates.last)"
      if present < rule.minimum {
        findings.append(
          DutyFinding(
            rows: [], dates: dates, causes: [], amount: rule.minimum - present,
            explanation: "\(start), at least \(rule.minimum) required"))
      }
      if let maximum = rule.maximum, present > maximum {
        findings.append(
          DutyFinding(
            rows: [], dates: dates, causes: [], amount: present - maximum,
            explanation: "\(start), at most \(maximum) allowed"))
      }
    }
    return findings
  }
}

extension JudgedDuties {
  /// Rows of the faculty in scope.
  var members: [Int] { scope.rows.filter { $0 >= people.residentCount } }

  /// Whether a member of the faculty has a service duty in a week.
  func has(_ duty: ServiceDutyID, _ row: Int, _ week: Int) -> Bool {
    let entry = timeline.serviceWeeks[row - people.residentCount, week]
    return entry > 0 && people.duty.serviceDuties[entry - 1].id == duty
  }

  /// The weeks in which a member of the faculty has a service duty, rising.
  func weeks(of duty: ServiceDutyID, _ row: Int) -> [Int] {
    people.serviceWeeks.indices.filter { has(duty, row, $0) }
  }
}
