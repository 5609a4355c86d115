/// What a change under consideration adds to the counters.
extension GridState {
  /// Adds up what the written cells change in each counter, and their cell prices.
  @inline(__always)
  mutating func gather() {
    var index = 0
    // Two rows that swap a day leave its covers as they were: both halves are passed over.
    var isHalfOfSwap = false
    while index < changedCount {
      let cell = Int(changedCell[index])
      let row = Int(changedRow[index])
      let column = cell &- row &* columnCount
      let from = Int(changedFrom[index])
      let to = Int(cells[cell])
      if feeds.pricedCells[cell &>> 6] &>> UInt64(truncatingIfNeeded: cell & 63) & 1 != 0 {
        let line = Int(feeds.lineOfCell[cell])
        structureSoft += Int(feeds.cellPrices[line + to]) &- Int(feeds.cellPrices[line + from])
      }
      let own = feeds.kindOfColumn[Int(feeds.classOfRow[row &* 2]) &+ column]
      feedRow(row, feeds.list(own, from), -1)
      feedRow(row, feeds.list(own, to), 1)
      if isHalfOfSwap {
        isHalfOfSwap = false
      } else {
        isHalfOfSwap = isSwappedWithNext(index, row, cell, from, to)
        if !isHalfOfSwap {
          let kind = feeds.kindOfColumn[Int(feeds.classOfRow[row &* 2 &+ 1]) &+ column]
          feedShared(feeds.list(kind, from), -1)
          feedShared(feeds.list(kind, to), 1)
        }
      }
      index &+= 1
    }
    passOnGroups()
  }

  /// Whether the next written cell stands in the same column, is of the same kind and has given and
  /// taken what this one has taken and given.
  @inline(__always)
  private func isSwappedWithNext(
    _ index: Int, _ row: Int, _ cell: Int, _ from: Int, _ to: Int
  ) -> Bool {
    if index &+ 1 == changedCount { return false }
    let next = Int(changedCell[index &+ 1])
    let nextRow = Int(changedRow[index &+ 1])
    return next &- cell == (nextRow &- row) &* columnCount
      && Int(changedFrom[index &+ 1]) == to && Int(cells[next]) == from
      && feeds.classOfRow[nextRow &* 2 &+ 1] == feeds.classOfRow[row &* 2 &+ 1]
  }

  @inline(__always)
  private mutating func feedRow(_ row: Int, _ start: UnsafePointer<Int32>, _ sign: Int32) {
    let groups = Int(start[1])
    let first = feeds.firstOfRow[row &* 2]
    for position in Int(start[0])..<groups {
      let entry = feeds.entries[position]
      touch(first &+ entry.counter, sign &* entry.weight)
    }
    let firstGroup = feeds.firstOfRow[row &* 2 &+ 1]
    for position in groups..<Int(start[2]) {
      let entry = feeds.entries[position]
      touch(firstGroup &+ entry.counter, sign &* entry.weight)
    }
  }

  @inline(__always)
  private mutating func feedShared(_ start: UnsafePointer<Int32>, _ sign: Int32) {
    for position in Int(start[0])..<Int(start[2]) {
      let entry = feeds.entries[position]
      touch(entry.counter, sign &* entry.weight)
    }
  }

  /// Groups that become empty or cease to be feed their parents.
  @inline(__always)
  private mutating func passOnGroups() {
    let linearCount = Int32(truncatingIfNeeded: feeds.linearCount)
    if feeds.linearCount == feeds.counterCount { return }
    let count = touchedCount
    for index in 0..<count {
      let counter = touched[index]
      if counter < linearCount { continue }
      let item = counters[Int(counter)]
      if item.delta == 0 || item.parent < 0 { continue }
      let before: Int32 = item.value > 0 ? 1 : 0
      let after: Int32 = item.value &+ item.delta > 0 ? 1 : 0
      if before != after { touch(item.parent, after - before) }
    }
  }

  @inline(__always)
  private mutating func touch(_ counter: Int32, _ amount: Int32) {
    let item = counters + Int(counter)
    if !item.pointee.isTouched {
      item.pointee.isTouched = true
      touched[touchedCount] = counter
      touchedCount += 1
    }
    item.pointee.delta &+= amount
  }
}
