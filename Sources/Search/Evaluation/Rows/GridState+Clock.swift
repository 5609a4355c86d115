/// Rests, stretches and overlaps of one row around the columns a move changes.
extension GridState {
  /// Adds the penalty of every rest, stretch and overlap that may change when the cells `from...to`
  /// of a row do. Which ones are looked at depends on the clock table and on cells outside
  /// `from...to` alone, so the difference of two calls is the exact change.
  func clock(_ row: Int, _ from: Int, _ to: Int, _ hard: inout Int, _ soft: inout Int) {
    let rules = model.structure.clock
    let view = ClockView(model: model, row: row, cells: cells)
    for rule in rules.gaps[row] {
      let penalty =
        rule.leastStretch == .min
        ? view.gaps(rule, from, to) : view.gapsAfterStretches(rule, from, to)
      if rule.isHard { hard += penalty } else { soft += penalty }
    }
    for rule in rules.stretches[row] {
      let penalty = view.stretches(rule, from, to)
      if rule.isHard { hard += penalty } else { soft += penalty }
    }
    for rule in rules.overlaps[row] {
      let penalty = view.overlaps(rule, from, to)
      if rule.isHard { hard += penalty } else { soft += penalty }
    }
  }
}

/// One row's duties by the clock.
struct ClockView {
  private let sets: UnsafePointer<Bool>
  private let intervals: UnsafePointer<RowClock.Interval>
  private let reaches: UnsafePointer<ColumnReach>
  private let cells: UnsafePointer<UInt16>
  private let masks: UnsafePointer<Bool>
  private let choiceCount: Int
  private let columnCount: Int
  private let pastColumns: Int

  @inline(__always)
  init(model: SearchModel, row: Int, cells: UnsafeMutablePointer<UInt16>) {
    sets = model.structure.clock.sets.base
    intervals = model.structure.clock.intervals.base
    reaches = model.structure.clock.reaches.base
    masks = model.structure.clock.masks.base
    self.cells = UnsafePointer(cells + row * model.columnCount)
    choiceCount = model.choiceCount
    columnCount = model.columnCount
    pastColumns = model.structure.pastColumns
  }

  /// The duty of a column when its choice lies in a set; nil when there is none.
  @inline(__always)
  private func duty(_ column: Int, _ set: Int32) -> RowClock.Interval? {
    let choice = Int(cells[column])
    guard sets[Int(set) + choice] else { return nil }
    let interval = intervals[column * choiceCount + choice]
    return interval.start < interval.end ? interval : nil
  }

  /// Whether a rule looks at a column.
  @inline(__always)
  private func sees(_ column: Int, _ mask: Int32) -> Bool {
    mask < 0 || masks[Int(mask) + column]
  }

  func gaps(_ rule: RowClock.Gap, _ from: Int, _ to: Int) -> Int {
    let reach = reaches + Int(rule.reach)
    var total = 0
    if Int(rule.historyReach) >= from {
      total += rest(rule, after: rule.history, from: 0, last: Int(rule.historyReach))
    }
    var column = Int(reach[from].back)
    while column <= to {
      if sees(column, rule.mask), let duty = duty(column, rule.from) {
        total += rest(rule, after: duty.end, from: column + 1, last: Int(reach[column].ahead))
      }
      column += 1
    }
    return total
  }

  /// Price of the rest between an end and the first duty from a column on that doesn't start
  /// before it.
  @inline(__always)
  private func rest(_ rule: RowClock.Gap, after end: Int32, from column: Int, last: Int) -> Int {
    var column = column
    while column <= last {
      if let next = duty(column, rule.to), next.start >= end {
        if column < pastColumns { return 0 }
        let gap = next.start &- end
        if gap < rule.bridge || gap >= rule.least { return 0 }
        let missing = Int(rule.least) - Int(gap)
        return (missing + Int(rule.unit) - 1) / Int(rule.unit) * Int(rule.price)
      }
      column += 1
    }
    return 0
  }

