import Containers
import Domain
import Rules

/// Translates ``EligibleActivities``: what may stand in the selection's parts and days.
struct EligibleActivitiesLowering: DutyCellLowering {
  let rule: EligibleActivities

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let named = context.choices(rule.selection)
    let every = BitSet.below(context.activities.count)
    let allowed =
      rule.isAllowed
      ? named.union(context.freeChoices).union(context.awayChoices) : every.subtracting(named)
    var result: [DutyAllowance] = []
    cells(part, in: context) { row, slot, column in
      guard context.matches(rule.selection, slot), binds(row, slot, in: context) else { return }
      result.append(DutyAllowance(row: row, column: column, choices: allowed))
    }
    return result
  }

  private func binds(_ row: Int, _ slot: DutySlot, in context: DutyContext) -> Bool {
    guard rule.outsideAvailableDays else { return true }
    guard let member = context.people.facultyMember(at: row), !member.availableWeekdays.isEmpty
    else { return false }
    return !member.availableWeekdays.contains(slot.date.weekday)
  }
}
