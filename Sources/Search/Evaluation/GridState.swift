import Grid

/// A complete answer under change: cells, counters, and the change being considered.
///
/// A move opens the rows it touches, writes cells, asks for ``evaluate()`` and then commits or
/// rolls back. Hard penalties are priced by weights that the search may raise; a row whose
/// structure (transitions, runs, orders) is clean never becomes unclean again.
///
/// Storage is raw memory owned by this noncopyable value: the inner loop spends its time in
/// counter look-ups, and checked arrays cost it a third.
///
/// - Complexity: a change of *k* cells costs O(*k* × counters a cell feeds + lengths of the runs
///   around them).
struct GridState: ~Copyable {
  let model: SearchModel
  let cells: UnsafeMutablePointer<UInt16>
  let value: UnsafeMutablePointer<Int32>
  let low: UnsafeMutablePointer<Int32>
  let high: UnsafeMutablePointer<Int32>
  /// Price of a unit below or above the band while searching.
  let energyUnder: UnsafeMutablePointer<Float>
  let energyOver: UnsafeMutablePointer<Float>
  /// Hard structure units of each row.
  let rowHard: UnsafeMutablePointer<Int32>

  let delta: UnsafeMutablePointer<Int32>
  let isTouched: UnsafeMutablePointer<Bool>
  let touched: UnsafeMutablePointer<Int32>
  var touchedCount = 0

  /// Cells written by the move under consideration and what they held.
  let changedCell: UnsafeMutablePointer<Int32>
  let changedFrom: UnsafeMutablePointer<UInt16>
  var changedCount = 0
  var openRows: [OpenRow] = []
  /// Structure and cell prices of the change under consideration, hard and soft.
  var structureHard = 0
  var structureSoft = 0

  /// Units of hard penalty in all, weights left aside; 0 when the answer is valid.
  private(set) var hard = 0
  /// Soft points in all.
  private(set) var soft = 0
  /// Price of one unit of hard structure.
  var structureWeight: Float = 1

  /// A row of the move, the columns it changes, and its structure before.
  struct OpenRow {
    var row: Int
    var from: Int
    var to: Int
    var hard: Int
    var soft: Int
    var hardAfter: Int
  }

  /// - Precondition: the answer has the model's shape and stays inside the domains.
  init(_ model: SearchModel, answer: GridAnswer, quotas: [Quota] = []) {
    self.model = model
    let cellCount = model.rowCount * model.columnCount
    precondition(answer.cells.count == cellCount, "An answer of another shape")
    let counters = model.counters
    cells = .allocate(capacity: cellCount)
    cells.initialize(repeating: 0, count: cellCount)
    for index in 0..<cellCount { cells[index] = answer.cells[index] }
    value = Self.zeros(counters.count)
    delta = Self.zeros(counters.count)
    low = Self.copy(of: counters.low)
    high = Self.copy(of: counters.high)
    energyUnder = Self.copy(of: counters.priceUnder.map(Float.init))
    energyOver = Self.copy(of: counters.priceOver.map(Float.init))
    rowHard = Self.zeros(model.rowCount)
    isTouched = .allocate(capacity: max(1, counters.count))
    isTouched.initialize(repeating: false, count: max(1, counters.count))
    touched = Self.zeros(counters.count)
    changedCell = Self.zeros(cellCount)
    changedFrom = .allocate(capacity: max(1, cellCount))
    changedFrom.initialize(repeating: 0, count: max(1, cellCount))
    openRows.reserveCapacity(8)
    narrow(by: quotas)
    recountAll()
  }

  deinit {
    cells.deallocate()
    value.deallocate()
    low.deallocate()
    high.deallocate()
    energyUnder.deallocate()
    energyOver.deallocate()
    rowHard.deallocate()
    delta.deallocate()
    isTouched.deallocate()
    touched.deallocate()
    changedCell.deallocate()
    changedFrom.deallocate()
  }

