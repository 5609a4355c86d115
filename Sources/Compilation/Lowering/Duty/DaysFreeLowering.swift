import Containers
import Domain
import Grid
import Rules

/// Translates ``DaysFree``: touched dates in rolling windows, or free periods by the clock.
struct DaysFreeLowering: DutyRuleLowering {
  let rule: DaysFree

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let windows = DutyWindows(days: rule.windowDays, kind: rule.windows, in: context)
    guard !windows.dates.isEmpty else { return }
    for (rows, covered) in context.groups(part) {
      let inScope = windows.dates.map { window in
        (0..<window.dayCount).allSatisfy { day in
          let date = window.first + day
          return context.span.contains(date)
            ? covered[date - context.span.first] : context.covers(part.scope, rows[0], date)
        }
      }
      let least = rows.map { row in
        zip(windows.dates, inScope).map { window, isInScope in
          isInScope && !part.spares(context.people.ids[row], window)
            ? minimum(row, window, windows) : 0
        }
      }
      switch rule.measure {
      case .continuous24Hours: addPeriods(rows, windows, least, part, &builder)
      case .calendarDay: addDays(rows, windows, least, part, &builder)
      }
    }
  }

  private func minimum(_ row: Int, _ window: DateRange, _ windows: DutyWindows) -> Int {
    let days = rule.adjustsForLeave ? windows.present(row, window) : window.dayCount
    return rule.minimum * days / rule.windowDays
  }

  /// Choices that end freedom: duties, home call, and leave where it counts as worked.
  private func busy(_ context: DutyContext) -> BitSet {
    let work = context.dutyChoices.union(context.homeCallChoices)
    return rule.adjustsForLeave ? work.union(context.awayChoices) : work
  }

  private func addPeriods(
    _ rows: [Int], _ windows: DutyWindows, _ least: [[Int]], _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    builder.add(
      .freePeriods(
        FreePeriodFamily(
          rows: rows.map { Int32($0) }, members: busy(context), period: 1440,
          windows: windows.dates.map { window in
            ClockWindow(
              start: context.minute(window.first, 0), end: context.minute(window.last + 1, 0))
          },
          min: least.flatMap { $0.map { Int32($0) } }, price: part.price)),
      part)
  }

  /// Free dates are what touched dates leave, so that the minimum becomes a maximum of touched
  /// ones. Dates before the grid are free, but for leave that counts as worked.
  private func addDays(
    _ rows: [Int], _ windows: DutyWindows, _ least: [[Int]], _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    var family = RollingFamily(
      rows: rows.map { Int32($0) }, measure: .anyInGroups(touchedDates(context)),
      windows: windows.columns.map { range in
        PositionRange(Int(range.first) / DayPart.count..<Int(range.end) / DayPart.count)
      }, priceUnder: 0, priceOver: part.price)
    for (row, least) in zip(rows, least) {
      for (window, minimum) in zip(windows.dates, least) {
        guard minimum > 0 else {
          family.max.append(.max)
          continue
        }
        let before = max(0, context.span.first - window.first)
        let awayBefore = (0..<before).count { day in
          rule.adjustsForLeave && context.people.isAway(row, on: window.first + day)
        }
        family.max.append(Int32(window.dayCount - awayBefore - minimum))
      }
    }
    builder.add(.rolling(family), part)
  }

  /// For each date of the grid the cells by which the clock touches it: its own, and those of the
  /// two dates before that last beyond midnight.
  private func touchedDates(_ context: DutyContext) -> MemberGroups {
    let busy = busy(context)
    var sets: [BitSet] = []
    var setOf: [[BitSet]] = []
    for daysBefore in 0...2 {
      setOf.append(
        DayPart.allCases.map { part in
          BitSet(
            busy.members.filter { choice in
              let activity = context.activities[choice]
              if activity.kind == .away { return daysBefore == 0 }
              guard let span = activity.spans[part.rawValue] else { return false }
              return span.end > daysBefore * 1440 && span.start < (daysBefore + 1) * 1440
            })
        })
    }
    sets = setOf.flatMap { $0 }
    let groups = (0..<context.span.dayCount).map { day -> [GroupCell] in
      [2, 1, 0].flatMap { daysBefore -> [GroupCell] in
        guard day >= daysBefore else { return [] }
        return DayPart.allCases.compactMap { part in
          let set = daysBefore * DayPart.count + part.rawValue
          guard !sets[set].isEmpty else { return nil }
          return GroupCell(
            column: (day - daysBefore) * DayPart.count + part.rawValue, set: set)
        }
      }
    }
    return MemberGroups(sets: sets, groups: groups)
  }
}
