import Domain
import Rules

/// Checks ``FixedRotations`` in each of its columns.
struct FixedRotationsCheck: RuleCheck {
  let rule: FixedRotations

  func findings(in judged: JudgedPlan) -> [Finding] {
    let fixed = judged.rotations(rule.rotations)
    var findings: [Finding] = []
    for resident in judged.residents {
      for column in judged.columns(in: rule.columns)
      where !judged.isOn(fixed, resident, column) {
        let found = judged.rotation(of: resident, in: column).id
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on \(found) in "
              + "\(judged.name(ofColumn: column)), \(sentence(rule.rotations)) required"))
      }
    }
    return findings
  }
}
