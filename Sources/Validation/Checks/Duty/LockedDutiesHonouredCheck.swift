import Domain
import Rules

/// Checks ``LockedDutiesHonoured`` cell by cell, in order of time.
struct LockedDutiesHonouredCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: LockedDutiesHonoured
  /// Locks of each row in order of time.
  private let locks: [[LockedDuty]]

  init(rule: LockedDutiesHonoured, people: DutyPeople) {
    self.rule = rule
    let byPerson = Dictionary(grouping: people.duty.lockedDuties, by: \.person)
    locks = people.ids.map { (byPerson[$0] ?? []).sorted { $0.slot < $1.slot } }
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    var last: DutySlot?
    for lock in locks[row] {
      let day = lock.slot.date - judged.timeline.first
      let cell = DutyCell(day: day, part: lock.slot.part)
      // A cell is one unit however many of its locks it breaks; the first is named.
      guard lock.slot != last, judged.horizon.contains(day), judged.sees(row, day),
        let found = judged.activity(row, cell), found.id != lock.activity
      else { continue }
      last = lock.slot
      findings.append(
        DutyFinding(
          rows: [row], dates: judged.dates(day..<day + 1), causes: judged.causes(row, [cell]),
          amount: 1,
          explanation: "\(judged.name(row)) has \(judged.words(row, cell)), a cell locked to "
            + "\(lock.activity) (\(lock.provenance.rawValue))"))
    }
    return findings
  }
}
