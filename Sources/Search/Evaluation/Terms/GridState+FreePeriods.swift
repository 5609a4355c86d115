/// Free periods of a row around the columns a move changes.
extension GridState {
  /// Notes what the written cells of a row change in its free periods, window by window.
  mutating func gatherFreeTimes(_ rule: TermTables.FreeRow, row: Int) {
    guard let (from, to) = changedDuties(rule, row: row) else { return }
    let view = FreeView(model: model, rule: rule, row: row, cells: cells)
    let start = view.endBefore(from)
    let (afterCount, end) = view.freeTimes(from, to, start: start, into: terms.freeAfter)
    exchangeWritten(row: row)
    let (beforeCount, _) = view.freeTimes(from, to, start: start, into: terms.freeBefore)
    exchangeWritten(row: row)
    if afterCount == beforeCount
      && (0..<afterCount).allSatisfy({ terms.freeAfter[$0] == terms.freeBefore[$0] })
    {
      return
    }
    spread(rule, start: start, end: end, afterCount: afterCount, beforeCount: beforeCount)
  }

  /// Counts all free periods of a row into its windows, which hold nothing yet.
  mutating func enterFreePeriods(_ rule: TermTables.FreeRow, row: Int) {
    let view = FreeView(model: model, rule: rule, row: row, cells: cells)
    let (count, _) = view.freeTimes(
      0, model.columnCount - 1, start: rule.history, into: terms.freeAfter)
    let item = model.terms.windowRows.base[Int(rule.windowRow)]
    for window in 0..<Int(item.windowCount) {
      let time = model.terms.clockWindows.base[Int(rule.times) + window]
      terms.windows[Int(item.firstWindow) + window].value = Self.periods(
        terms.freeAfter, count, time.start, time.end, rule.period)
    }
  }

  /// First and last column of the row in which a duty comes, goes or moves; nil for none.
  @inline(__always)
  private func changedDuties(_ rule: TermTables.FreeRow, row: Int) -> (Int, Int)? {
    let rowStart = row * model.columnCount
    let isMember = model.terms.sets.base + Int(rule.members)
    var first = Int.max
    var last = -1
    for index in 0..<changedCount {
      let column = Int(changedCell[index]) - rowStart
      if column < 0 || column >= model.columnCount { continue }
      let intervals = model.terms.intervals.base + column * model.choiceCount
      let old = Int(changedFrom[index])
      let new = Int(cells[rowStart + column])
      let isOld = isMember[old] && intervals[old].start < intervals[old].end
      let isNew = isMember[new] && intervals[new].start < intervals[new].end
      if !isOld && !isNew { continue }
      if isOld && isNew && intervals[old].start == intervals[new].start
        && intervals[old].end == intervals[new].end
      {
        continue
      }
      first = min(first, column)
      last = max(last, column)
    }
    return last < 0 ? nil : (first, last)
  }

  /// Exchanges the row's written cells with what they held.
  @inline(__always)
  private mutating func exchangeWritten(row: Int) {
    let rowStart = row * model.columnCount
    for index in 0..<changedCount {
      let cell = Int(changedCell[index])
      if cell < rowStart || cell >= rowStart + model.columnCount { continue }
      let held = cells[cell]
      cells[cell] = changedFrom[index]
      changedFrom[index] = held
    }
  }

