import Domain
import Rules

/// Checks ``ServiceCover`` by adding up the residents of each column.
struct ServiceCoverCheck: RuleCheck {
  let rule: ServiceCover

  func findings(in judged: JudgedPlan) -> [Finding] {
    let covering = judged.rotations(rule.rotations)
    var findings: [Finding] = []
    for column in judged.columns(in: rule.columns) {
      var present = 0
      for resident in judged.residents where judged.isOn(covering, resident, column) {
        present += units(of: resident, in: column, judged)
      }
      let start =
        "\(sentence(rule.rotations)) has \(present) units in "
        + judged.name(ofColumn: column)
      if let minimum = rule.minimum, present < minimum {
        findings.append(
          Finding(
            resident: nil, columns: [column], amount: minimum - present,
            explanation: "\(start), at least \(minimum) required"))
      }
      if let maximum = rule.maximum, present > maximum {
        findings.append(
          Finding(
            resident: nil, columns: [column], amount: present - maximum,
            explanation: "\(start), at most \(maximum) allowed"))
      }
    }
    return findings
  }

  private func units(of resident: Int, in column: Int, _ judged: JudgedPlan) -> Int {
    let isPartlyAway =
      judged.facts.leaveDays(of: resident, in: column) > 0
      && !judged.rotation(of: resident, in: column).isAway
    return isPartlyAway ? rule.unitsOnLeave : rule.units
  }
}
