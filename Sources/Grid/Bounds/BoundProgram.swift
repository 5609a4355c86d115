import Containers
import Measures

/// The trusted recomputation of a Lagrangean bound: an offer's multipliers on a grid, and for each
/// row an exact programme of its own.
///
/// It shares no code with the search that finds multipliers, and does all arithmetic in integers
/// whose sums it has checked to fit. ``least(row:)`` may be called from any thread.
///
/// What a row's programme carries exactly: transitions, runs, orders, windows of at most
/// ``spanCarried`` columns as parts of states; longer windows as dimensions of a box of amounts.
/// Windows that the offer relaxes are not carried. Where that is too large, windows are given up
/// as if relaxed with multiplier 0, in this order: short ones when there are too many states, all
/// of a rule together, those over most columns first; then long ones, those that are no hard band
/// from both sides first, the widest first, the later rule first. When nothing fits, each cell and
/// rule is taken at its own best. `docs/algorithms/lagrangean-bound.md` has the mathematics.
package struct BoundProgram: Sendable {
  package let grid: DenseGrid
  let denominator: Int
  private let levels: ConstraintLevels
  private let terms: BoundTerms
  private let covers: [CoverPrices]
  private let relaxed: [WindowKey: Int]
  /// What covers cost at least; nil when some hard group cannot be met by any amount.
  private let coverLeast: Int?

  /// Widest window that is part of states: more would multiply them by 2 for each column.
  package static let spanCarried = 8
  /// Largest absolute price of a cell, step or group in units of 1 ÷ denominator, so that sums over
  /// any grid fit 64 bits.
  static let priceMax = 1 << 40

  private struct WindowKey: Hashable {
    var rule: Int32
    var row: Int32
    var window: Int32
  }

  /// Multipliers of one cover rule that are not 0.
  private struct CoverPrices: Sendable {
    var tables: CoverTables
    var weights: [[Int32]]
    /// Rising columns.
    var columns: [(column: Int, numerator: Int)]
  }

  /// Checks an offer's shape and boxes; what it proves is computed row by row.
  ///
  /// - Complexity: O(cells of cover groups × choices + rules × rows).
  package init(_ grid: DenseGrid, _ multipliers: LagrangeMultipliers) throws(BoundRefusal) {
    guard (1...LagrangeMultipliers.denominatorMax).contains(multipliers.denominator) else {
      throw .denominator(multipliers.denominator)
    }
    self.grid = grid
    denominator = Int(multipliers.denominator)
    levels = ConstraintLevels(of: grid)
    relaxed = try Self.windows(multipliers, grid, levels)
    let terms = BoundTerms(grid, levels, denominator: denominator)
    if let rule = terms.unlimitedRule { throw .unlimitedReward(rule: rule) }
    guard terms.leastOfOthers.magnitude < UInt(Self.priceMax) else {
      throw .overflow("what rules left out may reward")
    }
    self.terms = terms
    let prices = grid.coverAmounts()
    guard multipliers.covers.count == prices.count else {
      throw .coverCount(found: multipliers.covers.count, expected: prices.count)
    }
    var least: Int? = terms.leastOfOthers * denominator
    for (index, price) in prices.enumerated() {
      let numerator = Int(multipliers.covers[index])
      try Self.check(price, numerator, denominator, place: "cover group \(index)")
      let group = price.least(numerator: numerator, denominator: denominator)
      least = least.flatMap { sum in group.map { sum + $0 } }
    }
    coverLeast = least
    covers = Self.covers(multipliers, grid)
  }

  private static func check(
    _ price: AmountPrice, _ numerator: Int, _ denominator: Int, place: String
  ) throws(BoundRefusal) {
    let box = price.multiplierBox
    let scaled = box.lowerBound * denominator...box.upperBound * denominator
    guard scaled.contains(numerator) else {
      throw .outsideBox(place: place, numerator: numerator, box: scaled)
    }
    let reach = max(
      Int128(price.reach.lowerBound.magnitude), Int128(price.reach.upperBound.magnitude))
    // A bound that says "none" is far away, but a side without a price costs nothing.
    let under = price.priceUnder == 0 ? 0 : reach + Int128(price.min.magnitude)
    let over = price.priceOver == 0 ? 0 : reach + Int128(price.max.magnitude)
    let largest =
      (under * Int128(price.priceUnder.magnitude) + over * Int128(price.priceOver.magnitude))
      * Int128(denominator) + reach * Int128(numerator.magnitude)
    // A million groups of this size still add up in 64 bits.
    guard largest < Int128(priceMax) else { throw .overflow(place) }
  }

  private static func windows(
    _ multipliers: LagrangeMultipliers, _ grid: DenseGrid, _ levels: ConstraintLevels
  ) throws(BoundRefusal) -> [WindowKey: Int] {
    var result: [WindowKey: Int] = [:]
    var before: WindowMultiplier?
    for (position, item) in multipliers.windows.enumerated() {
      if let before,
        (before.rule, before.row, before.window) >= (item.rule, item.row, item.window)
      {
        throw .windowsOutOfOrder(position: position)
      }
      before = item
      guard grid.rules.indices.contains(Int(item.rule)),
        case .sum(let family) = grid.rules[Int(item.rule)].family,
        family.windows.indices.contains(Int(item.window)), family.rows.contains(item.row)
      else { throw .unknownWindow(item) }
      let price = grid.windowAmount(
        grid.rules[Int(item.rule)], family, window: Int(item.window), row: Int(item.row), levels)
      try check(
        price, Int(item.numerator), Int(multipliers.denominator),
        place: "window \(item.window) of rule \(item.rule) in row \(item.row)")
      result[WindowKey(rule: item.rule, row: item.row, window: item.window)] = Int(item.numerator)
    }
    return result
  }

  private static func covers(
    _ multipliers: LagrangeMultipliers, _ grid: DenseGrid
  ) -> [CoverPrices] {
    var result: [CoverPrices] = []
    var next = 0
    for rule in grid.rules {
      guard case .cover(let family) = rule.family else { continue }
      var columns: [(column: Int, numerator: Int)] = []
      for (group, members) in family.groups.enumerated() {
        let numerator = Int(multipliers.covers[next + group])
        if numerator != 0 { columns += members.map { (Int($0), numerator) } }
      }
      next += family.groups.count
      guard !columns.isEmpty else { continue }
      result.append(
        CoverPrices(
          tables: CoverTables(family, columnCount: grid.columnCount), weights: family.tables,
          columns: columns.sorted { $0.column < $1.column }))
    }
    return result
  }

  // MARK: Rows

  /// The least that a row may cost at the multipliers, in units of 1 ÷ denominator; nil when it has
  /// no sequence at all, so that no answer is valid.
  ///
  /// - Complexity: what the row's programme takes, at most ``BoundLimits/rowWork`` steps for each
  ///   attempt.
  package func least(row: Int) throws(BoundRefusal) -> Int? {
    let item = try compiled(row: row)
    guard item.isPossible, item.choices.allSatisfy({ !$0.isEmpty }) else { return nil }
    var attempt = BoundAttempt(item, limits: BoundLimits(rowCount: grid.rowCount))
    return try attempt.least()
  }

  /// The bound from the leasts of all rows, rounded up to a whole point; nil when some row or cover
  /// has no valid answer.
  func total(_ rows: [Int?]) -> Int? {
    guard var sum = coverLeast else { return nil }
    for row in rows {
      guard let row else { return nil }
      sum += row
    }
    let quotient = sum / denominator
    return sum % denominator > 0 ? quotient + 1 : quotient
  }

  private func compiled(row: Int) throws(BoundRefusal) -> BoundRow {
    var item = BoundRow(
      columnCount: grid.columnCount, choiceCount: grid.choiceCount,
      choices: (0..<grid.columnCount).map { grid.domain(row: row, column: $0).members },
      prices: Array(repeating: 0, count: grid.columnCount * grid.choiceCount),
      pairs: terms.pairsOfRow[row].map { terms.pairs[$0] },
      runs: terms.runsOfRow[row].map { (terms.runs[$0.run], $0.history) },
      orders: terms.ordersOfRow[row].map { terms.orders[$0] }, windows: [], hits: [],
      constant: 0, isPossible: true, hasOverflown: false, denominator: denominator)
    for position in terms.pricesOfRow[row] {
      let price = grid.cellPrices[position]
      let column = Int(price.column)
      if price.level == .soft {
        item.prices[column * grid.choiceCount + Int(price.choice)] +=
          Int(price.amount) * denominator
      } else if price.amount > 0 && levels.contains(price.level) {
        item.choices[column].removeAll { $0 == Int(price.choice) }
      }
    }
    for cover in covers {
      for (column, numerator) in cover.columns {
        guard let table = cover.tables.table(row: row, column: column) else { continue }
        item.subtract(numerator, times: cover.weights[table], in: column)
      }
    }
    try addWindows(row, &item)
    let isTooLarge = item.prices.contains { $0.magnitude >= UInt(Self.priceMax) }
    if item.hasOverflown || isTooLarge { throw .overflow("a price in row \(row)") }
    return item
  }

  private func addWindows(_ row: Int, _ item: inout BoundRow) throws(BoundRefusal) {
    for rule in terms.sumsOfRow[row] {
      guard case .sum(let family) = grid.rules[rule].family else { continue }
      for index in family.windows.indices {
        let numerator = relaxed[
          WindowKey(rule: Int32(rule), row: Int32(row), window: Int32(index))]
        var window = window(family, rule: rule, index: index, row: row)
        try Self.check(
          window.price, numerator ?? 0, denominator, place: "rule \(rule) in row \(row)")
        if numerator != nil || window.lastColumn < 0 {
          window.multiplier = numerator ?? 0
          item.relax(window)
        } else if !window.price.isIdle {
          item.windows.append(window)
        }
      }
    }
  }

  private func window(
    _ family: SumFamily, rule: Int, index: Int, row: Int
  ) -> BoundWindow {
    let price = grid.windowAmount(grid.rules[rule], family, window: index, row: row, levels)
    var looksAt = [Bool](repeating: false, count: grid.columnCount)
    switch family.measure {
    case .weights(let weights):
      for column in family.windows[index].positions { looksAt[Int(column)] = true }
      return BoundWindow(rule: rule, price: price, weights: weights, looksAt: looksAt)
    case .anyInGroups(let all, let members):
      let groups = family.windows[index].positions.map { all[Int($0)] }
      for column in groups.joined() { looksAt[Int(column)] = true }
      return BoundWindow(
        rule: rule, price: price,
        weights: (0..<grid.choiceCount).map { members.contains($0) ? 1 : 0 }, looksAt: looksAt,
        groups: BoundGroups(groups, columnCount: grid.columnCount))
    }
  }
}

extension BoundRow {
  /// Takes a multiplier times each choice's weight off a column's prices.
  fileprivate mutating func subtract(_ numerator: Int, times weights: [Int32], in column: Int) {
    for choice in choices[column] where weights[choice] != 0 {
      // Both fit 32 bits; of amounts below the limit a million still add up.
      let amount = numerator * Int(weights[choice])
      if amount.magnitude >= UInt(BoundProgram.priceMax) {
        hasOverflown = true
      } else {
        prices[column * choiceCount + choice] -= amount
      }
    }
  }

  /// Prices a window by its multiplier instead of carrying it.
  mutating func relax(_ window: BoundWindow) {
    guard
      let least = window.price.least(numerator: window.multiplier, denominator: denominator)
    else {
      isPossible = false
      return
    }
    constant += least
    if window.multiplier == 0 { return }
    if let groups = window.groups {
      if groups.slotCount <= BoundLimits.groupSlots {
        hits.append(window)
      } else {
        constant += min(0, -window.multiplier * window.price.reach.upperBound)
      }
      return
    }
    for column in 0..<columnCount where window.looksAt[column] {
      subtract(window.multiplier, times: window.weights, in: column)
    }
  }
}
