import Containers
import Domain
import Rules

/// Translates ``AfterServiceWeek``: what the cells some days after a service week may hold.
struct AfterServiceWeekLowering: DutyCellLowering {
  let rule: AfterServiceWeek

  var followsPlan: Bool { true }

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let people = context.people
    guard let duty = people.duty.serviceDuties.firstIndex(where: { $0.id == rule.duty }) else {
      return []
    }
    let named = context.choices(rule.activities)
    let choices =
      rule.isForbidden ? BitSet.below(context.activities.count).subtracting(named) : named
    let parts = rule.parts.isEmpty ? DayPart.allCases : rule.parts
    var result: [DutyAllowance] = []
    for row in part.rows where row >= people.residentCount {
      let member = row - people.residentCount
      for (week, dates) in people.serviceWeeks.enumerated()
      where context.serviceWeeks[member, week] == duty + 1 {
        let date = dates.last + rule.days
        guard context.horizon.contains(date), context.covers(part.scope, row, date),
          !people.isAway(row, on: date),
          context.serviceWeeks[member, people.serviceWeek(on: date)] != duty + 1
        else { continue }
        result += parts.map {
          DutyAllowance(row: row, column: context.column(date, $0), choices: choices)
        }
      }
    }
    return result
  }
}
