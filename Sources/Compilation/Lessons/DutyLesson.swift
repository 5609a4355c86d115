package import Containers
package import Domain
package import Grid
import Measures
import Rules

/// What a detail that failed teaches the level above it: a combination that must not come again, or
/// heads that were too few.
///
/// A lesson is learned from one schedule that kept a hard violation. It need not be true of every
/// schedule, since a search may fail where a better one would not; it steers the next round only,
/// and nothing is called infeasible because of it.
package enum DutyLesson: Sendable, Hashable {
  /// A cell of a plan or of the service weeks with the choice it had.
  package struct Cell: Sendable, Hashable {
    package var row: Int
    package var column: Int
    package var choice: Int

    package init(row: Int, column: Int, choice: Int) {
      self.row = row
      self.column = column
      self.choice = choice
    }
  }

  /// Rotations of residents in plan columns that shall not all return.
  case rotations([Cell])
  /// Service weeks of faculty that shall not all return; choice 0 is an ordinary week.
  case serviceWeeks([Cell])
  /// Choices that one person's next service week shall not hold after this one.
  case nextWeek(after: Cell, BitSet)
  /// At least so many residents in a plan column on rotations that carry a duty: those named for
  /// each resident.
  case heads(column: Int, able: [BitSet], least: Int)
}

extension CompiledPlan {
  /// The grid with lessons as hard rules of the institution's level, and a small price for every
  /// cell that leaves the plan they were learned from.
  ///
  /// A lesson that nothing can follow, since all its cells are fixed, is left out.
  ///
  /// - Parameters:
  ///   - changePoints: soft points of each cell that leaves the plan.
  ///   - prices: what single cells will probably cost in duties.
  package func grid(
    taught lessons: [DutyLesson], after plan: RotationPlan?, changePoints: Int = 1,
    priced prices: [DutyPrice] = []
  ) -> DenseGrid {
    var grid = grid
    let instance = instances.count
    for lesson in lessons {
      guard let family = family(of: lesson) else { continue }
      grid.rules.append(GridRule(instance: instance, level: .institution, family: family))
    }
    grid.addPrices(
      prices.map { price in
        CellPrice(
          row: price.cell.row, column: price.cell.column, choice: price.cell.choice, level: .soft,
          amount: price.points, instance: instance + 2)
      })
    if let plan {
      grid.priceChanges(from: answer(from: plan), changePoints, instance: instance + 1)
    }
    return grid
  }

  private func family(of lesson: DutyLesson) -> GridFamily? {
    switch lesson {
    case .rotations(let cells): grid.forbidding(cells)
    case .serviceWeeks, .nextWeek: nil
    case .heads(let column, let able, let least):
      headsFamily(column, able, least)
    }
  }

  private func headsFamily(_ column: Int, _ able: [BitSet], _ least: Int) -> GridFamily? {
    var tables: [[Int32]] = []
    var known: [BitSet: Int32] = [:]
    let tableOfRow = able.map { choices -> Int32 in
      if let found = known[choices] { return found }
      known[choices] = Int32(tables.count)
      tables.append((0..<grid.choiceCount).map { choices.contains($0) ? 1 : 0 })
      return Int32(tables.count - 1)
    }
    return .cover(
      CoverFamily(
        groups: [[Int32(column)]], tables: tables, tableOfRow: tableOfRow,
        min: [Int32(clamping: least)], max: [.max], priceUnder: 1, priceOver: 1))
  }
}

extension DenseGrid {
  /// Adds points for every cell that leaves an answer.
  fileprivate mutating func priceChanges(
    from answer: GridAnswer, _ points: Int, instance: Int
  ) {
    var prices: [CellPrice] = []
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let present = Int(answer.cells[row * columnCount + column])
        prices += domain(row: row, column: column).members.filter { $0 != present }.map {
          CellPrice(
            row: row, column: column, choice: $0, level: .soft, amount: points, instance: instance)
        }
      }
    }
    addPrices(prices)
  }

  fileprivate mutating func addPrices(_ prices: [CellPrice]) {
    guard !prices.isEmpty else { return }
    cellPrices += prices
    cellPrices.sort {
      ($0.row, $0.column, $0.choice, $0.instance) < ($1.row, $1.column, $1.choice, $1.instance)
    }
  }
}

extension CompiledServiceWeeks {
  /// The grid with lessons about service weeks as hard rules of the institution's level, and a
  /// small price for every week that leaves those they were learned from.
  ///
  /// - Parameter changePoints: soft points of each of those weeks.
  package func grid(
    taught lessons: [DutyLesson], after weeks: ServiceWeekPlan?, changePoints: Int = 1
  ) -> DenseGrid {
    var grid = grid
    var pairs = WeekPairs()
    var families: [GridFamily] = []
    for lesson in lessons {
      switch lesson {
      case .nextWeek(let cell, let choices): pairs.take(cell, choices)
      case .serviceWeeks(let cells): families += grid.forbidding(cells).map { [$0] } ?? []
      case .rotations, .heads: break
      }
    }
    grid.rules += (pairs.families + families).map {
      GridRule(instance: instances.count, level: .institution, family: $0)
    }
    if let weeks {
      grid.priceChanges(from: answer(from: weeks), changePoints, instance: instances.count + 1)
    }
    return grid
  }
}

/// Lessons about two weeks in a row as transitions: one family for all that say the same, where
/// clauses would be thousands.
private struct WeekPairs {
  private struct Ends: Hashable {
    var row: Int
    var from: Int
    var to: BitSet
  }

  private struct Kind: Hashable {
    var from: Int
    var to: BitSet
    var columns: [Int32]
  }

  private var next: [DutyLesson.Cell: BitSet] = [:]

  mutating func take(_ cell: DutyLesson.Cell, _ choices: BitSet) {
    next[cell] = (next[cell] ?? BitSet()).union(choices)
  }

  var families: [GridFamily] {
    var columns: [Ends: [Int32]] = [:]
    for (cell, to) in next {
      columns[Ends(row: cell.row, from: cell.choice, to: to), default: []]
        .append(Int32(cell.column))
    }
    var rows: [Kind: [Int32]] = [:]
    for (ends, columns) in columns {
      rows[Kind(from: ends.from, to: ends.to, columns: columns.sorted()), default: []]
        .append(Int32(ends.row))
    }
    // Dictionaries have no order; a grid's bytes must not depend on it.
    func order(_ kind: Kind, _ rows: [Int32]) -> [Int32] {
      [Int32(kind.from)] + kind.to.members.map(Int32.init) + [-1] + rows.sorted() + [-1]
        + kind.columns
    }
    return rows.sorted {
      order($0.key, $0.value).lexicographicallyPrecedes(order($1.key, $1.value))
    }
    .map { kind, rows in
      .transition(
        TransitionFamily(
          rows: rows.sorted(), columns: kind.columns, from: BitSet([kind.from]), to: kind.to,
          price: 1))
    }
  }
}

extension DenseGrid {
  /// A clause against all cells together; nil when every one of them is fixed.
  fileprivate func forbidding(_ cells: [DutyLesson.Cell]) -> GridFamily? {
    let open = cells.filter { domain(row: $0.row, column: $0.column).count > 1 }
    guard !open.isEmpty else { return nil }
    return .clause(
      ClauseFamily(
        literals: open.map {
          CellLiteral(row: $0.row, column: $0.column, choices: BitSet([$0.choice]))
        }, price: 1))
  }
}
