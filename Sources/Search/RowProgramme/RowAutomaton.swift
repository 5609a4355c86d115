import Grid

/// The states of a row from left to right and what each step costs, found as they are reached.
///
/// A state says what the row's rules still need to know of the columns before it: classes of the
/// last choices, lengths of runs, counts for orders, amounts of the windows it carries. Equal
/// knowledge is one state. Prices of cells are no part of it, so one automaton serves every call
/// on the row. The ``dense`` window is left out: the pass keeps its amount as a vector.
struct RowAutomaton {
  /// Choices that no rule of the automaton tells apart, as one column allows them.
  struct ChoiceClass {
    var members: [UInt16]
    var index: Int
  }

  struct Edge: BitwiseCopyable {
    /// State in the next column, −1 when a hard rule forbids the step.
    var target: Int32
    /// Soft points of transitions, runs, orders and windows that the step settles.
    var price: Int32
  }

  let rules: RowRules
  /// Windows carried in states, by index.
  let windows: [Int]
  /// Window whose amount is a vector index, or nil.
  let dense: Int?
  /// Windows of groups whose amount is no part of the state: each step says whether it adds to
  /// them. Only for ranges that begin in column 0.
  let tallied: [Int]
  /// By column.
  let classes: [[ChoiceClass]]
  private(set) var stateCount = 0
  /// Largest price of a step so far, as an absolute value.
  private(set) var largestPrice = 0

  private let stride: Int
  private let trackerAt: Int
  private let orderAt: Int
  private let windowAt: Int
  private let talliedAt: Int
  private var words: [Int32] = []
  /// Open addressing over states, −1 for empty; twice as many as states at least.
  private var places = [Int32](repeating: -1, count: 1024)
  /// First edge of each state, −1 until it is expanded.
  private var edgeStart: [Int32] = []
  private(set) var edges: [Edge] = []
  /// For each edge the bits of the tallied windows that gain one; empty when none is tallied.
  private(set) var hits: [UInt8] = []
  private var next: [Int32]

  init(_ rules: RowRules, windows: [Int], dense: Int?, tallied: [Int] = []) {
    self.rules = rules
    self.windows = windows
    self.dense = dense
    self.tallied = tallied
    trackerAt = 1 + rules.memory.depth
    orderAt = trackerAt + rules.trackers.count
    windowAt = orderAt + rules.orders.count
    talliedAt = windowAt + 2 * windows.count
    stride = talliedAt + tallied.count
    next = Array(repeating: 0, count: stride)
    classes = Self.classes(rules, windows + (dense.map { [$0] } ?? []) + tallied)
  }

  private static func classes(_ rules: RowRules, _ windows: [Int]) -> [[ChoiceClass]] {
    var known: [[Int]: Int] = [:]
    let classOf = (0..<rules.model.choiceCount).map { choice in
      let key = rules.signatures[choice] + windows.map { Int(rules.windows[$0].weights[choice]) }
      let index = known[key] ?? known.count
      known[key] = index
      return index
    }
    return rules.choices.map { allowed in
      var result: [ChoiceClass] = []
      for choice in allowed {
        let index = classOf[Int(choice)]
        if let place = result.firstIndex(where: { $0.index == index }) {
          result[place].members.append(choice)
        } else {
          result.append(ChoiceClass(members: [choice], index: index))
        }
      }
      return result
    }
  }

  // MARK: What a state says

  @inline(__always)
  func remembered(_ state: Int, age: Int) -> Int32 { words[state * stride + 1 + age] }
  @inline(__always)
  func runCode(_ state: Int, tracker: Int) -> Int {
    Int(words[state * stride + trackerAt + tracker])
  }
  @inline(__always)
  func orderCount(_ state: Int, order: Int) -> Int { Int(words[state * stride + orderAt + order]) }
  @inline(__always)
  func amount(_ state: Int, window: Int) -> Int {
    Int(words[state * stride + windowAt + 2 * window])
  }
  @inline(__always)
  func groupBits(_ state: Int, window: Int) -> Int32 {
    words[state * stride + windowAt + 2 * window + 1]
  }

  // MARK: States and steps