  func gapsAfterStretches(_ rule: RowClock.Gap, _ from: Int, _ to: Int) -> Int {
    let reach = reaches + Int(rule.reach)
    var total = 0
    if Int(rule.historyReach) >= from {
      total += rest(rule, after: rule.history, from: 0, last: Int(rule.historyReach))
    }
    var walk = walk(rule.stretch, Int(reach[from].back), to)
    while let (column, duty) = next(&walk, rule.stretch) {
      let length = Int(walk.end) - Int(walk.start)
      if length >= Int(rule.leastStretch) && sets[Int(rule.from) + Int(cells[column])]
        && sees(column, rule.mask)
      {
        total += rest(rule, after: duty.end, from: column + 1, last: Int(reach[column].ahead))
      }
    }
    return total
  }

  func stretches(_ rule: RowClock.Stretch, _ from: Int, _ to: Int) -> Int {
    var walk = walk(rule, from, to)
    var total = 0
    var length = 0
    var last = -1
    while let (column, _) = next(&walk, rule) {
      if walk.hasBegun && last >= pastColumns { total += surplus(rule, length) }
      length = Int(walk.end) - Int(walk.start)
      last = column
    }
    return last >= pastColumns ? total + surplus(rule, length) : total
  }

  @inline(__always)
  private func surplus(_ rule: RowClock.Stretch, _ length: Int) -> Int {
    if length <= Int(rule.max) { return 0 }
    return (length - Int(rule.max) + Int(rule.unit) - 1) / Int(rule.unit) * Int(rule.price)
  }

  func overlaps(_ rule: RowClock.Overlap, _ from: Int, _ to: Int) -> Int {
    let reach = reaches + Int(rule.reach)
    var pairs = 0
    var column = Int(reach[from].back)
    while column <= to {
      if sees(column, rule.mask), let duty = duty(column, rule.members) {
        if column >= max(from, pastColumns) && duty.start < rule.history { pairs += 1 }
        var later = max(column + 1, pastColumns, column < from ? from : 0)
        while later <= Int(reach[column].ahead) {
          if sees(later, rule.mask), let other = self.duty(later, rule.members),
            other.start < duty.end
          {
            pairs += 1
          }
          later += 1
        }
      }
      column += 1
    }
    return pairs * Int(rule.price)
  }

  // MARK: Walking along stretches

  /// A walk over duties from left to right that knows the stretch it is in.
  private struct Walk {
    var column: Int
    /// The last column whose duties the changed cells can reach.
    let ahead: Int
    var start: Int32
    var end: Int32
    /// Whether the duty just passed began a stretch.
    var hasBegun = false
  }

  /// A walk from a column before which no duty can matter to the duties from `from` on, up to the
  /// first stretch that begins where the cells up to `to` can't matter.
  @inline(__always)
  private func walk(_ rule: RowClock.Stretch, _ from: Int, _ to: Int) -> Walk {
    let reach = reaches + Int(rule.reach)
    var first = from
    while true {
      var column = Int(reach[first].back)
      while column < first && !(sees(column, rule.mask) && duty(column, rule.members) != nil) {
        column += 1
      }
      if column == first { break }
      first = column
    }
    return Walk(
      column: first, ahead: Int(reach[to].ahead), start: rule.historyStart, end: rule.historyEnd)
  }

  /// The next duty of the walk; nil at its end.
  @inline(__always)
  private func next(
    _ walk: inout Walk, _ rule: RowClock.Stretch
  ) -> (column: Int, duty: RowClock.Interval)? {
    while walk.column < columnCount {
      let column = walk.column
      let isBeyond = column > walk.ahead
      if isBeyond {
        // Nothing from here on goes on with the present stretch.
        let earliest = Int(reaches[Int(rule.reach) + column].earliestStart)
        if earliest - Int(walk.end) >= Int(rule.bridge) { return nil }
      }
      walk.column += 1
      guard sees(column, rule.mask), let duty = duty(column, rule.members) else { continue }
      walk.hasBegun = Int(duty.start) - Int(walk.end) >= Int(rule.bridge)
      if walk.hasBegun {
        if isBeyond { return nil }
        walk.start = duty.start
      }
      walk.end = max(walk.end, duty.end)
      return (column, duty)
    }
    return nil
  }
}
