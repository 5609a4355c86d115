import Containers
import Domain
import Rules

/// Translates ``AbsenceHonoured``: away activities on dates of absence, none elsewhere, and no duty
/// of another date that lasts too far into the next date of absence.
struct AbsenceHonouredLowering: DutyCellLowering {
  let rule: AbsenceHonoured

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let every = BitSet.below(context.activities.count)
    let present = every.subtracting(context.awayChoices)
    var result: [DutyAllowance] = []
    cells(part, in: context) { row, slot, column in
      if context.people.isAway(row, on: slot.date) {
        result.append(DutyAllowance(row: row, column: column, choices: context.awayChoices))
        return
      }
      let late = tooLate(row, slot, in: context)
      result.append(
        DutyAllowance(row: row, column: column, choices: present.subtracting(late)))
    }
    return result
  }

  /// Duties of a cell that reach more than the overrun into the person's next date of absence.
  private func tooLate(_ row: Int, _ slot: DutySlot, in context: DutyContext) -> BitSet {
    // A span lasts two days at most, so that an absence further away can't be reached.
    for ahead in 1...3 where context.people.isAway(row, on: slot.date + ahead) {
      let limit = ahead * 1440 + rule.overrun
      return BitSet(
        context.dutyChoices.members.filter { choice in
          (context.activities[choice].spans[slot.part.rawValue]?.end ?? 0) > limit
        })
    }
    return BitSet()
  }
}