  /// The state in which the fixed cells before a range leave the row; nil when a run that ends
  /// right before it is too long already.
  mutating func start(_ range: Range<Int>, _ cells: UnsafePointer<UInt16>) -> Int? {
    let column = range.lowerBound
    next[0] = Int32(column)
    for age in 0..<rules.memory.depth {
      let position = column - 1 - age
      next[1 + age] =
        position < 0 ? 0 : rules.memory.word(Int(cells[position]), position: position, age: age)
    }
    for (index, tracker) in rules.trackers.enumerated() {
      var first = column
      while first > 0 && rules.isMember(Int(cells[first - 1]), tracker) { first -= 1 }
      let length = column == first ? 0 : column - first + (first == 0 ? tracker.history : 0)
      let isTooLong = tracker.runs.contains {
        $0.isHard && length > Int($0.max) && $0.priceLong > 0
      }
      if isTooLong { return nil }
      let isExempt = first == 0 && tracker.startIsOpen && tracker.history == 0
      next[trackerAt + index] = Self.code(length, isExempt, tracker)
    }
    for (index, order) in rules.orders.enumerated() {
      let earlier = (0..<column).reduce(0) { $0 + (order.isBefore[Int(cells[$1])] ? 1 : 0) }
      next[orderAt + index] = Int32(min(earlier, order.required))
    }
    for (index, window) in windows.enumerated() {
      let item = rules.windows[window]
      let isOpen = item.lastColumn >= column
      next[windowAt + 2 * index] =
        isOpen ? Int32(item.amount(cells, in: 0..<column) - item.offset(range, cells)) : 0
      next[windowAt + 2 * index + 1] =
        item.groups?.bits(across: column, in: 0..<column, cells, item.weights) ?? 0
    }
    for index in tallied.indices { next[talliedAt + index] = 0 }
    return intern()
  }

  /// The index of a state's first edge; one edge for each class of its column, in their order.
  @inline(__always)
  mutating func expand(_ state: Int) -> Int {
    let known = edgeStart[state]
    return known >= 0 ? Int(known) : found(state)
  }

  private mutating func found(_ state: Int) -> Int {
    let start = edges.count
    edgeStart[state] = Int32(start)
    let column = Int(words[state * stride])
    for item in classes[column] {
      var gained: UInt8 = 0
      for index in tallied.indices {
        stepTally(index, state * stride, column, Int(item.members[0]), &gained)
      }
      edges.append(edge(state * stride, column, Int(item.members[0])))
      if !tallied.isEmpty { hits.append(gained) }
    }
    return start
  }

  private mutating func edge(_ base: Int, _ column: Int, _ choice: Int) -> Edge {
    var points = Points()
    stepMemory(base, column, choice, &points)
    stepRuns(base, column, choice, &points)
    for (index, order) in rules.orders.enumerated() {
      let earlier = Int(words[base + orderAt + index])
      if order.isAfter[choice] && earlier < order.required {
        points.add(order.price, isHard: order.isHard)
      }
      let counts = order.isBefore[choice] && earlier < order.required
      next[orderAt + index] = Int32(earlier + (counts ? 1 : 0))
    }
    for index in windows.indices { stepWindow(index, base, column, choice, &points) }
    if points.hard > 0 { return Edge(target: -1, price: 0) }
    next[0] = Int32(column + 1)
    largestPrice = max(largestPrice, abs(points.soft))
    return Edge(target: Int32(intern()), price: Int32(clamping: points.soft))
  }

  private mutating func stepMemory(
    _ base: Int, _ column: Int, _ choice: Int, _ points: inout Points
  ) {
    for distance in rules.memory.distances where column >= distance.offset {
      let position = column - distance.offset
      let table = rules.memory.table(position, distance)
      if table < 0 { continue }
      let word = words[base + distance.offset]
      let from = rules.memory.choice(word, position: position, age: distance.offset - 1)
      let pair = rules.memory.pair(table, from, choice)
      points.hard += max(0, pair.hard)
      points.soft += pair.soft
    }
    for age in 0..<rules.memory.depth {
      let position = column - age
      if age == 0 {
        next[1] = rules.memory.word(choice, position: position, age: 0)
      } else if position < 0 {
        next[1 + age] = 0
      } else {
        let kept = rules.memory.choice(words[base + age], position: position, age: age - 1)
        next[1 + age] = rules.memory.word(kept, position: position, age: age)
      }
    }
  }

