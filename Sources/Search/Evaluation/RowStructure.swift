import Containers
import Grid
import Measures

/// Rules of a row that look at neighbouring cells: transitions, runs and orders.
struct RowStructure: Sendable {
  /// Transitions at one distance: which table applies to each cell as the earlier one.
  struct Offset: Sendable {
    var distance: Int
    /// Index of the table of each cell, −1 for none.
    var tableOfCell: FrozenBuffer<Int32>
  }

  /// What one pair of choices costs.
  struct PairPrice: Sendable, Hashable {
    var hard: Int32 = 0
    var soft: Int32 = 0
  }

  struct Run: Sendable {
    var isMember: FrozenBuffer<Bool>
    var min: Int
    var max: Int
    var priceShort: Int
    var priceLong: Int
    var isHard: Bool
    var startIsOpen: Bool
    var endIsOpen: Bool
    /// Cells before column 0 by row; empty for none.
    var historyOfRow: FrozenBuffer<Int32>

    var hasHistory: Bool { !historyOfRow.isEmpty }
  }

  struct Order: Sendable {
    var isBefore: [Bool]
    var isAfter: [Bool]
    var required: Int
    var price: Int
    var isHard: Bool
  }

  var offsets: [Offset] = []
  /// `table * choiceCount² + from * choiceCount + to`.
  private(set) var pairPrices: FrozenBuffer<PairPrice> = FrozenBuffer([])
  var runs: [Run] = []
  /// Indices into ``runs`` by row.
  var runsOfRow: [[Int]]
  var orders: [Order] = []
  /// Indices into ``orders`` by row.
  var ordersOfRow: [[Int]]

  init(_ grid: DenseGrid) {
    runsOfRow = Array(repeating: [], count: grid.rowCount)
    ordersOfRow = Array(repeating: [], count: grid.rowCount)
    for rule in grid.rules {
      switch rule.family {
      case .run(let family): add(family, isHard: rule.level != .soft, grid)
      case .order(let family): add(family, isHard: rule.level != .soft, grid)
      case .transition, .sum, .cover: break
      }
    }
    addTransitions(grid)
  }

  var isEmpty: Bool { offsets.isEmpty && runs.isEmpty && orders.isEmpty }

  var largestSoftPrice: Int {
    var largest = 0
    for index in 0..<pairPrices.count { largest = max(largest, abs(Int(pairPrices.base[index].soft))) }
    for run in runs where !run.isHard { largest = max(largest, run.priceShort, run.priceLong) }
    for order in orders where !order.isHard { largest = max(largest, order.price) }
    return largest
  }

  private mutating func add(_ family: RunFamily, isHard: Bool, _ grid: DenseGrid) {
    var history: [Int32] = []
    if !family.history.isEmpty {
      history = Array(repeating: 0, count: grid.rowCount)
      for (row, length) in zip(family.rows, family.history) { history[Int(row)] = length }
    }
    runs.append(
      Run(
        isMember: FrozenBuffer((0..<grid.choiceCount).map(family.members.contains)),
        min: Int(family.min),
        max: Int(family.max), priceShort: Int(family.priceShort),
        priceLong: Int(family.priceLong), isHard: isHard, startIsOpen: family.startIsOpen,
        endIsOpen: family.endIsOpen, historyOfRow: FrozenBuffer(history)))
    for row in family.rows { runsOfRow[Int(row)].append(runs.count - 1) }
  }

  private mutating func add(_ family: OrderFamily, isHard: Bool, _ grid: DenseGrid) {
    orders.append(
      Order(
        isBefore: (0..<grid.choiceCount).map(family.before.contains),
        isAfter: (0..<grid.choiceCount).map(family.after.contains),
        required: Int(family.required), price: Int(family.price), isHard: isHard))
    for row in family.rows { ordersOfRow[Int(row)].append(orders.count - 1) }
  }

  /// Merges all transitions of one distance into one table a cell; cells with the same rules share
  /// a table.
  private mutating func addTransitions(_ grid: DenseGrid) {
    var rulesOfCell: [Int: [[Int32]]] = [:]
    for (index, rule) in grid.rules.enumerated() {
      guard case .transition(let family) = rule.family else { continue }
      let distance = Int(family.offset)
      if rulesOfCell[distance] == nil {
        rulesOfCell[distance] = Array(repeating: [], count: grid.rowCount * grid.columnCount)
      }
      for row in family.rows {
        for column in family.columns {
          // Set just above when it was missing.
          rulesOfCell[distance]![Int(row) * grid.columnCount + Int(column)].append(Int32(index))
        }
      }
    }
    var prices: [PairPrice] = []
    for distance in rulesOfCell.keys.sorted() {
      var known: [[Int32]: Int32] = [[]: -1]
      let tableOfCell = (rulesOfCell[distance] ?? []).map { rules -> Int32 in
        if let table = known[rules] { return table }
        let table = Self.appendTable(of: rules, grid, to: &prices)
        known[rules] = table
        return table
      }
      offsets.append(Offset(distance: distance, tableOfCell: FrozenBuffer(tableOfCell)))
    }
    pairPrices = FrozenBuffer(prices)
  }

  private static func appendTable(
    of rules: [Int32], _ grid: DenseGrid, to prices: inout [PairPrice]
  ) -> Int32 {
    let size = grid.choiceCount * grid.choiceCount
    var table = [PairPrice](repeating: PairPrice(), count: size)
    for index in rules {
      guard case .transition(let family) = grid.rules[Int(index)].family else { continue }
      let isHard = grid.rules[Int(index)].level != .soft
      for earlier in family.from.members {
        for later in family.to.members {
          let pair = earlier * grid.choiceCount + later
          if isHard { table[pair].hard += family.price } else { table[pair].soft += family.price }
        }
      }
    }
    let index = prices.count / size
    prices.append(contentsOf: table)
    return Int32(index)
  }
}
