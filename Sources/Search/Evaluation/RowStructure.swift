import Containers
import Grid
import Measures

/// Rules of a row that look at neighbouring cells: transitions, runs, orders, series and the clock.
struct RowStructure: Sendable {
  /// A run rule as one row has it: plain numbers, so that scanning a row touches nothing else.
  struct Run: Sendable, BitwiseCopyable {
    /// The bit that its members carry in ``memberBits``.
    var bit: UInt32
    var min: Int32
    var max: Int32
    var priceShort: Int32
    var priceLong: Int32
    /// Cells of the run before column 0.
    var history: Int32
    var isHard: Bool
    var startIsOpen: Bool
    var endIsOpen: Bool

    init(_ family: RunFamily, index: Int, bit: UInt32, isHard: Bool) {
      self.bit = bit
      min = family.min
      max = family.max
      priceShort = family.priceShort
      priceLong = family.priceLong
      history = family.history.isEmpty ? 0 : family.history[index]
      self.isHard = isHard
      startIsOpen = family.startIsOpen
      endIsOpen = family.endIsOpen
    }
  }

  struct Order: Sendable {
    var isBefore: [Bool]
    var isAfter: [Bool]
    var required: Int
    var price: Int
    var isHard: Bool
  }

  /// Distances at which transitions look, rising.
  let distances: [Int]
  /// Table of each cell as the earlier one, −1 for none: `distance index * cells + cell`.
  let tableOfCell: FrozenBuffer<Int32>
  let pairs: PairTables
  /// For each choice, the bits of the member sets that hold it; at most 32 distinct sets.
  let memberBits: FrozenBuffer<UInt32>
  /// Runs row by row.
  let runs: FrozenBuffer<Run>
  /// First run of each row; one more element than rows.
  let runStart: FrozenBuffer<Int32>
  let orders: [Order]
  /// Indices into ``orders`` by row.
  let ordersOfRow: [[Int]]
  /// Rules over groups of columns and with skipped cells.
  let series: RowSeries
  /// Rules over clock time.
  let clock: RowClock
  let hasSeries: Bool
  let hasClock: Bool
  /// Columns before this one are past: what lies wholly among them costs nothing.
  let pastColumns: Int
  /// Whether any rule here is soft: then a clean row still has a price.
  let hasSoft: Bool
  let isEmpty: Bool
  let largestSoftPrice: Int

  init(_ grid: DenseGrid) {
    let transitions = TransitionTables(grid)
    distances = transitions.distances
    tableOfCell = FrozenBuffer(transitions.tableOfCell)
    pairs = PairTables(transitions)
    let runTables = RunTables(grid)
    memberBits = FrozenBuffer(runTables.memberBits)
    runs = FrozenBuffer(runTables.runsOfRow.flatMap { $0 })
    runStart = FrozenBuffer(
      runTables.runsOfRow.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    (orders, ordersOfRow) = Self.orders(grid)
    var softPrices = [pairs.largestSoftPrice]
    softPrices += runTables.runsOfRow.joined().lazy.filter { !$0.isHard }
      .flatMap { [Int($0.priceShort), Int($0.priceLong)] }
    softPrices += orders.filter { !$0.isHard }.map(\.price)
    series = RowSeries(grid)
    clock = RowClock(grid)
    hasSeries = !series.isEmpty
    hasClock = !clock.isEmpty
    pastColumns = Int(grid.pastColumns)
    softPrices += [series.largestSoftPrice, clock.largestSoftPrice]
    largestSoftPrice = softPrices.max() ?? 0
    hasSoft = largestSoftPrice > 0
    isEmpty =
      distances.isEmpty && runs.isEmpty && orders.isEmpty && !hasSeries && !hasClock
  }

  /// The runs of a row.
  @inline(__always)
  func runs(of row: Int) -> UnsafeBufferPointer<Run> {
    let first = Int(runStart.base[row])
    return UnsafeBufferPointer(
      start: runs.base + first, count: Int(runStart.base[row + 1]) - first)
  }

  private static func orders(_ grid: DenseGrid) -> ([Order], [[Int]]) {
    var orders: [Order] = []
    var ordersOfRow = [[Int]](repeating: [], count: grid.rowCount)
    for rule in grid.rules {
      guard case .order(let family) = rule.family else { continue }
      orders.append(
        Order(
          isBefore: (0..<grid.choiceCount).map(family.before.contains),
          isAfter: (0..<grid.choiceCount).map(family.after.contains),
          required: Int(family.required), price: Int(family.price),
          isHard: rule.level != .soft))
      for row in family.rows { ordersOfRow[Int(row)].append(orders.count - 1) }
    }
    return (orders, ordersOfRow)
  }
}

/// Run rules laid out row by row.
private struct RunTables {
  var memberBits: [UInt32]
  var runsOfRow: [[RowStructure.Run]]

  init(_ grid: DenseGrid) {
    memberBits = Array(repeating: 0, count: grid.choiceCount)
    runsOfRow = Array(repeating: [], count: grid.rowCount)
    var bits: [BitSet: UInt32] = [:]
    for rule in grid.rules {
      guard case .run(let family) = rule.family else { continue }
      let bit = bits[family.members] ?? UInt32(1) << UInt32(bits.count)
      if bits[family.members] == nil {
        precondition(bits.count < 32, "More than 32 different sets of run members")
        bits[family.members] = bit
        for choice in family.members.members where choice < grid.choiceCount {
          memberBits[choice] |= bit
        }
      }
      for (index, row) in family.rows.enumerated() {
        runsOfRow[Int(row)].append(
          RowStructure.Run(family, index: index, bit: bit, isHard: rule.level != .soft))
      }
    }
  }
}
