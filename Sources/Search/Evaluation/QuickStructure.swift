import Grid

/// Row structure as bit masks, for the one question the inner loop asks most: is a clean row still
/// clean after a change?
///
/// A run rule looks at a word of membership bits around the change; shifting the word against
/// itself shows every run that is too long or too short at once, without a loop over days. Rows
/// with soft structure, orders, series, clock rules, runs with a history or limits beyond
/// ``limitMax`` are not quick; they are counted by ``GridState/structure(row:from:to:enough:)``.
struct QuickStructure: Sendable {
  /// What a row's run rules ask of one set of members together.
  struct Run: Sendable, BitwiseCopyable {
    /// Place of the set among the masks of a row.
    var set: Int32
    /// Least length, at least 1.
    var min: Int32
    /// Greatest length; 0 for none.
    var max: Int32
    var startIsOpen: Bool
    var endIsOpen: Bool
    /// Columns on each side of a change that tell whether the rule holds.
    var margin: Int32
  }

  /// Longest run that a word can hold with its margins beside a stretch of a month.
  static let limitMax: Int32 = 14
  /// Choices that one word can hold.
  private static let choiceMax = 64

  let distances: FrozenBuffer<Int>
  /// Distinct sets of run members.
  let setCount: Int
  /// Whether a row may be asked.
  let isQuick: FrozenBuffer<Bool>
  /// Runs row by row.
  let runs: FrozenBuffer<Run>
  /// First run of each row; one more element than rows.
  let runStart: FrozenBuffer<Int32>
  /// For each distance and row, the first of its columns in ``tableOfColumn``.
  let tablesOfRow: FrozenBuffer<Int32>
  /// Table of each column of each class of rows, −1 for none.
  let tableOfColumn: FrozenBuffer<Int32>
  /// Choices that may not follow, as bits: `table * choiceCount + from`.
  let forbidden: FrozenBuffer<UInt64>

  init(_ grid: DenseGrid, _ structure: RowStructure) {
    distances = FrozenBuffer(structure.distances)
    let allBits = (0..<grid.choiceCount).reduce(UInt32(0)) {
      $0 | structure.memberBits.base[$1]
    }
    setCount = 32 - allBits.leadingZeroBitCount
    let isPlain =
      !structure.hasSoft && structure.orders.isEmpty && !structure.hasSeries
      && !structure.hasClock && grid.choiceCount <= Self.choiceMax
    var isQuick: [Bool] = []
    var runs: [Run] = []
    var runStart: [Int32] = [0]
    for row in 0..<grid.rowCount {
      let merged = isPlain ? Self.merged(structure.runs(of: row), grid.columnCount) : nil
      isQuick.append(merged != nil)
      runs += merged ?? []
      runStart.append(Int32(runs.count))
    }
    self.isQuick = FrozenBuffer(isQuick)
    self.runs = FrozenBuffer(runs)
    self.runStart = FrozenBuffer(runStart)
    var classes: [[Int32]: Int32] = [:]
    var tables: [Int32] = []
    var tablesOfRow: [Int32] = []
    for place in 0..<structure.distances.count * grid.rowCount {
      let first = place * grid.columnCount
      let row = (0..<grid.columnCount).map { structure.tableOfCell.base[first + $0] }
      if classes[row] == nil {
        classes[row] = Int32(tables.count)
        tables += row
      }
      tablesOfRow.append(classes[row] ?? 0)
    }
    self.tablesOfRow = FrozenBuffer(tablesOfRow)
    tableOfColumn = FrozenBuffer(tables)
    forbidden = FrozenBuffer(isPlain ? Self.forbidden(structure, grid.choiceCount) : [])
  }

  /// Run rules on one set as one; nil when one of them cannot be asked by masks.
  private static func merged(
    _ runs: UnsafeBufferPointer<RowStructure.Run>, _ columnCount: Int
  ) -> [Run]? {
    var merged: [Run] = []
    for run in runs {
      let isEndless = run.priceLong == 0 || Int(run.max) >= columnCount
      let least = run.priceShort == 0 ? 1 : max(1, run.min)
      let most = isEndless ? 0 : run.max
      guard run.isHard, run.history == 0, run.priceLong >= 0, run.priceShort >= 0,
        least <= limitMax, most <= limitMax, isEndless || most >= 1
      else { return nil }
      let set = Int32(run.bit.trailingZeroBitCount)
      var item = Run(
        set: set, min: least, max: most, startIsOpen: run.startIsOpen, endIsOpen: run.endIsOpen,
        margin: 0)
      if let known = merged.firstIndex(where: {
        $0.set == set && $0.startIsOpen == item.startIsOpen && $0.endIsOpen == item.endIsOpen
          && ($0.max == 0 || item.max == 0)
      }) {
        item.min = max(item.min, merged[known].min)
        item.max = max(item.max, merged[known].max)
        merged.remove(at: known)
      }
      item.margin = max(item.min, item.max + 1) + 1
      merged.append(item)
    }
    return merged.filter { $0.min > 1 || $0.max > 0 }
  }

