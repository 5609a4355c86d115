import Domain
import Rules

/// Checks ``CredentialRequired`` cell by cell.
struct CredentialRequiredCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: CredentialRequired
  /// Credentials of each row.
  private let held: [[HeldCredential]]

  init(rule: CredentialRequired, people: DutyPeople) {
    self.rule = rule
    let byPerson = Dictionary(grouping: people.duty.credentials, by: \.person)
    held = people.ids.map { byPerson[$0] ?? [] }
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for day in judged.horizon where judged.sees(row, day) {
      for part in DayPart.allCases {
        let cell = DutyCell(day: day, part: part)
        guard let found = judged.activity(row, cell), !found.requires.isEmpty else { continue }
        let missing = found.requires.filter { !isValid($0, row, judged.date(day)) }
        guard !missing.isEmpty else { continue }
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(day..<day + 1), causes: judged.causes(row, [cell]),
            amount: missing.count,
            explanation: "\(judged.name(row)) has \(judged.words(row, cell)) without valid "
              + missing.map(\.rawValue).joined(separator: ", ")))
      }
    }
    return findings
  }

  private func isValid(_ credential: CredentialID, _ row: Int, _ date: CalendarDate) -> Bool {
    held[row].contains { $0.credential == credential && $0.dates.contains(date) }
  }
}
