/// What a row's rules make of one more cell: the state after it, and what it costs.
///
/// A state is a list of words: for each remembered cell the set of pair rules it stands for; a code
/// for each run; a count for each order; the amount of each short window; for each window over
/// groups the bits of groups under way that have counted. A word that no longer matters is 0.
struct BoundStepper {
  private let row: BoundRow
  private let memory: BoundMemory
  private let trackers: [BoundTracker]
  private let shortWindows: [BoundWindow]
  let longWindows: [BoundWindow]
  /// Short, long and relaxed windows over groups, in the order of their bits.
  private let grouped: [Grouped]
  let stride: Int
  private let trackerAt: Int
  private let orderAt: Int
  private let windowAt: Int
  private let bitsAt: Int
  /// The state after the last ``step(_:_:_:)``.
  private(set) var next: [Int32]
  /// Distinct step vectors of the present column.
  private(set) var vectors: [[Int32]] = []
  private(set) var hasOverflown = false
  private var column = 0
  private var vector: [Int32]
  private let units: [Int]
  /// What each choice adds to long and to short windows of weights in the present column:
  /// `window * choiceCount + choice`.
  private var longSteps: [Int32]
  private var shortSteps: [Int32]
  /// Short windows that end in the present column.
  private var closing: [Int] = []

  private struct Grouped {
    enum Role { case short(Int), long(Int), hit }
    var window: BoundWindow
    var groups: BoundGroups
    var role: Role
  }

  init(_ row: BoundRow) {
    self.row = row
    memory = BoundMemory(row)
    trackers = BoundTracker.trackers(of: row)
    shortWindows = row.windows.filter(\.isShort)
    longWindows = row.windows.filter { !$0.isShort }
    var grouped: [Grouped] = []
    for (index, window) in shortWindows.enumerated() {
      guard let groups = window.groups else { continue }
      grouped.append(Grouped(window: window, groups: groups, role: .short(index)))
    }
    for (index, window) in longWindows.enumerated() {
      guard let groups = window.groups else { continue }
      grouped.append(Grouped(window: window, groups: groups, role: .long(index)))
    }
    for window in row.hits {
      guard let groups = window.groups else { continue }
      grouped.append(Grouped(window: window, groups: groups, role: .hit))
    }
    self.grouped = grouped
    trackerAt = memory.depth
    orderAt = trackerAt + trackers.count
    windowAt = orderAt + row.orders.count
    bitsAt = windowAt + shortWindows.count
    stride = bitsAt + grouped.count
    next = Array(repeating: 0, count: stride)
    vector = Array(repeating: 0, count: longWindows.count)
    units = longWindows.map { row.unit(of: $0) }
    longSteps = Array(repeating: 0, count: longWindows.count * row.choiceCount)
    shortSteps = Array(repeating: 0, count: shortWindows.count * row.choiceCount)
  }

  /// The state before the first column.
  var start: [Int32] { Array(repeating: 0, count: stride) }

  mutating func beginColumn(_ column: Int) {
    self.column = column
    vectors = []
    closing = shortWindows.indices.filter { shortWindows[$0].lastColumn == column }
    for (index, window) in longWindows.enumerated() where window.groups == nil {
      let least = row.leastWeight(window, column)
      for choice in row.choices[column] {
        let surplus = (Int(window.weights[choice]) - least) / units[index]
        longSteps[index * row.choiceCount + choice] =
          window.looksAt[column] ? Int32(clamping: surplus) : 0
      }
    }
    for (index, window) in shortWindows.enumerated() where window.groups == nil {
      for choice in row.choices[column] {
        shortSteps[index * row.choiceCount + choice] =
          window.looksAt[column] ? window.weights[choice] : 0
      }
    }
  }

  /// Soft price and step vector of a choice after a state; nil when a hard rule forbids it.
  mutating func step(
    _ words: [Int32], _ state: Int, _ choice: Int
  ) -> (price: Int32, vector: Int)? {
    let base = state * stride
    var price = 0
    guard stepPairs(words, base, choice, &price), stepRuns(words, base, choice, &price),
      stepOrders(words, base, choice, &price)
    else { return nil }
    for index in vector.indices { vector[index] = longSteps[index * row.choiceCount + choice] }
    for index in shortWindows.indices {
      next[windowAt + index] =
        words[base + windowAt + index] &+ shortSteps[index * row.choiceCount + choice]
    }
    stepGroups(words, base, choice, &price)
    guard closeWindows(&price) else { return nil }
    if price.magnitude >= UInt(BoundLimits.rowPrices) {
      hasOverflown = true
      price = 0
    }
    return (Int32(price), vectorNumber())
  }

