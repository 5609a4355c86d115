import Containers
package import Grid
import Measures

/// A grid flattened for the inner loop: who counts what, and what each count costs.
///
/// Every sum window, cover group and hard cell price becomes a *counter* with a band and two
/// prices; every cell and choice lists the counters it feeds. Weekend-like groups become counters
/// that feed another counter by 1 when they are not empty. Transitions, runs and orders stay row
/// structure, because they look at neighbours. Built once a grid and shared by all searches on it.
///
/// - Complexity: memory O(cells × choices + entries); about 40 MB for 100 people × 364 days × 17.
package final class SearchModel: Sendable {
  package let grid: DenseGrid
  let rowCount: Int
  let columnCount: Int
  let choiceCount: Int

  /// Choices allowed in each domain, rising; parallel to the grid's domains.
  let choicesOfDomain: [[UInt16]]
  /// Index of each cell's domain.
  let domainOfCell: FrozenBuffer<Int32>
  /// Whether a domain allows a choice: `domain * choiceCount + choice`.
  let allowed: FrozenBuffer<Bool>
  /// Soft price of each choice in each cell, `cell * choiceCount + choice`; empty when no cell has
  /// one.
  let cellPrices: FrozenBuffer<Int32>

  let counters: CounterTable
  /// First entry of each cell and choice; one more element than cells × choices.
  let entryStart: FrozenBuffer<Int32>
  let entries: FrozenBuffer<CounterEntry>

  let structure: RowStructure
  /// Rules that are neither counters nor structure of a row.
  let terms: TermTables
  /// Where the counter of each sum window stands.
  let quotaIndex: QuotaIndex
  /// Largest price of one unit of any soft rule or wish, at least 1: the scale of temperatures.
  package let largestSoftPrice: Int

  package init(_ grid: DenseGrid) {
    self.grid = grid
    rowCount = grid.rowCount
    columnCount = grid.columnCount
    choiceCount = grid.choiceCount
    choicesOfDomain = grid.domains.map { $0.members.map(UInt16.init) }
    domainOfCell = FrozenBuffer(grid.domainOfCell)
    allowed = FrozenBuffer(
      grid.domains.flatMap { domain in (0..<grid.choiceCount).map(domain.contains) })
    let prices = Self.softCellPrices(of: grid)
    cellPrices = FrozenBuffer(prices)
    let termBuilder = TermBuilder(grid)
    terms = TermTables(termBuilder)
    var builder = CounterBuilder(grid)
    builder.addAll(termBuilder.feeds)
    counters = builder.counters
    let (start, sorted) = builder.sortedEntries()
    entryStart = FrozenBuffer(start)
    entries = FrozenBuffer(sorted)
    quotaIndex = QuotaIndex(grid)
    structure = RowStructure(grid)
    largestSoftPrice = max(
      Self.largestSoftPrice(prices, counters, structure), terms.largestSoftPrice)
  }

  private static func softCellPrices(of grid: DenseGrid) -> [Int32] {
    let soft = grid.cellPrices.filter { $0.level == .soft }
    guard !soft.isEmpty else { return [] }
    var prices = [Int32](
      repeating: 0, count: grid.rowCount * grid.columnCount * grid.choiceCount)
    for price in soft {
      let cell = Int(price.row) * grid.columnCount + Int(price.column)
      prices[cell * grid.choiceCount + Int(price.choice)] += price.amount
    }
    return prices
  }

  private static func largestSoftPrice(
    _ prices: [Int32], _ counters: CounterTable, _ structure: RowStructure
  ) -> Int {
    var largest = prices.reduce(1) { max($0, abs(Int($1))) }
    for index in 0..<counters.count where !counters.isHard[index] {
      largest = max(
        largest, abs(Int(counters.priceUnder[index])), abs(Int(counters.priceOver[index])))
    }
    return max(largest, structure.largestSoftPrice)
  }
}

/// One counter a cell's choice feeds, and by how much.
struct CounterEntry: Sendable {
  var counter: Int32
  var weight: Int32
}

/// The counters as parallel arrays.
///
/// Counters below ``linearCount`` have a band and prices. The others count members of a group and
/// feed ``parent`` by 1 while they are above 0, or feed a term.
struct CounterTable: Sendable {
  var low: [Int32] = []
  var high: [Int32] = []
  var priceUnder: [Int32] = []
  var priceOver: [Int32] = []
  var isHard: [Bool] = []
  /// Typical amount by which one cell changes the counter, at least 1: a price for each unit is
  /// divided by it so that hard rules in minutes and in heads weigh alike while searching.
  var step: [Int32] = []
  /// Index of the grid rule it came from; −1 for cell prices.
  var rule: [Int32] = []
  /// Parent counter of group counters; −2 − *t* for those that feed target *t* of the terms; −1 for
  /// the others.
  var parent: [Int32] = []
  /// Number of counters that are not group counters; they come first.
  var linearCount = 0

  var count: Int { low.count }
}

/// Finds the counter of one window of one row in a sum rule: counters of a rule are created row by
/// row, window by window.
struct QuotaIndex: Sendable {
  private var firstCounterOfRule: [Int32: Int] = [:]
  private var positionOfRow: [Int32: [Int32: Int]] = [:]
  private var windowCount: [Int32: Int] = [:]

  init(_ grid: DenseGrid) {
    var next = 0
    for (index, rule) in grid.rules.enumerated() {
      switch rule.family {
      case .sum(let family):
        firstCounterOfRule[Int32(index)] = next
        windowCount[Int32(index)] = family.windows.count
        positionOfRow[Int32(index)] = Dictionary(
          family.rows.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        next += family.rows.count * family.windows.count
      case .cover(let family): next += family.groups.count
      default: break
      }
    }
  }

  /// Nil when the quota names no window of a sum rule.
  func counter(rule: Int32, row: Int32, window: Int32) -> Int? {
    guard let first = firstCounterOfRule[rule], let count = windowCount[rule],
      let position = positionOfRow[rule]?[row], (0..<count).contains(Int(window))
    else { return nil }
    return first + position * count + Int(window)
  }
}
