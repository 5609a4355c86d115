import Containers
import Domain
import Rules

/// Translates ``PatternHonoured``: what the day's pattern allows, or free activities where no
/// pattern speaks. Absent dates and locked cells belong to other rules.
struct PatternHonouredLowering: DutyCellLowering {
  let rule: PatternHonoured

  var followsPlan: Bool { true }

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let locked = Set(
      context.people.duty.lockedDuties.compactMap { lock in
        context.people.row(of: lock.person).map {
          [$0, context.column(lock.slot.date, lock.slot.part)]
        }
      })
    let fallback = context.choices([rule.filler]).union(context.freeChoices)
    var result: [DutyAllowance] = []
    // Patterns repeat by weekday and part: names are looked up once for as long as they do.
    var known = Array(
      repeating: (names: [ActivityID](), choices: BitSet()), count: 7 * DayPart.count)
    cells(part, in: context) { row, slot, column in
      guard !context.people.isAway(row, on: slot.date), !locked.contains([row, column]) else {
        return
      }
      let pattern = context.people.patternCell(
        row, slot, plan: context.plan, serviceWeeks: context.serviceWeeks)
      let names = pattern?.allowed ?? []
      let key = (slot.date.weekday.rawValue * DayPart.count + slot.part.rawValue) % known.count
      if known[key].names != names { known[key] = (names, context.choices(names)) }
      let allowed = known[key].choices
      result.append(
        DutyAllowance(row: row, column: column, choices: allowed.isEmpty ? fallback : allowed))
    }
    return result
  }
}
