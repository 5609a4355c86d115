import Containers
import Grid
import Measures

/// Free periods of windows of time.
///
/// A free time that begins at a minute *e* holds a *k*-th period when no duty starts before
/// *e + k* · period: one literal for each beginning and *k*, shared by all windows around it.
extension GridModelBuilder {
  mutating func add(_ family: FreePeriodFamily, _ level: ScoreLevel) {
    let times = DutyTimes(grid, family.members)
    let span = times.span(of: freeColumns) ?? 0..<0
    // What windows apart from the free cells lack is the same for every answer.
    let touched = family.windows.indices.filter {
      isWhole
        || Int(family.windows[$0].end) > span.lowerBound
          && Int(family.windows[$0].start) < span.upperBound
    }
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let asked = touched.filter { family.min[index * family.windows.count + $0] > 0 }
      guard let first = asked.map({ family.windows[$0].start }).min(),
        let last = asked.map({ family.windows[$0].end }).max()
      else { continue }
      let rowTimes = FreeRow(
        row: row, times: times, period: Int(family.period),
        history: family.history.isEmpty ? Int(Int32.min) : Int(family.history[index]))
      let free = freeTimes(rowTimes, Int(first)..<Int(last))
      for number in asked {
        let window = Int(family.windows[number].start)..<Int(family.windows[number].end)
        var found = LinearExpression()
        for literal in periods(from: window.lowerBound, [], rowTimes, until: window.upperBound) {
          found.add(1, literal)
        }
        for time in free where time.start > window.lowerBound && time.start < window.upperBound {
          let fitting = (window.upperBound - time.start) / rowTimes.period
          for literal in time.periods.prefix(fitting) { found.add(1, literal) }
        }
        let least = Int64(family.min[index * family.windows.count + number])
        charge(excess: found.negated.plus(least), Int64(family.price), level)
      }
    }
  }

  /// A row whose free times are looked for.
  private struct FreeRow {
    var row: Int32
    var times: DutyTimes
    /// Minutes.
    var period: Int
    /// Minute at which the last duty before column 0 ends.
    var history: Int
  }

  /// A time that is free from a minute on, where one is.
  private struct FreeTime {
    var start: Int
    /// Whether it holds one period, two, and so on.
    var periods: [Literal]
  }

  /// Free times that may begin inside a range of minutes, each with the end of a duty.
  private mutating func freeTimes(_ row: FreeRow, _ range: Range<Int>) -> [FreeTime] {
    var result: [FreeTime] = []
    if range.contains(row.history) {
      result.append(
        FreeTime(
          start: row.history,
          periods: periods(from: row.history, [], row, until: range.upperBound, after: -1)))
    }
    for column in row.times.groups.indices {
      for end in row.times.ends(column)
      where range.contains(end) {
        let own = literal(
          row.row, Int32(column), in: row.times.choices(column) { $0.upperBound == end })
        guard own != .never else { continue }
        result.append(
          FreeTime(
            start: end,
            periods: periods(from: end, [own], row, until: range.upperBound, after: column)))
      }
    }
    return result
  }

  /// The literals of one free period after a minute, of two, and so on, as far as they may hold.
  ///
  /// - Parameters:
  ///   - own: what else must hold.
  ///   - column: the column of the duty that ends then, −1 for history; of several duties with the
  ///     same end the last one counts. Nil where no duty need end.
  private mutating func periods(
    from start: Int, _ own: [Literal], _ row: FreeRow, until last: Int, after column: Int? = nil
  ) -> [Literal] {
    guard row.history <= start, start + row.period <= last else { return [] }
    var result: [Literal] = []
    var condition = own
    // Columns before this one end too early, or were asked for an earlier period.
    var first = row.times.latest.firstIndex { $0 >= start } ?? grid.columnCount
    for end in stride(from: start + row.period, through: last, by: row.period) {
      var next = first
      while next < grid.columnCount, row.times.earliest[next] < end {
        if next != column {
          let isLater = column.map { next > $0 } ?? false
          let busy = row.times.choices(next) { time in
            (time.upperBound > start || isLater && time.upperBound == start)
              && time.lowerBound < end
              && (result.isEmpty || time.lowerBound >= end - row.period)
          }
          condition.append(literal(row.row, Int32(next), in: busy).negated)
        }
        if row.times.groups[next].allSatisfy({ $0.time.lowerBound < end }), next == first {
          first += 1
        }
        next += 1
      }
      if condition.contains(.never) { break }
      let holds = literal(ofAll: condition)
      result.append(holds)
      condition = [holds]
    }
    return result
  }
}
