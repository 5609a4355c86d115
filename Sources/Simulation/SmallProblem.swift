internal import Determinism
package import Grid
internal import Containers
package import Measures

/// Grids small enough to be searched thousands of times in a test.
package enum SmallProblem {
  /// A grid with a rule of each kind, drawn from a seed: some hundred cells at most.
  package static func grid(rows: Int = 4, columns: Int = 12, seed: UInt64) -> DenseGrid {
    var generator = SeededGenerator(seed: seed)
    let choices = 3
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: choices, domains: [.below(choices)],
      domainOfCell: Array(repeating: 0, count: rows * columns))
    grid.cutColumns = stride(from: 2, to: columns, by: 2).map(Int32.init)
    let all = (0..<Int32(rows)).map { $0 }
    let everywhere = (0..<Int32(columns)).map { $0 }
    for row in 0..<rows {
      for column in 0..<columns where generator.below(3) == 0 {
        grid.cellPrices.append(
          CellPrice(
            row: row, column: column, choice: generator.below(choices), level: .soft,
            amount: generator.below(9) - 4, instance: 0))
      }
    }
    let work = BitSet([1, 2])
    grid.rules = [
      GridRule(
        instance: 1, level: .institution,
        family: .transition(
          TransitionFamily(
            rows: all, columns: Array(everywhere.dropLast()), from: BitSet([2]), to: BitSet([1]),
            price: 1))),
      GridRule(
        instance: 2, level: .soft,
        family: .run(
          RunFamily(rows: all, members: work, min: 2, max: 4, priceShort: 3, priceLong: 5))),
      GridRule(
        instance: 3, level: .soft,
        family: .sum(
          SumFamily(
            rows: all, measure: .weights([0, 1, 2]),
            windows: [
              SumWindow(
                positions: everywhere, min: Int32(columns / 2), max: Int32(columns))
            ], priceUnder: 4, priceOver: 4))),
      GridRule(
        instance: 4, level: .institution,
        family: .cover(
          CoverFamily(
            groups: everywhere.map { [$0] }, tables: [[0, 1, 1]],
            tableOfRow: Array(repeating: 0, count: rows),
            min: Array(repeating: Int32(rows / 2), count: columns),
            max: Array(repeating: .max, count: columns), priceUnder: 1, priceOver: 0))),
    ]
    return grid
  }
}

/// A plain hill climber: changes one free cell at a time and keeps what is no worse. It recounts
/// wholly at each step, which only small grids allow. One effort unit is one change tried.
package struct HillClimber: Sendable {
  package let grid: DenseGrid
  package let subproblem: Subproblem
  /// The best answer so far; nil before the first unit.
  package private(set) var best: RankedCells?
  package private(set) var effort = 0
  private var current: GridAnswer
  private var generator: SeededGenerator

  /// A whole answer's score with the free cells that earn it.
  package struct RankedCells: Sendable {
    package var score: Score
    package var cells: RegionAnswer
  }

  package init(grid: DenseGrid, subproblem: Subproblem, seed: UInt64) {
    self.grid = grid
    self.subproblem = subproblem
    generator = SeededGenerator(seed: seed)
    current =
      subproblem.border
      ?? GridAnswer(
        cells: Array(repeating: 0, count: grid.rowCount * grid.columnCount),
        columnCount: grid.columnCount)
  }

  /// Tries one change; true when the best answer improved.
  package mutating func step() -> Bool {
    effort += 1
    var next = current
    let row = Int(subproblem.free.rows[generator.below(subproblem.free.rows.count)])
    let column =
      Int(subproblem.free.columns.lowerBound) + generator.below(subproblem.free.columns.count)
    next[row, column] = generator.below(grid.choiceCount)
    let score = grid.recount(next).score
    if let best, best.score < score { return false }
    let isBetter = best.map { score < $0.score } ?? true
    current = next
    if isBetter {
      best = RankedCells(score: score, cells: RegionAnswer(of: subproblem.free, from: next))
    }
    return isBetter
  }
}
