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
// Proof for @unchecked Sendable: the memory is owned by one value that cannot be copied, and what
// it shares with others, the model's tables, never changes.
struct GridState: ~Copyable, @unchecked Sendable {
  let model: SearchModel
  let cells: UnsafeMutablePointer<UInt16>
  /// Every counter, with what the change under consideration adds to it.
  let counters: UnsafeMutablePointer<Counter>
  /// Hard structure units of each row.
  let rowHard: UnsafeMutablePointer<Int32>

  let touched: UnsafeMutablePointer<Int32>
  var touchedCount = 0

  /// Bits of the cells that are members of each set of run members, ``maskWords`` words a row and
  /// set.
  let masks: UnsafeMutablePointer<UInt64>
  let maskWords: Int

  // What the inner loop reads, taken out of the model once: following references costs it more
  // than the counting itself. The model stays alive beside them.
  let quick: QuickPointers
  let feeds: FeedPointers
  let memberBits: UnsafePointer<UInt32>
  let columnCount: Int
  let choiceCount: Int
  let setCount: Int

  /// Cells written by the move under consideration and what they held.
  let changedCell: UnsafeMutablePointer<Int32>
  let changedFrom: UnsafeMutablePointer<UInt16>
  let changedRow: UnsafeMutablePointer<Int32>
  var changedCount = 0
  let openRows: UnsafeMutablePointer<OpenRow>
  var openCount = 0
  /// Structure and cell prices of the change under consideration, hard and soft.
  var structureHard = 0
  var structureSoft = 0

  /// Units of hard penalty in all, weights left aside; 0 when the answer is valid.
  private(set) var hard = 0
  /// Soft points in all.
  private(set) var soft = 0
  /// Temperature of the search, for moves that choose cheap values with noise.
  var temperature: Float = 1
  /// Room for the choices a move gathers before it writes them, one a column.
  let scratch: UnsafeMutablePointer<UInt16>
  /// Price of one unit of hard structure.
  var structureWeight: Float = 1
  /// What the terms stand at.
  var terms: TermState

  /// Rows one move may open: two for a swap, with room for chains.
  private static let openMax = 8

  /// One counter on one cache line's half: band, prices while searching, amount, and change.
  struct Counter: BitwiseCopyable {
    var value: Int32
    var low: Int32
    var high: Int32
    /// Price of a unit below the band while searching.
    var energyUnder: Float
    /// Price of a unit above the band while searching.
    var energyOver: Float
    var delta: Int32
    var parent: Int32
    var isTouched: Bool

    @inline(__always)
    func price(at amount: Int32) -> Float {
      if amount < low { return Float(low &- amount) * energyUnder }
      if amount > high { return Float(amount &- high) * energyOver }
      return 0
    }
  }

  /// A row of the move, the columns it changes, and its structure before.
  struct OpenRow: BitwiseCopyable {
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
    cells = TableMemory.copy(of: answer.cells)
    counters = Self.counters(of: model.counters)
    rowHard = TableMemory.filled(model.rowCount, 0)
    touched = TableMemory.allocate(model.counters.count)
    changedCell = TableMemory.allocate(cellCount)
    changedFrom = TableMemory.allocate(cellCount)
    changedRow = TableMemory.allocate(cellCount)
    scratch = TableMemory.allocate(model.columnCount)
    quick = QuickPointers(model)
    feeds = FeedPointers(model)
    memberBits = model.structure.memberBits.base
    columnCount = model.columnCount
    choiceCount = model.choiceCount
    setCount = model.quick.setCount
    // One word more than columns need, because masks are read two words at a time.
    maskWords = model.columnCount / 64 + 2
    masks = TableMemory.filled(model.rowCount * model.quick.setCount * maskWords, 0)
    openRows = TableMemory.filled(
      Self.openMax, OpenRow(row: 0, from: 0, to: 0, hard: 0, soft: 0, hardAfter: 0))
    terms = TermState(model.terms, columnCount: model.columnCount)
    narrow(by: quotas)
    recountAll()
  }

