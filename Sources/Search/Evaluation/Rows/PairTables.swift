import Containers
import Grid
import Measures

/// What pairs of choices cost: for each table, a line of prices for each earlier choice.
///
/// Most choices are alike for most tables, so that lines are kept once each. As whole squares of
/// 769 choices, one for each combination of rules, writing out those of 1,800 people's year took
/// three quarters of the time before a search.
struct PairTables: Sendable {
  /// What one pair of choices costs.
  struct Price: Sendable, Hashable {
    var hard: Int32 = 0
    var soft: Int32 = 0
  }

  let choiceCount: Int
  /// Where the line of an earlier choice begins in ``prices``: `table * choiceCount + from`. Equal
  /// for choices, and tables, whose lines are equal; 0 for choices that any other may follow.
  let line: FrozenBuffer<Int32>
  let prices: FrozenBuffer<Price>
  let largestSoftPrice: Int

  init(_ tables: TransitionTables) {
    choiceCount = tables.choiceCount
    line = FrozenBuffer(tables.lines)
    prices = FrozenBuffer(tables.prices)
    largestSoftPrice = tables.prices.reduce(0) { max($0, abs(Int($1.soft))) }
  }

  @inline(__always)
  func price(_ table: Int, _ from: Int, _ to: Int) -> Price {
    prices.base[Int(line.base[table * choiceCount + from]) + to]
  }
}

/// All transitions of one distance merged into one table a cell; cells whose rules come to the same
/// share a table.
struct TransitionTables {
  let choiceCount: Int
  var distances: [Int] = []
  var tableOfCell: [Int32] = []
  /// As in ``PairTables``.
  var lines: [Int32] = []
  var prices: [PairTables.Price] = []
  private var lineOfPrices: [[PairTables.Price]: Int32] = [:]
  private var tableOfLines: [[Int32]: Int32] = [:]

  init(_ grid: DenseGrid) {
    choiceCount = grid.choiceCount
    _ = line(of: Array(repeating: PairTables.Price(), count: choiceCount))
    var rulesOfCell: [Int: [[Int32]]] = [:]
    let none = [[Int32]](repeating: [], count: grid.rowCount * grid.columnCount)
    for (index, rule) in grid.rules.enumerated() {
      guard case .transition(let family) = rule.family else { continue }
      for row in family.rows {
        for column in family.columns {
          rulesOfCell[Int(family.offset), default: none][
            Int(row) * grid.columnCount + Int(column)
          ].append(Int32(index))
        }
      }
    }
    for distance in rulesOfCell.keys.sorted() {
      var known: [[Int32]: Int32] = [[]: -1]
      distances.append(distance)
      for rules in rulesOfCell[distance] ?? [] {
        let table = known[rules] ?? self.table(of: rules, grid)
        known[rules] = table
        tableOfCell.append(table)
      }
    }
  }

  /// The table of some rules together.
  private mutating func table(of rules: [Int32], _ grid: DenseGrid) -> Int32 {
    var rulesFrom = [[Int32]](repeating: [], count: choiceCount)
    for index in rules {
      guard case .transition(let family) = grid.rules[Int(index)].family else { continue }
      for earlier in family.from.members { rulesFrom[earlier].append(index) }
    }
    var known: [[Int32]: Int32] = [[]: 0]
    let lines = rulesFrom.map { rules in
      let line = known[rules] ?? self.line(of: prices(of: rules, grid))
      known[rules] = line
      return line
    }
    if let table = tableOfLines[lines] { return table }
    let table = Int32(tableOfLines.count)
    tableOfLines[lines] = table
    self.lines += lines
    return table
  }

  private func prices(of rules: [Int32], _ grid: DenseGrid) -> [PairTables.Price] {
    var prices = [PairTables.Price](repeating: PairTables.Price(), count: choiceCount)
    for index in rules {
      guard case .transition(let family) = grid.rules[Int(index)].family else { continue }
      let isHard = grid.rules[Int(index)].level != .soft
      for later in family.to.members {
        if isHard { prices[later].hard += family.price } else { prices[later].soft += family.price }
      }
    }
    return prices
  }

  private mutating func line(of prices: [PairTables.Price]) -> Int32 {
    if let line = lineOfPrices[prices] { return line }
    let line = Int32(self.prices.count)
    lineOfPrices[prices] = line
    self.prices += prices
    return line
  }
}
