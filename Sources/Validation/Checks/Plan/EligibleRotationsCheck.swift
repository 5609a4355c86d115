import Domain
import Rules

/// Checks ``EligibleRotations`` cell by cell.
struct EligibleRotationsCheck: RuleCheck {
  let rule: EligibleRotations

  func findings(in judged: JudgedPlan) -> [Finding] {
    let eligible = judged.rotations(rule.rotations)
    var findings: [Finding] = []
    for resident in judged.residents {
      for column in judged.columns where !judged.isOn(eligible, resident, column) {
        let found = judged.rotation(of: resident, in: column).id
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on \(found) in "
              + "\(judged.name(ofColumn: column)), which is not among the eligible rotations"))
      }
    }
    return findings
  }
}
