import Containers
import Domain
import Grid
import Rules

/// Translates ``DutyFairness`` to spread within each group, tallies as start values and part-time
/// posts as shares.
struct DutyFairnessLowering: DutyRuleLowering {
  let rule: DutyFairness

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let name = builder.instanceName(part.instance)
    var tallies: [PersonID: Int] = [:]
    for tally in context.people.duty.tallies where tally.measure == name {
      tallies[tally.person, default: 0] += tally.amount
    }
    let covered = context.groups(part)
    for group in context.grouped(part.rows, by: { groupName($0, context) })
    where group.rows.count > 1 {
      // Scope by rotation gives rows of one group different dates: only those of the first are
      // counted alike, so that such a group is stated by the dates that all share.
      let counts = context.dates.indices.map { day in
        day >= context.historyColumns / DayPart.count
          && covered.allSatisfy {
            $0.rows.allSatisfy { !group.rows.contains($0) } || $0.covered[day]
          }
      }
      var family = SpreadFamily(
        rows: group.rows.map { Int32($0) }, measure: measure(counts, context),
        kind: rule.kind == .spread ? .range : .deviation, allowance: rule.allowance,
        unit: rule.measure == .minutes ? 60 : 1, price: part.price)
      family.start = group.rows.map { Int32(clamping: tallies[context.people.ids[$0]] ?? 0) }
      family.shares = group.rows.map { row in
        Int32(context.people.facultyMember(at: row)?.workPercentage ?? 100)
      }
      builder.add(.spread(family), part)
    }
  }

  private func groupName(_ row: Int, _ context: DutyContext) -> String {
    guard rule.groups == .level else { return "" }
    if let member = context.people.facultyMember(at: row) { return "role \(member.role)" }
    return "level \(context.planFacts.facts.residents[row].level)"
  }

  private func measure(_ counts: [Bool], _ context: DutyContext) -> RowMeasure {
    switch rule.measure {
    case .cells: .weights(context.heads(rule.selection, onDates: counts))
    case .minutes: .weights(context.minutes(of: rule.selection, onDates: counts))
    case .days:
      .anyInGroups(
        context.cellGroups(
          rule.selection, context.dates.map { DateRange(first: $0, last: $0) }, onDates: counts))
    case .weekends:
      .anyInGroups(context.cellGroups(rule.selection, context.weekends, onDates: counts))
    }
  }
}
