import Domain
import Rules

/// Translates ``EligibleRotations``: every cell of the residents in scope.
struct EligibleRotationsLowering: CellLowering {
  let rule: EligibleRotations

  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    let eligible = facts.choices(rule.rotations)
    return part.rows.flatMap { row in
      facts.columns.indices.map { CellAllowance(row: row, column: $0, choices: eligible) }
    }
  }
}