  deinit {
    cells.deallocate()
    counters.deallocate()
    rowHard.deallocate()
    touched.deallocate()
    changedCell.deallocate()
    changedFrom.deallocate()
    changedRow.deallocate()
    scratch.deallocate()
    masks.deallocate()
    openRows.deallocate()
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
    precondition(openCount < Self.openMax, "A move opened more than \(Self.openMax) rows")
    // A clean row without soft structure is worth nothing before, whatever it holds.
    let isPlain = rowHard[row] == 0 && quick.isQuick[row]
    let before = isPlain ? (0, 0) : structureBefore(row: row, from: from, to: to)
    openRows[openCount] = OpenRow(
      row: row, from: from, to: to, hard: before.0, soft: before.1, hardAfter: 0)
    openCount += 1
  }

  @inline(never)
  private func structureBefore(row: Int, from: Int, to: Int) -> (Int, Int) {
    let isPlain = rowHard[row] == 0 && !model.structure.hasSoft
    return isPlain || model.structure.isEmpty ? (0, 0) : structure(row: row, from: from, to: to)
  }

  /// Writes one cell of an open row. No cell is written twice in one move.
  @inline(__always)
  mutating func write(_ choice: UInt16, row: Int, column: Int) {
    let cell = row &* columnCount &+ column
    let old = cells[cell]
    if old == choice { return }
    changedCell[changedCount] = Int32(truncatingIfNeeded: cell)
    changedFrom[changedCount] = old
    changedRow[changedCount] = Int32(truncatingIfNeeded: row)
    changedCount &+= 1
    put(choice, row, cell, old)
  }

