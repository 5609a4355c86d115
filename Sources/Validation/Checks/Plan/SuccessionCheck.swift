import Domain
import Rules

/// Checks ``Succession`` by looking from each column ``Succession/distance`` columns ahead.
struct SuccessionCheck: RuleCheck {
  let rule: Succession

  func findings(in judged: JudgedPlan) -> [Finding] {
    let first = judged.rotations(rule.first)
    let next = judged.rotations(rule.next)
    var findings: [Finding] = []
    for resident in judged.residents {
      for column in judged.columns(in: rule.columns) {
        let later = column + rule.distance
        guard judged.columns.contains(later), judged.isOn(first, resident, column),
          judged.isOn(next, resident, later)
        else { continue }
        findings.append(
          Finding(
            resident: resident, columns: [column, later], amount: 1,
            explanation: "\(judged.name(of: resident)) is on "
              + "\(judged.rotation(of: resident, in: column).id) in "
              + "\(judged.name(ofColumn: column)) and on "
              + "\(judged.rotation(of: resident, in: later).id) in "
              + judged.name(ofColumn: later)))
      }
    }
    return findings
  }
}
