import Grid

/// Which amounts of the dense window a pass need look at in each column.
struct RowBand {
  /// Least and greatest steps gathered in the range before each column, one more than the range.
  private(set) var low: [Int]
  private(set) var high: [Int]
  /// Steps that each class of a column adds: `column offset`, then class.
  let shifts: [[Int]]
  /// Amount of one step.
  let unit: Int
  /// Amount of the fixed cells.
  let fixed: Int
  /// The window when it costs something, nil when the range does not feed it.
  let window: RowWindow?

  init(_ automaton: borrowing RowAutomaton, _ task: RowTask) {
    let range = task.range
    let rules = automaton.rules
    let window = automaton.dense.map { rules.windows[$0] }.flatMap { item in
      item.overlaps(range) ? item : nil
    }
    self.window = window
    let unit = window?.unit ?? 1
    self.unit = unit
    let columnCount = rules.model.columnCount
    fixed =
      window.map {
        $0.amount(task.cells, in: 0..<range.lowerBound)
          + $0.amount(task.cells, in: range.upperBound..<columnCount)
      } ?? 0
    let classes = automaton.classes
    shifts = range.map { column in
      classes[column].map { item in
        guard let window, window.looksAt[column] else { return 0 }
        return Int(window.weights[Int(item.members[0])]) / unit
      }
    }
    low = [0]
    high = [0]
    for column in shifts {
      low.append(low[low.count - 1] + (column.min() ?? 0))
      high.append(high[high.count - 1] + (column.max() ?? 0))
    }
    if let window, window.isHard { clip(window) }
  }

  /// Leaves out what can no longer end inside a hard band.
  private mutating func clip(_ window: RowWindow) {
    var least = window.low == RowWindow.noLow ? Int.min / 2 : -((fixed - window.low) / unit)
    var most = window.high == RowWindow.noHigh ? Int.max / 2 : (window.high - fixed) / unit
    // Division rounds towards zero: correct both ends to whole steps inside the band.
    if window.low != RowWindow.noLow {
      while fixed + least * unit < window.low { least += 1 }
      while fixed + (least - 1) * unit >= window.low { least -= 1 }
    }
    if window.high != RowWindow.noHigh {
      while fixed + most * unit > window.high { most -= 1 }
      while fixed + (most + 1) * unit <= window.high { most += 1 }
    }
    for index in stride(from: shifts.count, through: 0, by: -1) {
      low[index] = max(low[index], least)
      high[index] = min(high[index], most)
      if index > 0 {
        least -= shifts[index - 1].max() ?? 0
        most -= shifts[index - 1].min() ?? 0
      }
    }
  }

  var isEmpty: Bool { zip(low, high).contains { $0 > $1 } }

  /// Soft points of an amount of steps gathered in the range.
  func points(_ steps: Int) -> Int {
    guard let window, !window.isHard else { return 0 }
    return window.price(fixed + steps * unit)
  }
}

/// Which amounts of the carried hard windows can still end inside their bands.
struct RowReach {
  private struct Limit {
    /// Place of the window among the automaton's.
    var place: Int
    var lastColumn: Int
    /// Least and greatest amount before each column, by column offset.
    var low: [Int]
    var high: [Int]
  }

  private let limits: [Limit]

  init(_ automaton: borrowing RowAutomaton, _ task: RowTask) {
    let rules = automaton.rules
    var limits: [Limit] = []
    for (place, window) in automaton.windows.enumerated() {
      let item = rules.windows[window]
      if item.isHard && item.overlaps(task.range) {
        limits.append(Self.limit(place, item, rules, task))
      }
    }
    self.limits = limits
  }

  /// Whether a state of a column, not the range's first, may still lead to a row within bounds.
  @inline(__always)
  func admits(_ automaton: borrowing RowAutomaton, _ state: Int, column: Int, offset: Int) -> Bool {
    for limit in limits where column <= limit.lastColumn {
      let amount = automaton.amount(state, window: limit.place)
      if amount < limit.low[offset] || amount > limit.high[offset] { return false }
    }
    return true
  }

  /// What ``admits(_:_:column:offset:)`` looks at in a column, for sharing between rows.
  func signature(column: Int, offset: Int) -> [Int] {
    limits.flatMap { limit in
      column <= limit.lastColumn ? [limit.place, limit.low[offset], limit.high[offset]] : []
    }
  }

  private static func limit(
    _ place: Int, _ item: RowWindow, _ rules: RowRules, _ task: RowTask
  ) -> Limit {
    let range = task.range
    let fixed =
      RowSeam.amountAfter(item, range.upperBound, task.cells) + item.offset(range, task.cells)
    var most = fixed
    var least = fixed
    var counted = [Bool](repeating: false, count: item.groups?.columns.count ?? 0)
    if let groups = item.groups {
      // A group under way at the end may or may not count once more for its cells after the range.
      for group in counted.indices where groups.last(group) >= range.upperBound {
        counted[group] = true
        if groups.first(group) < range.upperBound { most += 1 }
      }
    }
    var low = [Int](repeating: item.low - most, count: range.count + 1)
    var high = [Int](repeating: item.high - least, count: range.count + 1)
    for column in range.reversed() {
      let offset = column - range.lowerBound
      if item.looksAt[column] {
        let weights = rules.choices[column].map { Int(item.weights[Int($0)]) }
        if let groups = item.groups {
          let group = groups.groupOfColumn[column]
          if !counted[group] && weights.contains(where: { $0 != 0 }) {
            counted[group] = true
            most += 1
          }
        } else {
          most += weights.max() ?? 0
          least += weights.min() ?? 0
        }
      }
      low[offset] = item.low - most
      high[offset] = item.high - least
    }
    return Limit(place: place, lastColumn: item.lastColumn, low: low, high: high)
  }
}