  @inline(__always)
  private mutating func put(_ choice: UInt16, _ row: Int, _ cell: Int, _ old: UInt16) {
    cells[cell] = choice
    var sets = memberBits[Int(old)] ^ memberBits[Int(choice)]
    if sets == 0 { return }
    let column = cell &- row &* columnCount
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: column & 63)
    let words = masks + row &* setCount &* maskWords + column &>> 6
    repeat {
      words[sets.trailingZeroBitCount &* maskWords] ^= bit
      sets &= sets &- 1
    } while sets != 0
  }

  /// How much the written cells change the search's price of the answer; infinite when they would
  /// break the structure of a clean row.
  ///
  /// - Parameter enough: what nobody wants to know more about: a result above it need not be exact,
  ///   only above it.
  @inline(__always)
  mutating func evaluate(upTo enough: Float = .infinity) -> Float {
    guard changedCount > 0 else { return .infinity }
    structureHard = 0
    structureSoft = 0
    for index in 0..<openCount {
      let open = openRows[index]
      let isClean = rowHard[open.row] == 0
      if isClean, quick.isQuick[open.row],
        let stays = isStillClean(row: open.row, from: open.from, to: open.to)
      {
        if stays { continue }
        return .infinity
      }
      if !countStructure(index, isClean: isClean) { return .infinity }
    }
    gather()
    var energy = Float(structureSoft) + structureWeight * Float(structureHard)
    let linearCount = Int32(truncatingIfNeeded: feeds.linearCount)
    for index in 0..<touchedCount {
      let counter = touched[index]
      if counter >= linearCount { continue }
      let item = counters[Int(counter)]
      if item.delta == 0 { continue }
      energy += item.price(at: item.value &+ item.delta) - item.price(at: item.value)
    }
    return model.terms.isEmpty ? energy : withTerms(energy, upTo: enough)
  }

  /// Counts an open row's structure anew; false when a clean row would become unclean.
  @inline(never)
  mutating func countStructure(_ index: Int, isClean: Bool) -> Bool {
    if model.structure.isEmpty { return true }
    let open = openRows[index]
    let after = structure(
      row: open.row, from: open.from, to: open.to, enough: isClean ? 0 : .max)
    if isClean && after.hard > 0 { return false }
    openRows[index].hardAfter = after.hard
    structureHard += after.hard - open.hard
    structureSoft += after.soft - open.soft
    return true
  }

  /// Makes the written cells part of the answer.
  mutating func commit() {
    if !model.terms.isEmpty {
      let change = changeTerms(applies: true)
      hard += change.hard
      soft += change.soft
    }
    for index in 0..<openCount {
      let open = openRows[index]
      rowHard[open.row] += Int32(open.hardAfter - open.hard)
    }
    hard += structureHard
    soft += structureSoft
    for index in 0..<touchedCount {
      let counter = Int(touched[index])
      let change = counters[counter].delta
      if change != 0 {
        let before = truePrice(counter)
        counters[counter].value += change
        let after = truePrice(counter)
        hard += after.hard - before.hard
        soft += after.soft - before.soft
      }
    }
    forget()
  }

  /// Puts the cells back as they were.
  @inline(__always)
  mutating func rollBack() {
    for index in 0..<changedCount {
      let cell = Int(changedCell[index])
      put(changedFrom[index], Int(changedRow[index]), cell, cells[cell])
    }
    forget()
  }

  @inline(__always)
  private mutating func forget() {
    for index in 0..<touchedCount {
      let counter = Int(touched[index])
      counters[counter].delta = 0
      counters[counter].isTouched = false
    }
    touchedCount = 0
    changedCount = 0
    openCount = 0
  }

  // MARK: Counting from scratch

  private mutating func recountAll() {
    let table = model.counters
    for counter in 0..<table.count { counters[counter].value = 0 }
    soft = 0
    for cell in 0..<model.rowCount * model.columnCount {
      soft += Int(model.cellPrices.price(cell, Int(cells[cell])))
      model.feeds.visit(cell / columnCount, cell % columnCount, Int(cells[cell])) {
        counters[$0].value += $1
      }
    }
    for counter in table.linearCount..<table.count
    where counters[counter].value > 0 && counters[counter].parent >= 0 {
      counters[Int(counters[counter].parent)].value += 1
    }
    hard = 0
    let change = recountTerms()
    hard += change.hard
    soft += change.soft
    for counter in 0..<table.linearCount {
      let price = truePrice(counter)
      hard += price.hard
      soft += price.soft
    }
    for row in 0..<model.rowCount {
      let whole = structure(row: row, from: 0, to: model.columnCount - 1)
      rowHard[row] = Int32(whole.hard)
      recountMasks(row)
      hard += whole.hard
      soft += whole.soft
    }
  }

  private mutating func recountMasks(_ row: Int) {
    for column in 0..<columnCount {
      let sets = memberBits[Int(cells[row * columnCount + column])]
      for set in 0..<setCount where sets >> UInt32(set) & 1 != 0 {
        masks[(row * setCount + set) * maskWords + column / 64] |= 1 << UInt64(column % 64)
      }
    }
  }

  /// What a counter's amount costs by the grid's own prices, within the bands in force here.
  private func truePrice(_ index: Int) -> (hard: Int, soft: Int) {
    guard index < model.counters.linearCount else { return (0, 0) }
    let item = counters[index]
    var price = 0
    if item.value < item.low {
      price = Int(item.low - item.value) * Int(model.counters.priceUnder[index])
    } else if item.value > item.high {
      price = Int(item.value - item.high) * Int(model.counters.priceOver[index])
    }
    return model.counters.isHard[index] ? (price, 0) : (0, price)
  }

  private mutating func narrow(by quotas: [Quota]) {
    let index = model.quotaIndex
    for quota in quotas {
      guard let counter = index.counter(rule: quota.rule, row: quota.row, window: quota.window)
      else {
        narrowTerm(by: quota)
        continue
      }
      counters[counter].low = max(counters[counter].low, quota.min)
      counters[counter].high = min(counters[counter].high, quota.max)
    }
  }

  private static func counters(of table: CounterTable) -> UnsafeMutablePointer<Counter> {
    let counters: UnsafeMutablePointer<Counter> = TableMemory.allocate(table.count)
    for index in 0..<table.count {
      (counters + index).initialize(
        to: Counter(
          value: 0, low: table.low[index], high: table.high[index],
          energyUnder: Float(table.priceUnder[index]), energyOver: Float(table.priceOver[index]),
          delta: 0, parent: table.parent[index], isTouched: false))
    }
    return counters
  }
}
