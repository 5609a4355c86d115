import Containers
import Domain
import Grid
import Rules

/// Translates ``DutyWishes``: a price on each cell to avoid; for what is wanted a price on every
/// other choice of a single cell, or a minimum of one over the cells of a date.
struct DutyWishesLowering: DutyRuleLowering {
  let rule: DutyWishes

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let rows = Set(part.rows)
    for wish in builder.context.people.duty.wishes {
      guard let row = builder.context.people.row(of: wish.person), rows.contains(row) else {
        continue
      }
      let points = units(wish.priority) * part.price
      guard points > 0 else { continue }
      if wish.isWanted {
        want(wish, row, points, part, &builder)
      } else {
        avoid(wish, row, points, part, &builder)
      }
    }
  }

  private func units(_ priority: Wish.Priority) -> Int {
    switch priority {
    case .high: rule.high
    case .medium: rule.medium
    case .low: rule.low
    }
  }

  private func selection(_ wish: DutyWish) -> DutySelection {
    DutySelection(activities: wish.activities, parts: wish.parts, weekdays: wish.weekdays)
  }

  /// Dates of the wish in horizon and scope on which the person is not away.
  private func dates(
    _ wish: DutyWish, _ row: Int, _ part: DutyRulePart, _ context: DutyContext
  ) -> [CalendarDate] {
    context.dates.filter { date in
      context.horizon.contains(date) && wish.dates.contains(date)
        && (wish.weekdays.isEmpty || wish.weekdays.contains(date.weekday))
        && context.covers(part.scope, row, date) && !context.people.isAway(row, on: date)
        && !part.spares(wish.person, DateRange(first: date, last: date))
    }
  }

  private func avoid(
    _ wish: DutyWish, _ row: Int, _ points: Int, _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let selection = selection(wish)
    let avoided = builder.context.choices(selection)
    for date in dates(wish, row, part, builder.context) {
      for dayPart in DayPart.allCases
      where builder.context.matches(selection, DutySlot(date: date, part: dayPart)) {
        builder.price(avoided, row, builder.context.column(date, dayPart), points, part)
      }
    }
  }

  private func want(
    _ wish: DutyWish, _ row: Int, _ points: Int, _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let wanted = context.choices(selection(wish))
    let dates = dates(wish, row, part, context)
    if wish.parts.count == 1 {
      for date in dates {
        builder.price(
          outside: wanted, row, context.column(date, wish.parts[0]), points, part)
      }
      return
    }
    guard !dates.isEmpty else { return }
    let ranges = dates.map { DateRange(first: $0, last: $0) }
    let always = context.dates.map { _ in true }
    var family = RollingFamily(
      rows: [Int32(row)],
      measure: .anyInGroups(context.cellGroups(selection(wish), ranges, onDates: always)),
      windows: ranges.indices.map { PositionRange($0..<$0 + 1) }, priceUnder: points,
      priceOver: 0)
    family.min = ranges.map { _ in 1 }
    family.max = []
    builder.add(.rolling(family), part)
  }
}
