import Domain
import Rules

/// Translates ``FixedRotations``: the named columns of the residents in scope.
struct FixedRotationsLowering: CellLowering {
  let rule: FixedRotations

  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    let fixed = facts.choices(rule.rotations)
    let columns = facts.columns(in: rule.columns)
    return part.rows.flatMap { row in
      columns.map { CellAllowance(row: row, column: $0, choices: fixed) }
    }
  }
}
