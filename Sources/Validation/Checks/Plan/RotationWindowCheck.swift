import Domain
import Rules

/// Checks ``RotationWindow`` in each column outside it.
struct RotationWindowCheck: RuleCheck {
  let rule: RotationWindow

  func findings(in judged: JudgedPlan) -> [Finding] {
    let restricted = judged.rotations(rule.rotations)
    let outside = judged.columns.filter { !rule.columns.contains($0) }
    var findings: [Finding] = []
    for resident in judged.residents {
      for column in outside where judged.isOn(restricted, resident, column) {
        let found = judged.rotation(of: resident, in: column).id
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on \(found) in "
              + "\(judged.name(ofColumn: column)), outside its window"))
      }
    }
    return findings
  }
}