  private mutating func stepRuns(
    _ base: Int, _ column: Int, _ choice: Int, _ points: inout Points
  ) {
    for (index, tracker) in rules.trackers.enumerated() {
      let (length, isExempt) = Self.length(Int(words[base + trackerAt + index]), tracker)
      guard rules.isMember(choice, tracker) else {
        if length > 0 && !isExempt {
          for run in tracker.runs where length < Int(run.min) {
            points.add((Int(run.min) - length) * Int(run.priceShort), isHard: run.isHard)
          }
        }
        next[trackerAt + index] = 0
        continue
      }
      let before = length == 0 && column == 0 ? tracker.history : length
      let isNewAtEdge = column == 0
      for run in tracker.runs where before + 1 > Int(run.max) {
        let surplus = isNewAtEdge ? before + 1 - Int(run.max) : 1
        points.add(surplus * Int(run.priceLong), isHard: run.isHard)
      }
      let goesOnExempt =
        isNewAtEdge ? tracker.startIsOpen && tracker.history == 0 : isExempt
      next[trackerAt + index] = Self.code(before + 1, goesOnExempt, tracker)
    }
  }

  private mutating func stepWindow(
    _ index: Int, _ base: Int, _ column: Int, _ choice: Int, _ points: inout Points
  ) {
    let item = rules.windows[windows[index]]
    var amount = words[base + windowAt + 2 * index]
    var bits = words[base + windowAt + 2 * index + 1]
    if item.looksAt[column] {
      let weight = item.weights[choice]
      if let groups = item.groups {
        let group = groups.groupOfColumn[column]
        let bit = Int32(1) << Int32(groups.slotOfGroup[group])
        if weight != 0 && bits & bit == 0 {
          amount += 1
          bits |= bit
        }
        if groups.last(group) == column { bits &= ~bit }
      } else {
        amount += weight
      }
      if item.lastColumn == column {
        points.add(item.price(Int(amount)), isHard: item.isHard)
        amount = 0
      }
    }
    next[windowAt + 2 * index] = amount
    next[windowAt + 2 * index + 1] = bits
  }

  /// Notes in the next state which groups have counted, and in `gained` that this one does now.
  private mutating func stepTally(
    _ index: Int, _ base: Int, _ column: Int, _ choice: Int, _ gained: inout UInt8
  ) {
    let item = rules.windows[tallied[index]]
    var bits = words[base + talliedAt + index]
    if let groups = item.groups, item.looksAt[column] {
      let group = groups.groupOfColumn[column]
      let bit = Int32(1) << Int32(groups.slotOfGroup[group])
      if item.weights[choice] != 0 && bits & bit == 0 {
        gained |= 1 << UInt8(index)
        bits |= bit
      }
      if groups.last(group) == column { bits &= ~bit }
    }
    next[talliedAt + index] = bits
  }

  /// What a state knows, without its column.
  func knowledge(_ state: Int) -> [Int32] {
    Array(words[(state * stride + 1)..<((state + 1) * stride)])
  }

  /// The state that knows the same in a column.
  mutating func state(knowing knowledge: [Int32], column: Int) -> Int {
    next[0] = Int32(column)
    for (index, word) in knowledge.enumerated() { next[1 + index] = word }
    return intern()
  }

  /// Code of a run's length: 0 for none, up to the cap plain lengths, beyond it exempt ones.
  private static func code(_ length: Int, _ isExempt: Bool, _ tracker: RowRules.Tracker) -> Int32 {
    if length == 0 { return 0 }
    if isExempt && length < tracker.longestMin { return Int32(tracker.cap + length) }
    return Int32(min(length, tracker.cap))
  }

  static func length(_ code: Int, _ tracker: RowRules.Tracker) -> (length: Int, isExempt: Bool) {
    code > tracker.cap ? (code - tracker.cap, true) : (code, false)
  }

  // MARK: Interning

  private mutating func intern() -> Int {
    if 2 * stateCount >= places.count { grow() }
    var place = Self.hash(next, 0, stride) & (places.count - 1)
    while places[place] >= 0 {
      let state = Int(places[place])
      if holdsNext(state) { return state }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = Int32(stateCount)
    words.append(contentsOf: next)
    edgeStart.append(-1)
    stateCount += 1
    return stateCount - 1
  }

  @inline(__always)
  private func holdsNext(_ state: Int) -> Bool {
    let base = state * stride
    for index in 0..<stride where words[base + index] != next[index] { return false }
    return true
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: places.count * 2)
    for state in 0..<stateCount {
      var place = Self.hash(words, state * stride, stride) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(state)
    }
  }

  private static func hash(_ words: [Int32], _ base: Int, _ count: Int) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for index in 0..<count {
      hash = (hash ^ UInt64(UInt32(bitPattern: words[base + index]))) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    return Int(truncatingIfNeeded: hash & 0x7FFF_FFFF)
  }

  /// Points a step settles at the two kinds of levels.
  struct Points {
    var hard = 0
    var soft = 0

    mutating func add(_ amount: Int, isHard: Bool) {
      if isHard { hard += amount } else { soft += amount }
    }
  }
}
