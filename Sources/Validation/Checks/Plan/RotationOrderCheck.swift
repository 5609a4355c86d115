import Domain
import Rules

/// Checks ``RotationOrder`` by counting, for each column, what was done in the ones before it.
struct RotationOrderCheck: RuleCheck {
  let rule: RotationOrder

  func findings(in judged: JudgedPlan) -> [Finding] {
    let before = judged.rotations(rule.before)
    let after = judged.rotations(rule.after)
    var findings: [Finding] = []
    for resident in judged.residents {
      for column in judged.columns where judged.isOn(after, resident, column) {
        let done = (0..<column).count { judged.isOn(before, resident, $0) }
        guard done < rule.required else { continue }
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on "
              + "\(judged.rotation(of: resident, in: column).id) in "
              + "\(judged.name(ofColumn: column)) after \(done) columns of "
              + "\(sentence(rule.before)), \(rule.required) required before"))
      }
    }
    return findings
  }
}
