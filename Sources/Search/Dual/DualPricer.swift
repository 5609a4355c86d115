import Grid

/// Prices rows at given multipliers and adds up what they feed.
///
/// - Complexity: an evaluation costs one pass for each row, and O(columns × choices) beside it.
final class DualPricer {
  /// What multipliers are worth, and the rows that attain it.
  struct Evaluation {
    /// The dual's value without the points of fixed rows.
    var value: Double
    /// For each multiplier how much its amount is short of where its penalty's minimum lies.
    var slack: [Float]
  }

  /// What is priced: which rows, beside which amounts, at which level.
  struct Scope {
    /// Indices of the problem's rows.
    var active: [Int]
    /// What fixed rows feed to each cover, in steps.
    var base: [Float]
    /// Whether amounts are followed exactly, or all windows relaxed.
    var isExact: Bool
  }

  let problem: DualProblem
  let pass = LinePass()
  /// The last row found for each of the problem's rows.
  private(set) var cells: [UInt16]
  private let columnCount: Int
  private let choiceCount: Int
  /// What a call costs beside its steps, which only tells on tiny rows.
  private static let callOverhead = 1_000
  private var classPrices: [[Float]] = []
  private var prices: [Float]

  init(_ problem: DualProblem) {
    self.problem = problem
    columnCount = problem.model.columnCount
    choiceCount = problem.model.choiceCount
    cells = Array(repeating: 0, count: problem.rows.count * columnCount)
    prices = Array(repeating: 0, count: columnCount * choiceCount)
  }

  /// Nil when the share was used up on the way, or a row has no way at all.
  func evaluate(
    _ multipliers: [Float], _ scope: Scope, _ meter: SearchMeter, until limit: Double
  ) -> Evaluation? {
    priceClasses(multipliers)
    meter.spend(multipliers.count + Self.callOverhead)
    var amounts = scope.base
    amounts += Array(repeating: 0, count: multipliers.count - amounts.count)
    var value = 0.0
    for index in scope.active {
      if meter.share >= limit { return nil }
      let item = problem.rows[index]
      preparePrices(item, multipliers, isExact: scope.isExact)
      guard let cost = solve(index, multipliers, item, isExact: scope.isExact, meter) else {
        return nil
      }
      value += Double(cost)
      feed(index, item, &amounts, isExact: scope.isExact)
    }
    var slack = [Float](repeating: 0, count: multipliers.count)
    for place in 0..<problem.coverCount {
      let amount = problem.amounts[place]
      value += Double(amount.least(multipliers[place]) - multipliers[place] * scope.base[place])
      slack[place] = Self.slack(amount, multipliers[place], amounts[place])
    }
    for index in scope.active {
      for window in problem.rows[index].windows where !(scope.isExact && window.isFollowed) {
        let multiplier = multipliers[window.place]
        value += Double(problem.amounts[window.place].least(multiplier))
        slack[window.place] = Self.slack(
          problem.amounts[window.place], multiplier, amounts[window.place])
      }
    }
    return Evaluation(value: value, slack: slack)
  }

  private static func slack(
    _ amount: DualProblem.Amount, _ multiplier: Float, _ value: Float
  ) -> Float {
    if multiplier > 0 { return amount.low - value }
    if multiplier < 0 { return amount.high - value }
    return min(max(value, amount.low), amount.high) - value
  }

  /// Greatest sum of absolute prices along a row, in points; hits of tallied windows as if every
  /// column had them.
  func largestRowPrices(_ multipliers: [Float], _ scope: Scope) -> Double {
    priceClasses(multipliers)
    var largest = 0.0
    for index in scope.active {
      let item = problem.rows[index]
      preparePrices(item, multipliers, isExact: scope.isExact)
      let hits = Self.hitPrices(item, multipliers, isExact: scope.isExact)
      var sum = Double(columnCount) * Double(hits.reduce(0) { max($0, abs($1)) })
      for column in 0..<columnCount {
        let cell = prices[column * choiceCount..<(column + 1) * choiceCount]
        sum += Double(cell.reduce(0) { max($0, abs($1)) })
      }
      largest = max(largest, sum)
    }
    return largest
  }

  /// What the covers earn for each choice, less: one table for all rows that feed them alike.
  private func priceClasses(_ multipliers: [Float]) {
    if classPrices.isEmpty {
      classPrices = problem.classes.map { _ in
        Array(repeating: 0, count: columnCount * choiceCount)
      }
    }
    for (index, item) in problem.classes.enumerated() {
      classPrices[index].withUnsafeMutableBufferPointer { table in
        for place in table.indices {
          var price: Float = 0
          for position in Int(item.start[place])..<Int(item.start[place + 1]) {
            let feed = item.feeds[position]
            price -= multipliers[Int(feed.cover)] * feed.weight
          }
          table[place] = price
        }
      }
    }
  }