  /// Passes the difference of the two lists of free times on to the windows between `start` and
  /// `end`, outside which the lists agree.
  private mutating func spread(
    _ rule: TermTables.FreeRow, start: Int32, end: Int32, afterCount: Int, beforeCount: Int
  ) {
    let windowRow = Int(rule.windowRow)
    let times = model.terms.clockWindows.base + Int(rule.times)
    let count = Int(model.terms.windowRows.base[windowRow].windowCount)
    let whole =
      Self.periods(terms.freeAfter, afterCount, .min, .max, rule.period)
      - Self.periods(terms.freeBefore, beforeCount, .min, .max, rule.period)
    // Windows neither begin nor end earlier than the ones before them: find the first by halving.
    var window = 0
    var beyond = count
    while window < beyond {
      let middle = (window + beyond) / 2
      if times[middle].end > start { beyond = middle } else { window = middle + 1 }
    }
    var firstWhole = -1
    while window < count && times[window].start < end {
      if times[window].start <= start && times[window].end >= end {
        if firstWhole < 0 { firstWhole = window }
      } else {
        closeWhole(windowRow, &firstWhole, window, whole)
        let change =
          Self.periods(
            terms.freeAfter, afterCount, times[window].start, times[window].end, rule.period)
          - Self.periods(
            terms.freeBefore, beforeCount, times[window].start, times[window].end, rule.period)
        if change != 0 { addToWindows(windowRow, window, window, change) }
      }
      window += 1
    }
    closeWhole(windowRow, &firstWhole, window, whole)
  }

  @inline(__always)
  private mutating func closeWhole(
    _ windowRow: Int, _ first: inout Int, _ end: Int, _ change: Int32
  ) {
    if first >= 0 && change != 0 { addToWindows(windowRow, first, end - 1, change) }
    first = -1
  }

  /// Free periods of some free times inside a window of time.
  @inline(__always)
  private static func periods(
    _ times: UnsafeMutablePointer<TermState.FreeTime>, _ count: Int, _ start: Int32, _ end: Int32,
    _ period: Int32
  ) -> Int32 {
    var total = 0
    for index in 0..<count {
      let free = Int(min(times[index].end, end)) - Int(max(times[index].start, start))
      if free >= Int(period) { total += free / Int(period) }
    }
    return Int32(clamping: total)
  }
}

/// One row's free times.
struct FreeView {
  private let isMember: UnsafePointer<Bool>
  private let intervals: UnsafePointer<RowClock.Interval>
  private let reach: UnsafePointer<ColumnReach>
  private let cells: UnsafePointer<UInt16>
  private let history: Int32
  private let choiceCount: Int
  private let columnCount: Int

  @inline(__always)
  init(
    model: SearchModel, rule: TermTables.FreeRow, row: Int, cells: UnsafeMutablePointer<UInt16>
  ) {
    isMember = model.terms.sets.base + Int(rule.members)
    intervals = model.terms.intervals.base
    reach = model.terms.reaches.base + Int(rule.reach)
    self.cells = UnsafePointer(cells + row * model.columnCount)
    history = rule.history
    choiceCount = model.choiceCount
    columnCount = model.columnCount
  }

  @inline(__always)
  private func duty(_ column: Int) -> RowClock.Interval? {
    let choice = Int(cells[column])
    guard isMember[choice] else { return nil }
    let interval = intervals[column * choiceCount + choice]
    return interval.start < interval.end ? interval : nil
  }

  /// Latest end of all duties in columns before one, history included; `Int32.min` for none.
  @inline(__always)
  func endBefore(_ column: Int) -> Int32 {
    var latest = history
    var earlier = column - 1
    while earlier >= 0 && reach[earlier].latestEnd > latest {
      if let duty = duty(earlier) { latest = max(latest, duty.end) }
      earlier -= 1
    }
    return latest
  }

  /// Writes the free times from `start`, the latest end before column `from`, up to the first duty
  /// that no duty of the columns up to `to` can reach; returns how many, and where they end.
  @inline(__always)
  func freeTimes(
    _ from: Int, _ to: Int, start: Int32, into list: UnsafeMutablePointer<TermState.FreeTime>
  ) -> (count: Int, end: Int32) {
    var latest = start
    var count = 0
    let ahead = Int(reach[to].ahead)
    var column = from
    while column < columnCount {
      if let duty = duty(column) {
        if duty.start > latest {
          list[count] = TermState.FreeTime(start: latest, end: duty.start)
          count += 1
        }
        if column > ahead { return (count, duty.start) }
        latest = max(latest, duty.end)
      }
      column += 1
    }
    list[count] = TermState.FreeTime(start: latest, end: .max)
    return (count + 1, .max)
  }
}
