import Domain
import Rules

/// Checks ``LockedCellsHonoured``: for each cell that people settled, whether all they said of it
/// holds.
struct LockedCellsHonouredCheck: RuleCheck {
  let rule: LockedCellsHonoured

  func findings(in judged: JudgedPlan) -> [Finding] {
    let byResident = Dictionary(grouping: judged.facts.facts.lockedCells, by: \.resident)
    var findings: [Finding] = []
    for resident in judged.residents {
      let locks = byResident[judged.facts.facts.residents[resident].id] ?? []
      for column in judged.columns {
        let found = judged.rotation(of: resident, in: column).id
        // A cell is one unit however many of its locks it breaks; the first is named.
        guard let broken = locks.first(where: { $0.column == column && !holds($0, found) }) else {
          continue
        }
        let required = broken.kind == .pinned ? "pinned to \(broken.rotation)" : "closed to it"
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on \(found) in "
              + "\(judged.name(ofColumn: column)), a cell \(required)"))
      }
    }
    return findings
  }

  private func holds(_ lock: LockedCell, _ found: RotationID) -> Bool {
    switch lock.kind {
    case .pinned: found == lock.rotation
    case .forbidden: found != lock.rotation
    }
  }
}
