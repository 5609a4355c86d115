/// What one row's programme may take before windows are given up.
struct BoundLimits: Sendable {
  /// Steps times amounts of one attempt at a row. A billion takes about half a second; all rows
  /// of a grid together stay within minutes.
  let rowWork: Int

  /// States before one column: a few thousand suffice for transitions and runs; rolling windows
  /// multiply them.
  static let states = 20_000
  /// Steps of one row over all columns, 20 bytes each.
  static let edges = 3_000_000
  /// Amounts of all long windows together: a dozen counts of a year's blocks fit.
  static let box = 1 << 22
  /// Costs before one column, 4 bytes each: two such layers take 256 MB.
  static let layer = 1 << 25
  /// Groups of one window that may be under way at once: bits of a word.
  static let groupSlots = 30
  /// Long windows over groups: bits of a word.
  static let longGroupWindows = 30
  /// No way leads here. Costs of real sequences stay below a quarter of it, so that adding them
  /// to it never wraps and never looks real.
  static let unreachable = Int32(1) << 30
  /// Half of the mark: everything below is real.
  static let real = Int32(1) << 29
  /// Largest sum of absolute prices along a row.
  static let rowPrices = 1 << 28

  init(rowCount: Int) {
    rowWork = min(1 << 33, (1 << 40) / max(1, rowCount))
  }
}

/// Attempts at one row, each without a window more that did not fit.
struct BoundAttempt {
  private var row: BoundRow
  private let limits: BoundLimits
  private let workspace = BoundWorkspace()

  init(_ row: BoundRow, limits: BoundLimits) {
    self.row = row
    self.limits = limits
    // What no bits can follow is given up from the start.
    giveUp { ($0.groups?.slotCount ?? 0) > BoundLimits.groupSlots }
  }

  /// The least of the row, constants included; nil when it has no sequence.
  mutating func least() throws(BoundRefusal) -> Int? {
    while row.isPossible {
      guard let layers = try BoundLayers.build(row) else {
        if giveUpShort() { continue }
        return row.looseLeast
      }
      guard layers.isFeasible else { return nil }
      guard let box = BoundBox(row, layers, limits) else {
        if giveUpLong() { continue }
        return row.looseLeast
      }
      guard box.isFeasible else { return nil }
      var sweep = BoundSweep(row, layers, box, workspace)
      return sweep.least().map { $0 + row.constant }
    }
    return nil
  }

  private mutating func giveUp(_ isLost: (BoundWindow) -> Bool) {
    let lost = row.windows.filter(isLost)
    row.windows.removeAll(where: isLost)
    for var window in lost {
      window.multiplier = 0
      row.relax(window)
    }
  }

  /// Gives up the short windows of one rule; false when there are none.
  private mutating func giveUpShort() -> Bool {
    let short = row.windows.filter(\.isShort)
    guard let widest = short.max(by: { ($0.span, $0.rule) < ($1.span, $1.rule) }) else {
      return false
    }
    giveUp { $0.isShort && $0.rule == widest.rule }
    return true
  }

  /// Gives up one long window; false when there is none.
  private mutating func giveUpLong() -> Bool {
    let long = row.windows.indices.filter { !row.windows[$0].isShort }
    let worst = long.max { left, right in key(left) < key(right) }
    guard let worst else { return false }
    var window = row.windows.remove(at: worst)
    window.multiplier = 0
    row.relax(window)
    return true
  }

  private func key(_ index: Int) -> (Int, Int, Int) {
    let window = row.windows[index]
    return (window.isBand ? 0 : 1, row.steps(of: window), index)
  }
}

extension BoundWindow {
  /// Whether states carry it, rather than the box.
  var isShort: Bool { span <= BoundProgram.spanCarried }
}

extension BoundRow {
  /// Least weight of an allowed choice in a column the window looks at.
  func leastWeight(_ window: BoundWindow, _ column: Int) -> Int {
    choices[column].map { Int(window.weights[$0]) }.min() ?? 0
  }

  /// Common divisor of how much more than the least a choice adds; at least 1.
  func unit(of window: BoundWindow) -> Int {
    if window.groups != nil { return 1 }
    var unit = 0
    for column in 0..<columnCount where window.looksAt[column] {
      let least = leastWeight(window, column)
      for choice in choices[column] {
        var (left, right) = (unit, Int(window.weights[choice]) - least)
        while right != 0 { (left, right) = (right, left % right) }
        unit = left
      }
    }
    return max(1, unit)
  }

  /// Units between the least and the greatest amount the domains allow.
  func steps(of window: BoundWindow) -> Int {
    (window.price.reach.upperBound - window.price.reach.lowerBound) / unit(of: window)
  }
}
