import Containers
import Grid
import Measures

/// Turns sum windows, cover groups and hard cell prices into counters, and tells row by row what
/// feeds them: the entries of a year at once would take gigabytes.
struct CounterBuilder {
  private let grid: DenseGrid
  private(set) var counters = CounterTable()
  /// What feeds the counters of one row apart from covers, in order of creation.
  private struct RowSources {
    /// Rules that sum the row, with the first of its counters.
    var sums: [(windows: [SumWindow], first: Int32, weights: Int32)] = []
    /// Feeds of terms that count all columns, with the number of each table's weights.
    var columns: [(counter: Int32, tableOfColumn: [Int32], weightsOfTable: [Int32])] = []
    /// Hard cell prices, groups and other feeds of terms.
    var cells: [(counter: Int32, column: Int32, weights: Int32)] = []
  }
  /// What feeds a counter for each group of columns, by a table for each row.
  private struct SharedSource {
    var groups: [[Int32]]
    var tableOfRow: [Int32]
    /// Counter of the first group.
    var first: Int32
    /// Number of each table's weights.
    var weightsOfTable: [Int32]
    /// Tables of cells that have another than their row, by row and column.
    var exceptions: [Int32: [Int32: Int32]] = [:]
  }
  private var sources: [RowSources]
  /// Covers, then the heads of terms.
  private var shared: [SharedSource] = []
  private var groups: [(row: Int32, parent: Int32, columns: [Int32], members: BitSet)] = []
  /// Weights by choice, each once: a cell names them by number.
  private(set) var weights: [[Int32]] = []
  private var numberOfWeights: [[Int32]: Int32] = [:]
  private var numberOfMembers: [BitSet: Int32] = [:]
  /// Weights asked for last: mostly the same array many times in a row, which is seen at once.
  private var latest: (weights: [Int32], number: Int32)?
  /// Number of each counter by order of creation: rule by rule, row by row, window by window.
  private(set) var numberOfAdded: [Int32] = []

  /// One line of the counter table: without bounds, prices, a rule or an owner until they are
  /// stated.
  private struct AddedCounter {
    var low: Int32 = .min
    var high: Int32 = .max
    var priceUnder: Int32 = 0
    var priceOver: Int32 = 0
    var isHard = false
    var step: Int32 = 1
    var rule: Int32 = -1
    var row: Int32 = -1
  }

  init(_ grid: DenseGrid) {
    self.grid = grid
    sources = Array(repeating: RowSources(), count: grid.rowCount)
  }

  /// Adds everything that counts, and the counters that feed terms.
  mutating func addAll(_ feeds: [CounterFeed], _ heads: [HeadFeed]) {
    for (index, rule) in grid.rules.enumerated() {
      switch rule.family {
      case .sum(let family): addSum(family, rule, index)
      case .cover(let family): addCover(family, rule, index)
      default: break
      }
    }
    for price in grid.cellPrices where price.level != .soft { addHardCell(price) }
    counters.linearCount = counters.count
    addGroups()
    for feed in feeds { addFeed(feed) }
    for feed in heads { addHeads(feed) }
    gatherRows()
  }

  private mutating func addFeed(_ feed: CounterFeed) {
    let counter = add(AddedCounter(row: feed.row))
    counters.parent[Int(counter)] = -2 - feed.target
    switch feed.cells {
    case .some(let cells):
      for (column, weights) in cells {
        sources[Int(feed.row)].cells.append((counter, column, number(of: weights)))
      }
    case .columns(let weights):
      sources[Int(feed.row)].columns.append(
        (counter, weights.tableOfColumn, weights.tables.map { number(of: $0) }))
    }
  }

  private mutating func addHeads(_ feed: HeadFeed) {
    shared.append(
      SharedSource(
        groups: feed.groups, tableOfRow: feed.heads.tableOfRow, first: Int32(counters.count),
        weightsOfTable: feed.heads.tables.map { number(of: $0) }))
    for group in feed.groups.indices {
      let counter = add(AddedCounter())
      counters.parent[Int(counter)] = -2 - feed.target - Int32(group)
    }
  }

  /// Renumbers the counters so that those of one row stand together: a move looks at few rows.
  ///
  /// Group counters stay behind the others, and counters without a row behind those with one.
  private mutating func gatherRows() {
    let table = counters
    func key(_ counter: Int) -> (Int, Int32, Int) {
      let isGroup = counter >= table.linearCount ? 1 : 0
      return (isGroup, table.row[counter] < 0 ? .max : table.row[counter], counter)
    }
    let order = (0..<table.count).sorted { key($0) < key($1) }
    var number = [Int32](repeating: 0, count: table.count)
    for (new, old) in order.enumerated() { number[old] = Int32(new) }
    counters = CounterTable(table, order: order, number: number)
    numberOfAdded = number
  }

  // MARK: What a row's cells feed

  /// A counter that a cell feeds, by the weights of this number.
  struct Feed {
    var counter: Int32
    var weights: Int32
  }

