import Containers
import Domain
import Rules

/// Translates ``RotationWindow``: the columns outside the window lose the rotations.
struct RotationWindowLowering: CellLowering {
  let rule: RotationWindow

  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    let others = facts.everyChoice.subtracting(facts.choices(rule.rotations))
    let outside = facts.columns.indices.filter { !rule.columns.contains($0) }
    return part.rows.flatMap { row in
      outside.map { CellAllowance(row: row, column: $0, choices: others) }
    }
  }
}
