import Domain
import Rules

/// Checks ``LeaveHonoured`` cell by cell, from the days of leave in each.
struct LeaveHonouredCheck: RuleCheck {
  let rule: LeaveHonoured

  func findings(in judged: JudgedPlan) -> [Finding] {
    var findings: [Finding] = []
    for resident in judged.residents {
      let level = judged.facts.facts.residents[resident].level
      let tolerant = judged.rotations(
        rule.tolerant.filter { $0.level == level }.flatMap(\.rotations))
      for column in judged.columns {
        guard let fault = fault(of: resident, in: column, tolerant, judged) else { continue }
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(judged.name(of: resident)) is on "
              + "\(judged.rotation(of: resident, in: column).id) in "
              + "\(judged.name(ofColumn: column)), \(fault)"))
      }
    }
    return findings
  }

  /// What is wrong with a cell, or nil when nothing is.
  private func fault(
    of resident: Int, in column: Int, _ tolerant: RotationSet, _ judged: JudgedPlan
  ) -> String? {
    let found = judged.rotation(of: resident, in: column).id
    if let leaveRotation = rule.leaveRotation {
      if judged.facts.isFullLeave(of: resident, in: column) {
        return found == leaveRotation ? nil : "but leave fills the block"
      }
      if found == leaveRotation { return "but leave does not fill the block" }
    }
    let days = judged.facts.leaveDays(of: resident, in: column)
    guard days >= rule.minimumDays, !judged.isOn(tolerant, resident, column) else { return nil }
    return "which does not tolerate \(days) days of leave"
  }
}