  var answer: GridAnswer {
    GridAnswer(
      cells: Array(
        UnsafeBufferPointer(start: cells, count: model.rowCount * model.columnCount)),
      columnCount: model.columnCount)
  }

  // MARK: The change under consideration

  /// Announces that a move will write the row's columns `from...to`; notes their structure.
  @inline(__always)
  mutating func open(row: Int, from: Int, to: Int) {
    let before = model.structure.isEmpty ? (0, 0) : structure(row: row, from: from, to: to)
    openRows.append(
      OpenRow(row: row, from: from, to: to, hard: before.0, soft: before.1, hardAfter: 0))
  }

  /// Writes one cell of an open row. No cell is written twice in one move.
  @inline(__always)
  mutating func write(_ choice: UInt16, row: Int, column: Int) {
    let cell = row * model.columnCount + column
    let old = cells[cell]
    if old == choice { return }
    changedCell[changedCount] = Int32(truncatingIfNeeded: cell)
    changedFrom[changedCount] = old
    changedCount += 1
    cells[cell] = choice
  }

  /// How much the written cells change the search's price of the answer; infinite when they would
  /// break the structure of a clean row.
  @inline(__always)
  mutating func evaluate() -> Float {
    guard changedCount > 0 else { return .infinity }
    structureHard = 0
    structureSoft = 0
    if !model.structure.isEmpty {
      for index in openRows.indices {
        let open = openRows[index]
        let after = structure(row: open.row, from: open.from, to: open.to)
        if after.hard > open.hard && rowHard[open.row] == 0 { return .infinity }
        openRows[index].hardAfter = after.hard
        structureHard += after.hard - open.hard
        structureSoft += after.soft - open.soft
      }
    }
    gather()
    var energy = Float(structureSoft) + structureWeight * Float(structureHard)
    let linearCount = model.counters.linearCount
    for index in 0..<touchedCount {
      let counter = Int(touched[index])
      let change = delta[counter]
      if change == 0 || counter >= linearCount { continue }
      let before = value[counter]
      energy += price(counter, before &+ change) - price(counter, before)
    }
    return energy
  }

  /// Makes the written cells part of the answer.
  mutating func commit() {
    for open in openRows {
      rowHard[open.row] += Int32(open.hardAfter - open.hard)
    }
    hard += structureHard
    soft += structureSoft
    for index in 0..<touchedCount {
      let counter = Int(touched[index])
      let change = delta[counter]
      if change != 0 {
        let before = truePrice(counter, value[counter])
        value[counter] += change
        let after = truePrice(counter, value[counter])
        hard += after.hard - before.hard
        soft += after.soft - before.soft
      }
      delta[counter] = 0
      isTouched[counter] = false
    }
    touchedCount = 0
    changedCount = 0
    openRows.removeAll(keepingCapacity: true)
  }

  /// Puts the cells back as they were.
  @inline(__always)
  mutating func rollBack() {
    for index in stride(from: changedCount - 1, through: 0, by: -1) {
      cells[Int(changedCell[index])] = changedFrom[index]
    }
    for index in 0..<touchedCount {
      let counter = Int(touched[index])
      delta[counter] = 0
      isTouched[counter] = false
    }
    touchedCount = 0
    changedCount = 0
    openRows.removeAll(keepingCapacity: true)
  }

  /// Adds up what the written cells change in each counter, and their cell prices.
  @inline(__always)
  private mutating func gather() {
    let choiceCount = model.choiceCount
    let start = model.entryStart.base
    let entries = model.entries.base
    let hasPrices = !model.cellPrices.isEmpty
    for index in 0..<changedCount {
      let cell = Int(changedCell[index])
      let from = cell * choiceCount + Int(changedFrom[index])
      let to = cell * choiceCount + Int(cells[cell])
      if hasPrices {
        structureSoft += Int(model.cellPrices.base[to]) - Int(model.cellPrices.base[from])
      }
      for position in Int(start[from])..<Int(start[from + 1]) {
        touch(entries[position].counter, -entries[position].weight)
      }
      for position in Int(start[to])..<Int(start[to + 1]) {
        touch(entries[position].counter, entries[position].weight)
      }
    }
    passOnGroups()
  }

