import Containers
import Grid
import Measures

/// Turns sum windows, cover groups and hard cell prices into counters and the entries that feed
/// them.
struct CounterBuilder {
  private let grid: DenseGrid
  private(set) var counters = CounterTable()
  /// (cell × choice, counter, weight) in order of creation.
  private var raw: [(key: Int, entry: CounterEntry)] = []
  private var groups: [(row: Int32, parent: Int32, cells: [Int], members: BitSet)] = []
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

  init(_ grid: DenseGrid) { self.grid = grid }

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
      let counter = add(AddedCounter())
      counters.parent[Int(counter)] = -2 - feed.target
      for entry in feed.entries {
        raw.append((entry.key, CounterEntry(counter: counter, weight: entry.weight)))
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
    for index in raw.indices {
      raw[index].entry.counter = number[Int(raw[index].entry.counter)]
    }
    numberOfAdded = number
  }

  /// Entries grouped by cell and choice, in rising order of counter within each.
  func sortedEntries() -> ([Int32], [CounterEntry]) {
    let keyCount = grid.rowCount * grid.columnCount * grid.choiceCount
    var start = [Int32](repeating: 0, count: keyCount + 1)
    for item in raw { start[item.key + 1] += 1 }
    for key in 0..<keyCount { start[key + 1] += start[key] }
    var next = start
    var entries = [CounterEntry](
      repeating: CounterEntry(counter: 0, weight: 0), count: raw.count)
    for item in raw {
      entries[Int(next[item.key])] = item.entry
      next[item.key] += 1
    }
    return (start, entries)
  }

  private mutating func addSum(_ family: SumFamily, _ rule: GridRule, _ index: Int) {
    let step: Int32
    switch family.measure {
    case .weights(let weights): step = Self.typicalStep(weights)
    case .anyInGroups: step = 1
    }
    for row in family.rows {
      for window in family.windows {
        let counter = add(
          AddedCounter(
            low: window.min, high: window.max, priceUnder: family.priceUnder,
            priceOver: family.priceOver, isHard: rule.level != .soft, step: step,
            rule: Int32(index), row: row))
        switch family.measure {
        case .weights(let weights):
          for column in window.positions {
            feed(counter, row: Int(row), column: Int(column), weights: weights)
          }
        case .anyInGroups(let columns, let members):
          for group in window.positions {
            let cells = columns[Int(group)].map { Int(row) * grid.columnCount + Int($0) }
            groups.append((row, counter, cells, members))
          }
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
    for (group, columns) in family.groups.enumerated() {
      let counter = add(
        AddedCounter(
          low: family.min[group], high: family.max[group], priceUnder: family.priceUnder,
          priceOver: family.priceOver, isHard: rule.level != .soft, step: step,
          rule: Int32(index)))
      for row in 0..<grid.rowCount {
        for column in columns {
          let table =
            exceptions[row * grid.columnCount + Int(column)] ?? family.tableOfRow[row]
          guard table >= 0 else { continue }
          feed(counter, row: row, column: Int(column), weights: family.tables[Int(table)])
        }
      }
    }
  }

  private mutating func addHardCell(_ price: CellPrice) {
    let counter = add(
      AddedCounter(high: 0, priceOver: price.amount, isHard: true, row: price.row))
    let cell = Int(price.row) * grid.columnCount + Int(price.column)
    raw.append(
      (cell * grid.choiceCount + Int(price.choice), CounterEntry(counter: counter, weight: 1)))
  }

  private mutating func addGroups() {
    for group in groups {
      let counter = add(AddedCounter(row: group.row))
      counters.parent[Int(counter)] = group.parent
      for cell in group.cells {
        for choice in group.members.members {
          raw.append(
            (cell * grid.choiceCount + choice, CounterEntry(counter: counter, weight: 1)))
        }
      }
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

  private mutating func feed(_ counter: Int32, row: Int, column: Int, weights: [Int32]) {
    let cell = row * grid.columnCount + column
    // Choices outside the cell's domain too, so that cells of one kind have equal entries.
    for choice in weights.indices where weights[choice] != 0 {
      raw.append(
        (cell * grid.choiceCount + choice, CounterEntry(counter: counter, weight: weights[choice]))
      )
    }
  }

  /// Median of the weights that are not zero, as an absolute value.
  private static func typicalStep(_ weights: [Int32]) -> Int32 {
    let sizes = weights.filter { $0 != 0 }.map(abs).sorted()
    return sizes.isEmpty ? 1 : max(1, sizes[sizes.count / 2])
  }
}
