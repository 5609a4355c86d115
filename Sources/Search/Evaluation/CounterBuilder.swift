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
    var sums: [(family: SumFamily, first: Int32)] = []
    var hardCells: [(column: Int, choice: Int, counter: Int32)] = []
    var groups: [(counter: Int32, columns: [Int32], members: BitSet)] = []
    /// Feeds of terms.
    var cells: [(counter: Int32, column: Int, weights: [Int32])] = []
  }
  /// A rule over columns, with its first counter and its exceptions by cell.
  private struct CoverSource {
    var family: CoverFamily
    var first: Int32
    var exceptions: [Int: Int32]
  }
  private var sources: [RowSources]
  private var covers: [CoverSource] = []
  private var groups: [(row: Int32, parent: Int32, columns: [Int32], members: BitSet)] = []
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
  mutating func addAll(_ feeds: [CounterFeed]) {
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
    for feed in feeds {
      let counter = add(AddedCounter(row: feed.row))
      counters.parent[Int(counter)] = -2 - feed.target
      for (cell, weights) in feed.entries {
        sources[cell / grid.columnCount].cells.append((counter, cell % grid.columnCount, weights))
      }
    }
    gatherRows()
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

  // MARK: Entries of a row

  /// What a row's cells feed, grouped by column and choice and in order of creation within each:
  /// those of column *c* and choice *k* begin at `start[c * choices + k]`.
  ///
  /// Choices outside a cell's domain feed too, so that cells of one kind have equal entries.
  func entries(ofRow row: Int) -> (start: [Int32], entries: [CounterEntry]) {
    let keyCount = grid.columnCount * grid.choiceCount
    var raw: [(key: Int32, entry: CounterEntry)] = []
    func feed(_ counter: Int32, _ column: Int, _ weights: [Int32]) {
      let counter = numberOfAdded[Int(counter)]
      let first = column * grid.choiceCount
      for choice in weights.indices where weights[choice] != 0 {
        raw.append(
          (Int32(first + choice), CounterEntry(counter: counter, weight: weights[choice])))
      }
    }
    let own = sources[row]
    for (family, first) in own.sums {
      guard case .weights(let weights) = family.measure else { continue }
      for (index, window) in family.windows.enumerated() {
        for column in window.positions { feed(first + Int32(index), Int(column), weights) }
      }
    }
    for cover in covers {
      for (group, columns) in cover.family.groups.enumerated() {
        for column in columns {
          let table =
            cover.exceptions[row * grid.columnCount + Int(column)]
            ?? cover.family.tableOfRow[row]
          guard table >= 0 else { continue }
          feed(cover.first + Int32(group), Int(column), cover.family.tables[Int(table)])
        }
      }
    }
    func feedOne(_ counter: Int32, _ column: Int, _ choice: Int) {
      raw.append(
        (
          Int32(column * grid.choiceCount + choice),
          CounterEntry(counter: numberOfAdded[Int(counter)], weight: 1)
        ))
    }
    for cell in own.hardCells { feedOne(cell.counter, cell.column, cell.choice) }
    for group in own.groups {
      let members = group.members.members
      for column in group.columns {
        for choice in members { feedOne(group.counter, Int(column), choice) }
      }
    }
    for cell in own.cells { feed(cell.counter, cell.column, cell.weights) }
    return Self.sorted(raw, keyCount: keyCount)
  }

  private static func sorted(
    _ raw: [(key: Int32, entry: CounterEntry)], keyCount: Int
  ) -> (start: [Int32], entries: [CounterEntry]) {
    var start = [Int32](repeating: 0, count: keyCount + 1)
    for item in raw { start[Int(item.key) + 1] += 1 }
    for key in 0..<keyCount { start[key + 1] += start[key] }
    var next = start
    var entries = [CounterEntry](
      repeating: CounterEntry(counter: 0, weight: 0), count: raw.count)
    for item in raw {
      entries[Int(next[Int(item.key)])] = item.entry
      next[Int(item.key)] += 1
    }
    return (start, entries)
  }

  // MARK: Counters

  private mutating func addSum(_ family: SumFamily, _ rule: GridRule, _ index: Int) {
    let step: Int32
    switch family.measure {
    case .weights(let weights): step = Self.typicalStep(weights)
    case .anyInGroups: step = 1
    }
    for row in family.rows {
      sources[Int(row)].sums.append((family, Int32(counters.count)))
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
    var exceptions: [Int: Int32] = [:]
    for exception in family.exceptions {
      exceptions[Int(exception.row) * grid.columnCount + Int(exception.column)] = exception.table
    }
    let step = family.tables.map(Self.typicalStep).max() ?? 1
    covers.append(
      CoverSource(family: family, first: Int32(counters.count), exceptions: exceptions))
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
    sources[Int(price.row)].hardCells.append((Int(price.column), Int(price.choice), counter))
  }

  private mutating func addGroups() {
    for group in groups {
      let counter = add(AddedCounter(row: group.row))
      counters.parent[Int(counter)] = group.parent
      sources[Int(group.row)].groups.append((counter, group.columns, group.members))
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
