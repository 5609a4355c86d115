import Domain
import Grid
import Rules

/// Periods over which a count is taken, as far as the horizon touches them, in order of time.
struct DutyPeriods {
  let dates: [DateRange]

  init(_ period: DutyPeriod, in context: DutyContext) {
    let calendar = context.planFacts.facts.calendar
    let horizon = context.horizon
    let all: [DateRange]
    switch period {
    case .year: all = [calendar.dates]
    case .block: all = calendar.blocks
    case .week: all = Self.weeks(around: horizon)
    case .month: all = Self.months(around: horizon)
    case .rolling(let days):
      all = (0..<horizon.dayCount).map { day in
        let last = horizon.first + day
        return DateRange(first: last + (1 - days), last: last)
      }
    }
    dates = all.filter { $0.overlap(with: horizon) > 0 }
  }

  private init(dates: [DateRange]) { self.dates = dates }

  /// Those that matter.
  func filtered(_ matters: (DateRange) -> Bool) -> DutyPeriods {
    DutyPeriods(dates: dates.filter(matters))
  }

  private static func weeks(around horizon: DateRange) -> [DateRange] {
    var first = horizon.first + -(horizon.first.weekday.rawValue - 1)
    var result: [DateRange] = []
    while first <= horizon.last {
      result.append(DateRange(first: first, last: first + 6))
      first = first + 7
    }
    return result
  }

  private static func months(around horizon: DateRange) -> [DateRange] {
    var result: [DateRange] = []
    var date = horizon.first + -(horizon.first.parts.day - 1)
    while date <= horizon.last {
      // A month has at most 31 days, so that its first day and 31 more lie in the next.
      let beyond = date + 31
      let next = beyond + -(beyond.parts.day - 1)
      result.append(DateRange(first: date, last: next + -1))
      date = next
    }
    return result
  }

  /// Days of a period on which a row is not away.
  func present(_ row: Int, _ period: DateRange, in context: DutyContext) -> Int {
    let absences = context.people.absences(of: row)
    guard absences.contains(where: { $0.dates.overlap(with: period) > 0 }) else {
      return period.dayCount
    }
    return period.dayCount
      - (0..<period.dayCount).count { context.people.isAway(row, on: period.first + $0) }
  }

  /// Weekends cut at the periods' borders, in order of time, and each period's positions among
  /// them. A weekend on a border is one in each of the two periods; a period without any has a
  /// position that nothing fills.
  func weekends(in context: DutyContext) -> (ranges: [DateRange], positions: [PositionRange]) {
    let whole = context.weekends
    let nowhere = DateRange(first: context.span.first + -1, last: context.span.first + -1)
    // Rolling windows overlap: each whole weekend is then a position for every window it touches.
    var ranges: [DateRange] = []
    var positions: [PositionRange] = []
    for period in dates {
      let start = ranges.count
      for weekend in whole where weekend.overlap(with: period) > 0 {
        ranges.append(
          DateRange(
            first: max(weekend.first, period.first), last: min(weekend.last, period.last)))
      }
      if ranges.count == start { ranges.append(nowhere) }
      positions.append(PositionRange(start..<ranges.count))
    }
    return (ranges, positions)
  }
}
