import Domain
import Rules

/// Whether a plan has a row for each resident, a cell for each column and a rotation in each cell.
/// No rule can be judged on a plan that has not.
struct PlanShape {
  static let id: RuleID = "plan-shape"

  let facts: PlanFacts

  func findings(in plan: RotationPlan) -> [Finding] {
    let residents = facts.facts.residents
    guard plan.columnCount == facts.columnCount, plan.residentCount == residents.count else {
      return [
        Finding(
          resident: nil, columns: [], amount: 1,
          explanation: "The plan has \(plan.residentCount) rows of \(plan.columnCount) columns; "
            + "the programme has \(residents.count) residents and \(facts.columnCount) columns")
      ]
    }
    var findings: [Finding] = []
    for resident in residents.indices {
      for column in facts.columns.indices {
        let cell = plan[resident, column]
        guard !facts.facts.rotations.indices.contains(cell) else { continue }
        findings.append(
          Finding(
            resident: resident, columns: [column], amount: 1,
            explanation: "\(residents[resident].id) has rotation number \(cell) in "
              + "\(facts.columns[column]); numbers run below \(facts.facts.rotations.count)"))
      }
    }
    return findings
  }
}