  private static func forbidden(_ structure: RowStructure, _ choiceCount: Int) -> [UInt64] {
    (0..<structure.pairs.line.count).map { index in
      let line = Int(structure.pairs.line.base[index])
      return (0..<choiceCount).reduce(UInt64(0)) { bits, choice in
        let price = structure.pairs.prices.base[line + choice]
        return price.hard > 0 ? bits | 1 << UInt64(choice) : bits
      }
    }
  }
}

extension GridState {
  /// Whether a quick row that was clean before columns `from...to` changed is clean now; nil when
  /// the stretch is too long for a word.
  @inline(__always)
  func isStillClean(row: Int, from: Int, to: Int) -> Bool? {
    let first = Int(quick.runStart[row])
    let last = Int(quick.runStart[row + 1])
    for index in first..<last {
      let run = quick.runs[index]
      let begin = max(0, from - Int(run.margin))
      let end = min(columnCount, to + 1 + Int(run.margin))
      if end - begin > Self.wordColumns { return nil }
      let bits = members(of: Int(run.set), row: row, from: begin, count: end - begin)
      if breaks(run, bits, begin, end) { return false }
    }
    return !hasForbiddenPair(row, from, to)
  }

  /// Columns a word may hold so that a bit is left for what lies beyond.
  private static var wordColumns: Int { 62 }

  @inline(__always)
  private func members(of set: Int, row: Int, from: Int, count: Int) -> UInt64 {
    let words = masks + (row * setCount + set) * maskWords + from >> 6
    let shift = UInt64(truncatingIfNeeded: from & 63)
    let bits = words[0] &>> shift | (words[1] &<< 1) &<< (63 &- shift)
    return bits & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
  }

  @inline(__always)
  private func breaks(_ run: QuickStructure.Run, _ bits: UInt64, _ begin: Int, _ end: Int) -> Bool {
    if run.max > 0 && Self.eroded(Int64(bitPattern: bits), run.max + 1) != 0 { return true }
    if run.min <= 1 { return false }
    // Runs that go on beyond the word, or beyond an open end, are not known to be short.
    let goesOn = end < columnCount || run.endIsOpen
    let beyond: UInt64 = goesOn ? ~0 &<< UInt64(truncatingIfNeeded: end - begin) : 0
    let long = UInt64(bitPattern: Self.eroded(Int64(bitPattern: bits | beyond), run.min))
    let isOpen: UInt64 = begin > 0 || run.startIsOpen ? 1 : 0
    let starts = bits & ~(bits &<< 1 | isOpen)
    return starts & ~long != 0
  }

  /// Bits at which `length` ones begin; the topmost bit is taken to go on for ever.
  @inline(__always)
  private static func eroded(_ bits: Int64, _ length: Int32) -> Int64 {
    var result = bits
    var width: Int32 = 1
    while width &* 2 <= length {
      result &= result &>> Int64(width)
      width &*= 2
    }
    return result & (result &>> Int64(length &- width))
  }

  @inline(__always)
  private func hasForbiddenPair(_ row: Int, _ from: Int, _ to: Int) -> Bool {
    let rowCells = cells + row * columnCount
    for index in 0..<quick.distanceCount {
      let distance = quick.distances[index]
      let tables = quick.tableOfColumn + Int(quick.tablesOfRow[index * quick.rowCount + row])
      let last = min(to, columnCount - 1 - distance)
      var column = max(0, from - distance)
      while column <= last {
        let table = Int(tables[column])
        if table >= 0 {
          let bits = quick.forbidden[table &* choiceCount &+ Int(rowCells[column])]
          if bits &>> UInt64(rowCells[column + distance]) & 1 != 0 { return true }
        }
        column += 1
      }
    }
    return false
  }
}

/// The tables of a quick structure without owners: the state keeps its model alive beside them.
struct QuickPointers {
  let isQuick: UnsafePointer<Bool>
  let runs: UnsafePointer<QuickStructure.Run>
  let runStart: UnsafePointer<Int32>
  let tablesOfRow: UnsafePointer<Int32>
  let tableOfColumn: UnsafePointer<Int32>
  let forbidden: UnsafePointer<UInt64>
  let distances: UnsafePointer<Int>
  let distanceCount: Int
  let rowCount: Int

  init(_ model: SearchModel) {
    isQuick = model.quick.isQuick.base
    runs = model.quick.runs.base
    runStart = model.quick.runStart.base
    tablesOfRow = model.quick.tablesOfRow.base
    tableOfColumn = model.quick.tableOfColumn.base
    forbidden = model.quick.forbidden.base
    distances = model.quick.distances.base
    distanceCount = model.quick.distances.count
    rowCount = model.rowCount
  }
}