  /// Prices one row as its programme is now, amounts followed exactly; false when it has no way.
  func cheapest(_ index: Int, at multipliers: [Float], _ meter: SearchMeter) -> Bool {
    let item = problem.rows[index]
    preparePrices(item, multipliers, isExact: true)
    return solve(index, multipliers, item, isExact: true, meter) != nil
  }

  /// The last row found for an index.
  func line(_ index: Int) -> [UInt16] {
    Array(cells[index * columnCount..<(index + 1) * columnCount])
  }

  private func preparePrices(_ item: DualRow, _ multipliers: [Float], isExact: Bool) {
    prices = classPrices[item.coverClass]
    for price in item.cellPrices { prices[price.place] += price.amount }
    addWindows(item, multipliers, isExact: isExact, &prices)
  }

  /// Adds what multipliers of windows that are not followed make of a table of prices.
  func addWindows(
    _ item: DualRow, _ multipliers: [Float], isExact: Bool, _ table: inout [Float]
  ) {
    var whole = [Float](repeating: 0, count: choiceCount)
    var isAny = false
    table.withUnsafeMutableBufferPointer { prices in
      for window in item.windows where window.tally == nil && !(isExact && window.isFollowed) {
        let multiplier = multipliers[window.place]
        if multiplier == 0 { continue }
        if window.isWhole {
          isAny = true
          for choice in 0..<choiceCount { whole[choice] -= multiplier * window.weights[choice] }
        } else {
          let looksAt = item.rules.windows[window.index].looksAt
          for column in 0..<columnCount where looksAt[column] {
            for choice in 0..<choiceCount {
              prices[column * choiceCount + choice] -= multiplier * window.weights[choice]
            }
          }
        }
      }
      if !isAny { return }
      var place = 0
      for _ in 0..<columnCount {
        for choice in 0..<choiceCount {
          prices[place] += whole[choice]
          place &+= 1
        }
      }
    }
  }

  private func solve(
    _ index: Int, _ multipliers: [Float], _ item: DualRow, isExact: Bool, _ meter: SearchMeter
  ) -> Float? {
    let hits = Self.hitPrices(item, multipliers, isExact: isExact)
    return cheapest(index, item, hits, isExact ? item.frame : nil, meter, prices)
  }

  /// Prices of each set of tallied windows gaining one.
  static func hitPrices(_ item: DualRow, _ multipliers: [Float], isExact: Bool) -> [Float] {
    var single = [Float](repeating: 0, count: item.lattice.tallied.count)
    for window in item.windows {
      guard let tally = window.tally, !(isExact && window.isFollowed) else { continue }
      single[tally] = -multipliers[window.place] / window.step
    }
    return (0..<(1 << single.count)).map { bits in
      single.indices.reduce(Float(0)) { bits >> $1 & 1 == 1 ? $0 + single[$1] : $0 }
    }
  }

  /// The cheapest row at a table of prices, kept as the row's last.
  func cheapest(
    _ index: Int, _ item: DualRow, _ hits: [Float], _ frame: LineFrame?, _ meter: SearchMeter,
    _ table: [Float]
  ) -> Float? {
    let before = pass.work
    let cost = table.withUnsafeBufferPointer { prices -> Float? in
      cells.withUnsafeMutableBufferPointer { rows -> Float? in
        guard let start = prices.baseAddress, let row = rows.baseAddress else { return nil }
        return pass.cheapest(
          item.lattice,
          LinePass.Prices(cells: start, choiceCount: choiceCount, hits: hits), frame,
          into: row + index * columnCount)
      }
    }
    meter.spend(pass.work - before + columnCount * choiceCount + Self.callOverhead)
    return cost
  }

  /// Adds what the last row of an index feeds.
  func feed(_ index: Int, _ item: DualRow, _ amounts: inout [Float], isExact: Bool) {
    feedCovers(index, item, &amounts)
    for window in item.windows where !(isExact && window.isFollowed) {
      amounts[window.place] += amount(of: window, index, item)
    }
  }

  func feedCovers(_ index: Int, _ item: DualRow, _ amounts: inout [Float]) {
    let feeds = problem.classes[item.coverClass]
    cells.withUnsafeBufferPointer { cells in
      for column in 0..<columnCount {
        let place = column * choiceCount + Int(cells[index * columnCount + column])
        for position in Int(feeds.start[place])..<Int(feeds.start[place + 1]) {
          amounts[Int(feeds.feeds[position].cover)] += feeds.feeds[position].weight
        }
      }
    }
  }

  /// Amount of a window in the last row of an index, in steps.
  func amount(of window: DualRow.Window, _ index: Int, _ item: DualRow) -> Float {
    let start = index * columnCount
    if window.isWhole && item.rules.windows[window.index].groups == nil {
      return cells.withUnsafeBufferPointer { cells in
        var sum: Float = 0
        for column in 0..<columnCount { sum += window.weights[Int(cells[start + column])] }
        return sum
      }
    }
    return cells.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let rule = item.rules.windows[window.index]
      return Float(rule.amount(base + start, in: 0..<columnCount)) / window.step
    }
  }
}
