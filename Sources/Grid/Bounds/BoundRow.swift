import Containers

/// A sum window of one row as the checker sees it.
struct BoundWindow: Sendable {
  /// Index into the grid's rules.
  var rule: Int
  var price: AmountPrice
  /// What each choice adds; 1 and 0 for members of groups.
  var weights: [Int32]
  let looksAt: [Bool]
  let groups: BoundGroups?
  /// −1 for a window that looks at no column.
  let lastColumn: Int
  /// Columns from the first to the last it looks at.
  let span: Int
  /// In units of 1 ÷ denominator, for each unit of the amount; of relaxed windows only.
  var multiplier = 0

  init(
    rule: Int, price: AmountPrice, weights: [Int32], looksAt: [Bool], groups: BoundGroups? = nil
  ) {
    self.rule = rule
    self.price = price
    self.weights = weights
    self.looksAt = looksAt
    self.groups = groups
    lastColumn = looksAt.lastIndex(of: true) ?? -1
    span = looksAt.firstIndex(of: true).map { [lastColumn] in lastColumn - $0 + 1 } ?? 0
  }

  /// Whether a hard rule bounds the amount on both sides.
  var isBand: Bool { price.isHard && price.priceUnder > 0 && price.priceOver > 0 }
}

/// Groups of a window, each with a bit that says whether it has counted while it is under way.
struct BoundGroups: Sendable {
  /// −1 for columns in none.
  var groupOfColumn: [Int]
  var lastColumn: [Int]
  var slot: [Int]
  var slotCount: Int

  init(_ groups: [[Int32]], columnCount: Int) {
    groupOfColumn = Array(repeating: -1, count: columnCount)
    lastColumn = groups.map { Int($0.max() ?? -1) }
    slot = Array(repeating: 0, count: groups.count)
    var freeFrom: [Int] = []
    for (group, columns) in groups.enumerated() {
      for column in columns { groupOfColumn[Int(column)] = group }
    }
    let starts = groups.map { Int($0.min() ?? 0) }
    for group in groups.indices.sorted(by: { (starts[$0], $0) < (starts[$1], $1) }) {
      let found = freeFrom.firstIndex { $0 <= starts[group] }
      let place = found ?? freeFrom.count
      if found == nil { freeFrom.append(0) }
      freeFrom[place] = lastColumn[group] + 1
      slot[group] = place
    }
    slotCount = freeFrom.count
  }
}

/// One row: what its cells may hold and cost, and every rule that acts on it alone.
struct BoundRow: Sendable {
  let columnCount: Int
  let choiceCount: Int
  /// By column; choices that a hard price forbids are left out.
  var choices: [[Int]]
  /// `column * choiceCount + choice`, in units of 1 ÷ denominator.
  var prices: [Int]
  var pairs: [BoundPair]
  var runs: [(run: BoundRun, history: Int)]
  var orders: [BoundOrder]
  /// Windows that may cost something and were not relaxed.
  var windows: [BoundWindow]
  /// Relaxed windows over groups whose multiplier is not 0: their first hits are priced.
  var hits: [BoundWindow]
  /// What relaxed windows cost at least, whatever the row holds.
  var constant: Int
  /// False when a relaxed or idle window already forbids every amount.
  var isPossible: Bool
  /// Whether some product was too large to be added.
  var hasOverflown: Bool
  let denominator: Int
}

extension BoundRow {
  /// A bound on the row that looks at each cell and rule alone: what is left when no exact
  /// programme fits.
  var looseLeast: Int? {
    guard isPossible, choices.allSatisfy({ !$0.isEmpty }) else { return nil }
    var total = constant
    for column in 0..<columnCount {
      total += choices[column].map { prices[column * choiceCount + $0] }.min() ?? 0
    }
    for pair in pairs where !pair.isHard && pair.price < 0 {
      let places = (0..<columnCount).filter { column in
        pair.isEarlier[column] && column + pair.offset < columnCount
          && choices[column].contains { pair.from[$0] }
          && choices[column + pair.offset].contains { pair.to[$0] }
      }
      total += pair.price * places.count
    }
    for item in runs where !item.run.isHard {
      total += item.run.looseLeast(columnCount, item.history)
    }
    for order in orders where !order.isHard && order.price < 0 {
      total += order.price * choices.count { $0.contains { order.after[$0] } }
    }
    for hit in hits { total += min(0, -hit.multiplier * hit.price.reach.upperBound) }
    for window in windows {
      guard let least = window.price.least(numerator: 0, denominator: denominator) else {
        return nil
      }
      total += least
    }
    return total
  }
}

extension BoundRun {
  /// The least the rule may cost in a row, 0 unless it rewards.
  fileprivate func looseLeast(_ columnCount: Int, _ history: Int) -> Int {
    // Runs and their cells are at most as many as columns; only the first one has a history.
    let long = max == .max ? 0 : Swift.min(0, priceLong) * (columnCount + history)
    return long + Swift.min(0, priceShort) * Swift.max(0, min) * columnCount
  }
}
