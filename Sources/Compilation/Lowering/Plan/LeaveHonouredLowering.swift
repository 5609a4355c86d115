import Containers
import Domain
import Rules

/// Translates ``LeaveHonoured``: the leave rotation alone where leave fills the block, tolerant
/// rotations where part of a column is leave, anything but the leave rotation elsewhere.
struct LeaveHonouredLowering: CellLowering {
  let rule: LeaveHonoured

  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    let leave = rule.leaveRotation.map { facts.choices([$0]) }
    return part.rows.flatMap { row -> [CellAllowance] in
      let level = facts.facts.residents[row].level
      let tolerant = facts.choices(
        rule.tolerant.filter { $0.level == level }.flatMap(\.rotations))
      return facts.columns.indices.map { column in
        if let leave, facts.isFullLeave(of: row, in: column) {
          return CellAllowance(row: row, column: column, choices: leave)
        }
        let isPartLeave = facts.leaveDays(of: row, in: column) >= rule.minimumDays
        let usual = isPartLeave ? tolerant : facts.everyChoice
        return CellAllowance(
          row: row, column: column, choices: leave.map { usual.subtracting($0) } ?? usual)
      }
    }
  }
}
