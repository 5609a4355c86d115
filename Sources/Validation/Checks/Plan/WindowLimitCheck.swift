import Domain
import Rules

/// Checks ``WindowLimit`` in every window that lies wholly inside the year.
struct WindowLimitCheck: RuleCheck {
  let rule: WindowLimit

  func findings(in judged: JudgedPlan) -> [Finding] {
    let limited = judged.rotations(rule.rotations)
    var findings: [Finding] = []
    for resident in judged.residents {
      for start in judged.columns where start + rule.window <= judged.columns.upperBound {
        let spent = judged.columns.filter {
          start <= $0 && $0 < start + rule.window && judged.isOn(limited, resident, $0)
        }
        guard spent.count > rule.maximum else { continue }
        findings.append(
          Finding(
            resident: resident, columns: spent, amount: spent.count - rule.maximum,
            explanation: "\(judged.name(of: resident)) has \(spent.count) columns of "
              + "\(sentence(rule.rotations)) in the \(rule.window) from "
              + "\(judged.name(ofColumn: start)), at most \(rule.maximum) allowed"))
      }
    }
    return findings
  }
}
