import Grid

/// What the fixed cells after a range make of the state in which the range leaves the row.
struct RowSeam {
  private let rules: RowRules
  private let first: Int
  private let last: Int
  private let cells: UnsafePointer<UInt16>
  /// Members that follow at once, and whether they reach the end of the row, by tracker.
  private let following: [(length: Int, reachesEnd: Bool)]
  /// Fixed amounts that states lack, by window that the automaton carries.
  private let windows: [Rest]

  private struct Rest {
    var item: RowWindow
    var amount: Int
    /// Groups under way that have a member after the range.
    var bits: Int32
    /// Whether the window is still open and the range feeds it.
    var counts: Bool
  }

  /// - Precondition: the cells outlive the seam.
  init(_ automaton: borrowing RowAutomaton, _ range: Range<Int>, _ cells: UnsafePointer<UInt16>) {
    let rules = automaton.rules
    let columnCount = rules.model.columnCount
    let last = range.upperBound
    self.rules = rules
    first = range.lowerBound
    self.last = last
    self.cells = cells
    following = rules.trackers.map { tracker in
      var end = last
      while end < columnCount && rules.isMember(Int(cells[end]), tracker) { end += 1 }
      return (end - last, end == columnCount)
    }
    windows = automaton.windows.map { window in
      let item = rules.windows[window]
      let counts = item.lastColumn >= last && item.overlaps(range)
      return Rest(
        item: item,
        amount: counts
          ? Self.amountAfter(item, last, cells) + item.offset(range, cells) : 0,
        bits: item.groups?.bits(across: last, in: last..<columnCount, cells, item.weights) ?? 0,
        counts: counts)
    }
  }

  /// Amount of the fixed cells from a column on, without groups that began before it.
  static func amountAfter(
    _ window: RowWindow, _ column: Int, _ cells: UnsafePointer<UInt16>
  ) -> Int {
    guard let groups = window.groups else {
      return window.amount(cells, in: column..<window.looksAt.count)
    }
    return groups.columns.reduce(0) { sum, group in
      let isHit = group[0] >= column && group.contains { window.weights[Int(cells[$0])] != 0 }
      return sum + (isHit ? 1 : 0)
    }
  }

  /// Soft points that the end of the row adds to a state; nil when a hard rule is broken.
  func points(_ automaton: borrowing RowAutomaton, _ state: Int) -> Int? {
    var points = RowAutomaton.Points()
    addPairs(automaton, state, &points)
    for (index, tracker) in rules.trackers.enumerated() {
      addRuns(automaton.runCode(state, tracker: index), tracker, following[index], &points)
    }
    for (index, order) in rules.orders.enumerated() {
      let earlier = automaton.orderCount(state, order: index)
      points.add(
        rules.points(of: order, earlier, last..<rules.model.columnCount, cells),
        isHard: order.isHard)
    }
    for (index, rest) in windows.enumerated() where rest.counts {
      let fresh = rest.bits & ~automaton.groupBits(state, window: index)
      let amount =
        automaton.amount(state, window: index) + rest.amount + Int(fresh.nonzeroBitCount)
      points.add(rest.item.price(amount), isHard: rest.item.isHard)
    }
    return points.hard > 0 ? nil : points.soft
  }

  private func addPairs(
    _ automaton: borrowing RowAutomaton, _ state: Int, _ points: inout RowAutomaton.Points
  ) {
    for distance in rules.memory.distances {
      for position in max(first, last - distance.offset)..<last
      where position + distance.offset < rules.model.columnCount {
        let table = rules.memory.table(position, distance)
        if table < 0 { continue }
        let age = last - 1 - position
        let from = rules.memory.choice(
          automaton.remembered(state, age: age), position: position, age: age)
        let pair = rules.memory.pair(table, from, Int(cells[position + distance.offset]))
        points.hard += max(0, pair.hard)
        points.soft += pair.soft
      }
    }
  }

  private func addRuns(
    _ code: Int, _ tracker: RowRules.Tracker, _ following: (length: Int, reachesEnd: Bool),
    _ points: inout RowAutomaton.Points
  ) {
    let (before, isExempt) = RowAutomaton.length(code, tracker)
    let length = before + following.length
    if length == 0 { return }
    for run in tracker.runs {
      // Surplus cells of the range are paid for; only those that follow are still to pay.
      let surplus = min(following.length, max(0, length - Int(run.max)))
      points.add(surplus * Int(run.priceLong), isHard: run.isHard)
      if length < Int(run.min) && !isExempt && !(following.reachesEnd && run.endIsOpen) {
        points.add((Int(run.min) - length) * Int(run.priceShort), isHard: run.isHard)
      }
    }
  }
}