  private mutating func vectorNumber() -> Int {
    if let known = vectors.firstIndex(of: vector) { return known }
    vectors.append(vector)
    return vectors.count - 1
  }

  private mutating func stepPairs(
    _ words: [Int32], _ base: Int, _ choice: Int, _ price: inout Int
  ) -> Bool {
    for age in 0..<memory.depth {
      let position = column - 1 - age
      guard position >= 0, let kind = memory.kind(position, age: age) else { continue }
      for index in memory.kinds[kind].pairs[Int(words[base + age])] {
        let pair = row.pairs[index]
        guard pair.offset == age + 1, pair.to[choice] else { continue }
        if pair.isHard { return false }
        price += pair.price
      }
    }
    for age in 0..<memory.depth {
      let position = column - age
      guard position >= 0, let kind = memory.kind(position, age: age) else {
        next[age] = 0
        continue
      }
      var example = choice
      if age > 0, let before = memory.kind(position, age: age - 1) {
        example = memory.kinds[before].example[Int(words[base + age - 1])]
      }
      next[age] = memory.kinds[kind].setOf[example]
    }
    return true
  }

  private mutating func stepRuns(
    _ words: [Int32], _ base: Int, _ choice: Int, _ price: inout Int
  ) -> Bool {
    for (index, tracker) in trackers.enumerated() {
      let (length, isExempt) = tracker.length(words[base + trackerAt + index])
      guard tracker.members[choice] else {
        if length > 0 && !isExempt {
          guard Self.close(length, tracker.runs, &price) else { return false }
        }
        next[trackerAt + index] = 0
        continue
      }
      let before = column == 0 ? tracker.history : length
      for run in tracker.runs where before + 1 > run.max {
        if run.isHard {
          if run.priceLong > 0 { return false }
          continue
        }
        // A run that comes in too long pays for all of its surplus at once.
        price += run.priceLong * (column == 0 ? before + 1 - run.max : 1)
      }
      let staysExempt = column == 0 ? tracker.startIsOpen && tracker.history == 0 : isExempt
      next[trackerAt + index] = tracker.code(before + 1, isExempt: staysExempt)
    }
    return true
  }

  /// What a closed run that is too short costs; false when that is forbidden.
  private static func close(_ length: Int, _ runs: [BoundRun], _ price: inout Int) -> Bool {
    for run in runs where length < run.min {
      if run.isHard {
        if run.priceShort > 0 { return false }
        continue
      }
      price += (run.min - length) * run.priceShort
    }
    return true
  }

  private mutating func stepOrders(
    _ words: [Int32], _ base: Int, _ choice: Int, _ price: inout Int
  ) -> Bool {
    for (index, order) in row.orders.enumerated() {
      let earlier = Int(words[base + orderAt + index])
      if order.after[choice] && earlier < order.required {
        if order.isHard { return false }
        price += order.price
      }
      let counts = order.before[choice] && earlier < order.required
      next[orderAt + index] = Int32(earlier + (counts ? 1 : 0))
    }
    return true
  }

  private mutating func stepGroups(
    _ words: [Int32], _ base: Int, _ choice: Int, _ price: inout Int
  ) {
    for (index, item) in grouped.enumerated() {
      var bits = words[base + bitsAt + index]
      var isFresh = false
      let group = item.groups.groupOfColumn[column]
      if group >= 0 {
        let bit = Int32(1) << Int32(item.groups.slot[group])
        isFresh = item.window.weights[choice] != 0 && bits & bit == 0
        if isFresh { bits |= bit }
        if item.groups.lastColumn[group] == column { bits &= ~bit }
      }
      next[bitsAt + index] = bits
      switch item.role {
      case .short(let window): next[windowAt + window] += isFresh ? 1 : 0
      case .long(let window): vector[window] = isFresh ? 1 : 0
      case .hit: price -= isFresh ? item.window.multiplier : 0
      }
    }
  }

  /// Settles short windows that end in this column; false when one forbids its amount.
  private mutating func closeWindows(_ price: inout Int) -> Bool {
    for index in closing {
      let cost = shortWindows[index].price
      let points = cost.points(at: Int(next[windowAt + index]))
      if cost.isHard {
        if points > 0 { return false }
      } else {
        price += points * row.denominator
      }
      next[windowAt + index] = 0
    }
    return true
  }

  /// What runs under way cost at the end of the row; nil when one is forbidden.
  func endPrice(_ words: [Int32], _ state: Int) -> Int? {
    var price = 0
    for (index, tracker) in trackers.enumerated() {
      let (length, isExempt) = tracker.length(words[state * stride + trackerAt + index])
      if length == 0 || isExempt { continue }
      let closed = tracker.runs.filter { !$0.endIsOpen }
      guard Self.close(length, closed, &price) else { return nil }
    }
    return price
  }
}
