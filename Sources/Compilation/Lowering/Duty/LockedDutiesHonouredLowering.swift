import Containers
import Domain
import Rules

/// Translates ``LockedDutiesHonoured``: all locks of a cell together.
struct LockedDutiesHonouredLowering: DutyCellLowering {
  let rule: LockedDutiesHonoured

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let rows = Set(part.rows)
    var locks: [[Int]: BitSet] = [:]
    var order: [[Int]] = []
    for lock in context.people.duty.lockedDuties where context.horizon.contains(lock.slot.date) {
      guard let row = context.people.row(of: lock.person), rows.contains(row),
        context.covers(part.scope, row, lock.slot.date)
      else { continue }
      let cell = [row, context.column(lock.slot.date, lock.slot.part)]
      let choice = context.choices([lock.activity])
      if let known = locks[cell] {
        locks[cell] = known.intersection(choice)
      } else {
        order.append(cell)
        locks[cell] = choice
      }
    }
    return order.map {
      DutyAllowance(row: $0[0], column: $0[1], choices: locks[$0] ?? BitSet())
    }
  }
}
