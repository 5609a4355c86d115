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
/// - Complexity: memory O(cells × choices + entries of distinct cells).
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
  let cellPrices: CellPriceTable

  let counters: CounterTable
  let feeds: FeedTable
  /// First choice of each domain in ``choices``; one more element than domains.
  let choiceStart: FrozenBuffer<Int32>
  /// Distinct combinations of run members that choices have, in order of first choice.
  let memberKinds: FrozenBuffer<UInt32>
  /// The choices of all domains, rising in each.
  let choices: FrozenBuffer<UInt16>

  let structure: RowStructure
  /// Rules that are neither counters nor structure of a row.
  let terms: TermTables
  let quick: QuickStructure
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
    cellPrices = CellPriceTable(grid)
    let termBuilder = TermBuilder(grid)
    terms = TermTables(termBuilder)
    var builder = CounterBuilder(grid)
    builder.addAll(termBuilder.feeds, termBuilder.headFeeds)
    counters = builder.counters
    quotaIndex = QuotaIndex(grid, number: builder.numberOfAdded)
    feeds = FeedTable(grid, builder)
    choiceStart = FrozenBuffer(
      choicesOfDomain.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    choices = FrozenBuffer(choicesOfDomain.flatMap { $0 })
    let structure = RowStructure(grid)
    self.structure = structure
    quick = QuickStructure(grid, structure)
    memberKinds = FrozenBuffer(
      (0..<grid.choiceCount).reduce(into: []) { kinds, choice in
        let bits = structure.memberBits.base[choice]
        if !kinds.contains(bits) { kinds.append(bits) }
      })
    largestSoftPrice = max(
      Self.largestSoftPrice(cellPrices, counters, structure), terms.largestSoftPrice)
  }

  private static func largestSoftPrice(
    _ prices: CellPriceTable, _ counters: CounterTable, _ structure: RowStructure
  ) -> Int {
    var largest = max(1, prices.largest)
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
  /// Row that alone feeds it; −1 for counters that several rows feed.
  var row: [Int32] = []
  /// Parent counter of group counters; −2 − *t* for those that feed target *t* of the terms; −1 for
  /// the others.
  var parent: [Int32] = []
  /// Number of counters that are not group counters; they come first.
  var linearCount = 0

  var count: Int { low.count }

  init() {}

  /// The counters of a table in another order; `number` is the inverse of `order`.
  init(_ table: CounterTable, order: [Int], number: [Int32]) {
    low = order.map { table.low[$0] }
    high = order.map { table.high[$0] }
    priceUnder = order.map { table.priceUnder[$0] }
    priceOver = order.map { table.priceOver[$0] }
    isHard = order.map { table.isHard[$0] }
    step = order.map { table.step[$0] }
    rule = order.map { table.rule[$0] }
    row = order.map { table.row[$0] }
    parent = order.map { table.parent[$0] < 0 ? table.parent[$0] : number[Int(table.parent[$0])] }
    linearCount = table.linearCount
  }
}

/// Finds the counter of one window of one row in a sum rule: counters of a rule are created row by
/// row, window by window.
struct QuotaIndex: Sendable {
  private var firstCounterOfRule: [Int32: Int] = [:]
  private var positionOfRow: [Int32: [Int32: Int]] = [:]
  private var windowCount: [Int32: Int] = [:]
  private let number: [Int32]

  /// `number` holds each counter's number by order of creation.
  init(_ grid: DenseGrid, number: [Int32]) {
    self.number = number
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
    return Int(number[first + position * count + Int(window)])
  }
}
