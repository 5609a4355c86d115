import Containers
import Domain
import Grid
import Rules

/// Translates ``ConsecutiveDuty`` to runs of a series of dates, nights or weekends. What stood
/// before the horizon is the run's history.
struct ConsecutiveDutyLowering: DutyRuleLowering {
  let rule: ConsecutiveDuty

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let members = context.choices(rule.selection)
    for (people, covered) in context.groups(part) {
      let rows = builder.rows(people, holding: members)
      guard !rows.isEmpty else { continue }
      let units = units(context, covered)
      // A unit that begins before the horizon and ends in it belongs to the horizon.
      let first = units.firstIndex { $0.contains { Int($0) >= context.historyColumns } } ?? 0
      var run = RunFamily(
        rows: rows.map { Int32($0) }, members: members, min: rule.minimum,
        max: rule.maximum ?? Int(Int32.max), priceShort: part.price, priceLong: part.price)
      run.startIsOpen = false
      run.history = rows.map { row in
        let before = units[..<first].reversed().prefix { unit in
          unit.contains { column in
            // A cell of history has one choice.
            builder.domain(row, Int(column)).members.contains(where: members.contains)
          }
        }
        return Int32(before.count)
      }
      builder.add(
        .seriesRun(
          SeriesRunFamily(
            series: ColumnSeries(groups: Array(units[first...]), quantifier: .any), run: run)),
        part)
    }
  }

  /// Columns of each unit of the grid in which the selection may stand.
  private func units(_ context: DutyContext, _ covered: [Bool]) -> [[Int32]] {
    func cells(_ columns: some Sequence<Int>) -> [Int32] {
      columns.filter { column in
        covered[column / DayPart.count] && context.matches(rule.selection, context.slot(column))
      }.map { Int32($0) }
    }
    switch rule.unit {
    case .days:
      return context.dates.map { cells(context.columns(DateRange(first: $0, last: $0))) }
    case .nights:
      return context.dates.map { cells([context.column($0, .night)]) }
    case .weekends:
      return context.weekends.map { cells(context.columns($0)) }
    }
  }
}
