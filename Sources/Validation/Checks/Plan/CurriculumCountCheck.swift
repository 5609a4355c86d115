import Domain
import Rules

/// Checks ``CurriculumCount`` by counting each resident's columns.
struct CurriculumCountCheck: RuleCheck {
  let rule: CurriculumCount

  func findings(in judged: JudgedPlan) -> [Finding] {
    let counted = judged.rotations(rule.rotations)
    let columns = judged.columns(in: rule.columns)
    var findings: [Finding] = []
    for resident in judged.residents {
      let spent = columns.filter { judged.isOn(counted, resident, $0) }
      let start =
        "\(judged.name(of: resident)) has \(spent.count) columns of "
        + sentence(rule.rotations)
      if spent.count < rule.minimum {
        findings.append(
          Finding(
            resident: resident, columns: columns, amount: rule.minimum - spent.count,
            explanation: "\(start), at least \(rule.minimum) required"))
      }
      if let maximum = rule.maximum, spent.count > maximum {
        findings.append(
          Finding(
            resident: resident, columns: spent, amount: spent.count - maximum,
            explanation: "\(start), at most \(maximum) allowed"))
      }
    }
    return findings
  }
}