  /// Groups that become empty or cease to be feed their parents.
  @inline(__always)
  private mutating func passOnGroups() {
    let linearCount = model.counters.linearCount
    if linearCount == model.counters.count { return }
    let count = touchedCount
    for index in 0..<count {
      let counter = Int(touched[index])
      if counter < linearCount || delta[counter] == 0 { continue }
      let before: Int32 = value[counter] > 0 ? 1 : 0
      let after: Int32 = value[counter] &+ delta[counter] > 0 ? 1 : 0
      if before != after { touch(model.counters.parent[counter], after - before) }
    }
  }

  @inline(__always)
  private mutating func touch(_ counter: Int32, _ amount: Int32) {
    let index = Int(counter)
    if !isTouched[index] {
      isTouched[index] = true
      touched[touchedCount] = counter
      touchedCount += 1
    }
    delta[index] &+= amount
  }

  @inline(__always)
  private func price(_ counter: Int, _ amount: Int32) -> Float {
    let least = low[counter]
    if amount < least { return Float(least &- amount) * energyUnder[counter] }
    let greatest = high[counter]
    if amount > greatest { return Float(amount &- greatest) * energyOver[counter] }
    return 0
  }

  // MARK: Counting from scratch

  private mutating func recountAll() {
    let counters = model.counters
    for counter in 0..<counters.count { value[counter] = 0 }
    soft = 0
    for cell in 0..<model.rowCount * model.columnCount {
      let key = cell * model.choiceCount + Int(cells[cell])
      if !model.cellPrices.isEmpty { soft += Int(model.cellPrices.base[key]) }
      for position in Int(model.entryStart.base[key])..<Int(model.entryStart.base[key + 1]) {
        let entry = model.entries.base[position]
        value[Int(entry.counter)] += entry.weight
      }
    }
    for counter in counters.linearCount..<counters.count where value[counter] > 0 {
      value[Int(counters.parent[counter])] += 1
    }
    hard = 0
    for counter in 0..<counters.linearCount {
      let price = truePrice(counter, value[counter])
      hard += price.hard
      soft += price.soft
    }
    for row in 0..<model.rowCount {
      let whole = structure(row: row, from: 0, to: model.columnCount - 1)
      rowHard[row] = Int32(whole.hard)
      hard += whole.hard
      soft += whole.soft
    }
  }

  /// What a counter costs by the grid's own prices, within the bands in force here.
  private func truePrice(_ counter: Int, _ amount: Int32) -> (hard: Int, soft: Int) {
    guard counter < model.counters.linearCount else { return (0, 0) }
    var price = 0
    if amount < low[counter] {
      price = Int(low[counter] - amount) * Int(model.counters.priceUnder[counter])
    } else if amount > high[counter] {
      price = Int(amount - high[counter]) * Int(model.counters.priceOver[counter])
    }
    return model.counters.isHard[counter] ? (price, 0) : (0, price)
  }

  private mutating func narrow(by quotas: [Quota]) {
    guard !quotas.isEmpty else { return }
    let index = model.quotaIndex
    for quota in quotas {
      guard let counter = index.counter(rule: quota.rule, row: quota.row, window: quota.window)
      else { continue }
      low[counter] = max(low[counter], quota.min)
      high[counter] = min(high[counter], quota.max)
    }
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Int32> {
    let memory = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, count))
    memory.initialize(repeating: 0, count: max(1, count))
    return memory
  }

  private static func copy<Element: BitwiseCopyable>(
    of elements: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    for (index, element) in elements.enumerated() {
      (memory + index).initialize(to: element)
    }
    return memory
  }
}
