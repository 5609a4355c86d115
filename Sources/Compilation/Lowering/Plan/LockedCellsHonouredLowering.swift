import Containers
import Domain
import Rules

/// Translates ``LockedCellsHonoured``: all locks of a cell together, since it is one unit however
/// many of them it breaks.
struct LockedCellsHonouredLowering: CellLowering {
  let rule: LockedCellsHonoured

  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    var byResident: [Int: [LockedCell]] = [:]
    for lock in facts.facts.lockedCells {
      guard let row = facts.residentIndex(lock.resident) else { continue }
      byResident[row, default: []].append(lock)
    }
    return part.rows.flatMap { row -> [CellAllowance] in
      let locks = byResident[row] ?? []
      return facts.columns.indices.compactMap { column in
        let here = locks.filter { $0.column == column }
        guard !here.isEmpty else { return nil }
        let choices = here.reduce(facts.everyChoice) { rest, lock in
          let named = facts.choices([lock.rotation])
          return lock.kind == .pinned ? rest.intersection(named) : rest.subtracting(named)
        }
        return CellAllowance(row: row, column: column, choices: choices)
      }
    }
  }
}