  /// What a row's cells feed, column by column and in order of creation within each: those of
  /// column *c* begin at `start[c]`.
  ///
  /// Choices outside a cell's domain feed too, so that cells of one kind feed alike.
  func feeds(ofRow row: Int) -> (start: [Int], feeds: [Feed]) {
    var raw: [(column: Int32, feed: Feed)] = []
    func feed(_ counter: Int32, _ column: Int32, _ weights: Int32) {
      raw.append((column, Feed(counter: numberOfAdded[Int(counter)], weights: weights)))
    }
    let own = sources[row]
    for (windows, first, weights) in own.sums {
      for (index, window) in windows.enumerated() {
        for column in window.positions { feed(first + Int32(index), column, weights) }
      }
    }
    for source in shared {
      let usual = source.tableOfRow[row]
      let exceptions = source.exceptions[Int32(row)]
      guard usual >= 0 || exceptions != nil else { continue }
      for (group, columns) in source.groups.enumerated() {
        for column in columns {
          let table = exceptions?[column] ?? usual
          guard table >= 0 else { continue }
          feed(source.first + Int32(group), column, source.weightsOfTable[Int(table)])
        }
      }
    }
    for (counter, tableOfColumn, weightsOfTable) in own.columns {
      for (column, table) in tableOfColumn.enumerated() where table >= 0 {
        feed(counter, Int32(column), weightsOfTable[Int(table)])
      }
    }
    for cell in own.cells { feed(cell.counter, cell.column, cell.weights) }
    return sorted(raw)
  }

  private func sorted(_ raw: [(column: Int32, feed: Feed)]) -> (start: [Int], feeds: [Feed]) {
    var start = [Int](repeating: 0, count: grid.columnCount + 1)
    for item in raw { start[Int(item.column) + 1] += 1 }
    for column in 0..<grid.columnCount { start[column + 1] += start[column] }
    var next = start
    var feeds = [Feed](repeating: Feed(counter: 0, weights: 0), count: raw.count)
    for item in raw {
      feeds[next[Int(item.column)]] = item.feed
      next[Int(item.column)] += 1
    }
    return (start, feeds)
  }

  /// The number of these weights.
  private mutating func number(of weights: [Int32]) -> Int32 {
    if let latest, latest.weights == weights { return latest.number }
    let number = numberOfWeights[weights] ?? Int32(self.weights.count)
    if number == self.weights.count {
      numberOfWeights[weights] = number
      self.weights.append(weights)
    }
    latest = (weights, number)
    return number
  }

  /// The number of weights that are 1 on some choices.
  private mutating func number(of members: BitSet) -> Int32 {
    if let known = numberOfMembers[members] { return known }
    let number = number(of: (0..<grid.choiceCount).map { members.contains($0) ? 1 : 0 })
    numberOfMembers[members] = number
    return number
  }

  // MARK: Counters

  private mutating func addSum(_ family: SumFamily, _ rule: GridRule, _ index: Int) {
    var step: Int32 = 1
    var weightsNumber: Int32?
    if case .weights(let weights) = family.measure {
      step = Self.typicalStep(weights)
      weightsNumber = number(of: weights)
    }
    for row in family.rows {
      if let weightsNumber {
        sources[Int(row)].sums.append((family.windows, Int32(counters.count), weightsNumber))
      }
      for window in family.windows {
        let counter = add(
          AddedCounter(
            low: window.min, high: window.max, priceUnder: family.priceUnder,
            priceOver: family.priceOver, isHard: rule.level != .soft, step: step,
            rule: Int32(index), row: row))
        guard case .anyInGroups(let columns, let members) = family.measure else { continue }
        for group in window.positions {
          groups.append((row, counter, columns[Int(group)], members))
        }
      }
    }
  }

  private mutating func addCover(_ family: CoverFamily, _ rule: GridRule, _ index: Int) {
    var source = SharedSource(
      groups: family.groups, tableOfRow: family.tableOfRow, first: Int32(counters.count),
      weightsOfTable: family.tables.map { number(of: $0) })
    for exception in family.exceptions {
      source.exceptions[exception.row, default: [:]][exception.column] = exception.table
    }
    shared.append(source)
    let step = family.tables.map(Self.typicalStep).max() ?? 1
    for group in family.groups.indices {
      _ = add(
        AddedCounter(
          low: family.min[group], high: family.max[group], priceUnder: family.priceUnder,
          priceOver: family.priceOver, isHard: rule.level != .soft, step: step,
          rule: Int32(index)))
    }
  }

  private mutating func addHardCell(_ price: CellPrice) {
    let counter = add(
      AddedCounter(high: 0, priceOver: price.amount, isHard: true, row: price.row))
    let weights = number(of: BitSet([Int(price.choice)]))
    sources[Int(price.row)].cells.append((counter, price.column, weights))
  }

  private mutating func addGroups() {
    for group in groups {
      let counter = add(AddedCounter(row: group.row))
      counters.parent[Int(counter)] = group.parent
      let weights = number(of: group.members)
      sources[Int(group.row)].cells += group.columns.map { (counter, $0, weights) }
    }
  }

  private mutating func add(_ counter: AddedCounter) -> Int32 {
    counters.low.append(counter.low)
    counters.high.append(counter.high)
    counters.priceUnder.append(counter.priceUnder)
    counters.priceOver.append(counter.priceOver)
    counters.isHard.append(counter.isHard)
    counters.step.append(counter.step)
    counters.rule.append(counter.rule)
    counters.row.append(counter.row)
    counters.parent.append(-1)
    return Int32(counters.count - 1)
  }

  /// Median of the weights that are not zero, as an absolute value.
  private static func typicalStep(_ weights: [Int32]) -> Int32 {
    let sizes = weights.filter { $0 != 0 }.map(abs).sorted()
    return sizes.isEmpty ? 1 : max(1, sizes[sizes.count / 2])
  }
}
