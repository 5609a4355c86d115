import Containers
import Domain
import Grid
import Rules

/// Translates ``DutyCount`` to rolling sums over its periods.
struct DutyCountLowering: DutyRuleLowering {
  let rule: DutyCount

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let all = DutyPeriods(rule.period, in: context)
    let members = context.choices(rule.selection)
    for (people, covered) in context.groups(part) {
      // Who never does what is counted lacks it, but has never too much.
      let rows = rule.minimum > 0 ? people : builder.rows(people, holding: members)
      for group in context.counting(rows, on: covered, withoutLeave: rule.adjustsForLeave) {
        let periods = all.filtered { binds($0, group.counts, covered, context) }
        guard !periods.dates.isEmpty else { continue }
        add(group.rows, group.counts, covered, periods, part, &builder)
      }
    }
  }

  /// Whether a period can break the rule: most of the year of somebody who does a rotation for four
  /// weeks cannot.
  private func binds(
    _ period: DateRange, _ counts: [Bool], _ covered: [Bool], _ context: DutyContext
  ) -> Bool {
    let first = max(0, period.first - context.span.first)
    let last = min(counts.count - 1, period.last - context.span.first)
    guard first <= last else { return false }
    return rule.maximum != nil && counts[first...last].contains(true)
      || rule.minimum > 0 && isWhole(period, covered, context)
  }

  private func isWhole(
    _ period: DateRange, _ covered: [Bool], _ context: DutyContext
  ) -> Bool {
    context.horizon.first <= period.first && period.last <= context.horizon.last
      && (0..<period.dayCount).allSatisfy { covered[period.first + $0 - context.span.first] }
  }

  private func add(
    _ rows: [Int], _ counts: [Bool], _ covered: [Bool], _ periods: DutyPeriods,
    _ part: DutyRulePart, _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let (measure, positions) = measured(periods, counts, context)
    var family = RollingFamily(
      rows: rows.map { Int32($0) }, measure: measure,
      windows: positions, unit: rule.measure == .minutes ? 60 : 1, priceUnder: part.price,
      priceOver: part.price)
    let whole = periods.dates.map { isWhole($0, covered, context) }
    for row in rows {
      for (period, isWhole) in zip(periods.dates, whole) {
        let isSpared = part.spares(context.people.ids[row], period)
        let present = periods.present(row, period, in: context)
        func scaled(_ bound: Int, _ extra: Int) -> Int {
          rule.adjustsForLeave ? (bound * present + extra) / period.dayCount : bound
        }
        let least = isWhole && !isSpared && rule.minimum > 0
        family.min.append(least ? Int32(clamping: scaled(rule.minimum, 0)) : .min)
        family.max.append(
          isSpared
            ? .max
            : rule.maximum.map { Int32(clamping: scaled($0, period.dayCount - 1)) } ?? .max)
      }
    }
    builder.add(.rolling(family), part)
  }

  /// What is added up, and the positions of each period in it.
  private func measured(
    _ periods: DutyPeriods, _ counts: [Bool], _ context: DutyContext
  ) -> (RowMeasure, [PositionRange]) {
    let columns = periods.dates.map { PositionRange(context.columns($0)) }
    switch rule.measure {
    case .cells: return (.weights(context.heads(rule.selection, onDates: counts)), columns)
    case .minutes:
      return (.weights(context.minutes(of: rule.selection, onDates: counts)), columns)
    case .days:
      let days = context.dates.map { DateRange(first: $0, last: $0) }
      return (
        .anyInGroups(context.cellGroups(rule.selection, days, onDates: counts)),
        columns.map { PositionRange(Int($0.first) / DayPart.count..<Int($0.end) / DayPart.count) }
      )
    case .weekends:
      let weekends = periods.weekends(in: context)
      return (
        .anyInGroups(context.cellGroups(rule.selection, weekends.ranges, onDates: counts)),
        weekends.positions
      )
    }
  }
}
