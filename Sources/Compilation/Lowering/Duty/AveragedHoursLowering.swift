import Containers
import Domain
import Grid
import Rules

/// Translates ``AveragedHours`` to rolling sums of counted minutes, with a cap for each row and
/// window that leave shrinks.
struct AveragedHoursLowering: DutyRuleLowering {
  let rule: AveragedHours

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let windows = DutyWindows(
      days: rule.windowWeeks * 7, kind: rule.windows, in: context)
    guard !windows.dates.isEmpty else { return }
    for (rows, covered) in context.groups(part) {
      // Away days count nothing: rows whose cells there could hold duty stand apart.
      for group in context.counting(rows, on: covered, withoutLeave: rule.adjustsForLeave) {
        add(group.rows, group.counts, windows, part, &builder)
      }
    }
  }

  private func add(
    _ rows: [Int], _ counts: [Bool], _ windows: DutyWindows, _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    var family = RollingFamily(
      rows: rows.map { Int32($0) }, measure: .weights(context.minutes(onDates: counts)),
      windows: windows.columns, unit: 60, priceUnder: 0, priceOver: part.price)
    for row in rows {
      let person = context.people.ids[row]
      family.max += windows.dates.map { window in
        if part.spares(person, window) { return .max }
        let days = rule.adjustsForLeave ? windows.present(row, window) : window.dayCount
        return Int32(clamping: rule.weeklyMinutes * days / 7)
      }
    }
    builder.add(.rolling(family), part)
  }
}
