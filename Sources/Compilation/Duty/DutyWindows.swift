import Containers
import Domain
import Grid
import Rules

/// Windows of dates that end inside the horizon, as columns of the grid.
struct DutyWindows {
  let dates: [DateRange]
  /// Columns of each window, as far as the grid has them.
  let columns: [PositionRange]
  private let context: DutyContext

  /// Windows of so many days, rolling or one after the other.
  init(days: Int, kind: WindowKind, in context: DutyContext) {
    let horizon = context.horizon
    let all: [DateRange]
    switch kind {
    case .rolling:
      all = (0..<horizon.dayCount).map { day in
        let last = horizon.first + day
        return DateRange(first: last + (1 - days), last: last)
      }
    case .perBlock:
      all = context.planFacts.facts.calendar.windows(ofDays: days)
    }
    self.init(all.filter { horizon.contains($0.last) }, in: context)
  }

  /// Given windows, those left out that the grid has no column of.
  init(_ dates: [DateRange], in context: DutyContext) {
    self.dates = dates.filter { !context.columns($0).isEmpty }
    self.context = context
    columns = self.dates.map { PositionRange(context.columns($0)) }
  }

  /// Days of a window on which a row is not away.
  func present(_ row: Int, _ window: DateRange) -> Int {
    let away = (0..<window.dayCount).count { context.people.isAway(row, on: window.first + $0) }
    return window.dayCount - away
  }
}

extension DutyContext {
  /// Counted minutes of every choice in the columns of some dates of the grid.
  func minutes(onDates counts: [Bool]) -> ColumnWeights {
    let tables = DayPart.allCases.map { part in
      activities.map { Int32($0.minutes(in: part)) } + [0]
    }
    return ColumnWeights(
      tables: tables,
      tableOfColumn: (0..<columnCount).map { column in
        counts[column / DayPart.count] ? Int32(column % DayPart.count) : -1
      })
  }

  /// 1 for every choice of a selection in its slots of some dates of the grid.
  func heads(_ selection: DutySelection, onDates counts: [Bool]) -> ColumnWeights {
    let chosen = choices(selection)
    return ColumnWeights(
      tables: [(0..<choiceCount).map { chosen.contains($0) ? 1 : 0 }],
      tableOfColumn: (0..<columnCount).map { column in
        counts[column / DayPart.count] && matches(selection, slot(column)) ? 0 : -1
      })
  }

  /// Minutes of a selection in its slots of some dates of the grid.
  func minutes(of selection: DutySelection, onDates counts: [Bool]) -> ColumnWeights {
    let chosen = choices(selection)
    var weights = minutes(onDates: counts)
    weights.tables = weights.tables.map { table in
      table.indices.map { chosen.contains($0) ? table[$0] : 0 }
    }
    for column in 0..<columnCount where !matches(selection, slot(column)) {
      weights.tableOfColumn[column] = -1
    }
    return weights
  }

  /// One group for each range of dates: its cells in which the selection may stand.
  func cellGroups(
    _ selection: DutySelection, _ ranges: [DateRange], onDates counts: [Bool]
  ) -> MemberGroups {
    MemberGroups(
      ranges.map { range in
        columns(range).filter { column in
          counts[column / DayPart.count] && matches(selection, slot(column))
        }.map { Int32($0) }
      },
      members: choices(selection))
  }

  /// Saturdays with the Sundays after them, of which the grid has a date, rising.
  var weekends: [DateRange] {
    let first = span.first + -1
    return (0...span.dayCount).map { first + $0 }.filter { $0.weekday == .saturday }.map {
      DateRange(first: $0, last: $0 + 1)
    }.filter { !columns($0).isEmpty }
  }
}
