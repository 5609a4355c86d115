import Containers
import Determinism
import Grid
import Search

/// Draws neighbourhoods of four kinds and learns how large each may be.
struct NeighbourhoodChooser {
  enum Kind: Int, CaseIterable {
    /// All rows in a window of columns.
    case window
    /// Some rows in all columns.
    case rows
    /// Some rows in a window.
    case box
    /// Rows that might take one another's places around a cell that costs something.
    case blame
  }

  struct Choice {
    var kind: Kind
    var region: FreeRegion
    /// The cell around which it lies, of the kind that has one.
    var blame: Blame?
  }

  private struct Place: Hashable {
    var row: Int32
    var column: Int32
  }

  private let free: FreeRegion
  private let grid: DenseGrid
  /// Where the present answer costs something; where it breaks hard rules, if it does.
  private var blamed: [Blame] = []
  /// Whether the present answer breaks hard rules.
  private var isBroken = false
  /// Neighbourhoods drawn since ``look(at:_:_:)``.
  private var drawn = 0
  /// The present answer.
  private var answer: GridAnswer?
  /// Times that a neighbourhood around a cell has won nothing.
  private var failures: [Place: Int] = [:]
  /// Cells that a neighbourhood of each kind should have.
  private var sizes: [Double]
  /// What each kind has gained lately, at least the floor; draws are in proportion.
  private var credits: [Double]

  /// First size in cells: solved within a fraction of a second on every grid tried.
  private static let firstSize = 150.0
  /// Rows of a neighbourhood around a cell at most.
  private static let rowsMax = 32
  /// Least credit, so that no kind is forgotten.
  private static let creditMin = 0.15
  /// What lies around a broken rule counts as much more: elsewhere nothing mends it. Of large grids
  /// some rows are looked at only, so that others are after so many neighbourhoods.
  private static let creditOfBroken = 8.0
  private static let drawnMax = 8

  init(_ free: FreeRegion, in grid: DenseGrid) {
    self.free = free
    self.grid = grid
    sizes = Kind.allCases.map { _ in Self.firstSize }
    credits = Kind.allCases.map { _ in 1 }
  }

  /// Takes note of what an answer costs where; neighbourhoods around that are drawn from now on.
  mutating func look(
    at task: SearchTask, _ present: Candidate, _ random: inout SeededGenerator
  ) {
    answer = present.answer
    isBroken = present.hard > 0
    drawn = 0
    blamed = Blame.cells(of: task, in: present.answer, from: random.below(max(1, free.rows.count)))
    let broken = blamed.filter { $0.points >= task.model.largestSoftPrice }
    if isBroken && !broken.isEmpty { blamed = broken }
  }

  /// Whether it is worth looking anew at an answer that nothing has made better.
  var isStale: Bool { isBroken && drawn >= Self.drawnMax }

  mutating func next(_ random: inout SeededGenerator) -> Choice {
    drawn += 1
    let kind = drawKind(&random)
    let size = sizes[kind.rawValue]
    let rowCount = free.rows.count
    let columnCount = free.columns.count
    switch kind {
    case .window:
      let width = Int((size / Double(rowCount)).rounded())
      return Choice(
        kind: kind, region: FreeRegion(rows: free.rows, columns: window(width, &random)))
    case .rows:
      let height = Int((size / Double(columnCount)).rounded())
      return Choice(
        kind: kind, region: FreeRegion(rows: rows(height, &random), columns: free.columns))
    case .box:
      // As wide as it is high in shares of the grid.
      let share = (size / Double(rowCount * columnCount)).squareRoot()
      let height = Int((Double(rowCount) * share).rounded())
      let chosen = rows(height, &random)
      let width = Int((size / Double(chosen.count)).rounded())
      return Choice(
        kind: kind, region: FreeRegion(rows: chosen, columns: window(width, &random)))
    case .blame:
      let cell = drawBlame(&random)
      return Choice(kind: kind, region: region(around: cell, Int(size), &random), blame: cell)
    }
  }

  /// A cell that costs something, the dearer and the less often in vain the likelier.
  ///
  /// - Precondition: there is one.
  private func drawBlame(_ random: inout SeededGenerator) -> Blame {
    func weight(_ blame: Blame) -> Double {
      let failed = Double(failures[Place(row: blame.row, column: blame.column)] ?? 0)
      return Double(blame.points) / ((1 + failed) * (1 + failed))
    }
    var mark = random.unit() * blamed.reduce(0) { $0 + weight($1) }
    for blame in blamed {
      mark -= weight(blame)
      if mark < 0 { return blame }
    }
    return blamed[blamed.count - 1]
  }

  /// Rows that have much in common with the cell's, itself among them: few over many columns or
  /// many over few, as many columns around the cell as hold so many open cells.
  private func region(
    around blame: Blame, _ size: Int, _ random: inout SeededGenerator
  ) -> FreeRegion {
    let column = Int(blame.column)
    let own = grid.domain(row: Int(blame.row), column: column)
    let present = answer?[Int(blame.row), column] ?? 0
    let likeness = free.rows.map { row -> Double in
      let domain = grid.domain(row: Int(row), column: column)
      let common = Double(own.intersection(domain).count) / Double(max(1, own.count))
      return common + (domain.contains(present) ? 1 : 0) + random.unit()
    }
    let order = free.rows.indices.sorted { likeness[$0] > likeness[$1] }
    let others = order.map { free.rows[$0] }.filter { $0 != blame.row }
    var height = 1
    while height < Self.rowsMax, random.below(3) > 0 { height *= 2 }
    let rows = ([blame.row] + others.prefix(height - 1)).sorted()
    var window = blame.column..<blame.column + 1
    var open = 0
    func count(_ column: Int32) -> Int {
      rows.count { grid.domain(row: Int($0), column: Int(column)).count > 1 }
    }
    while open < size, window != free.columns {
      let isLeft = window.upperBound == free.columns.upperBound || random.below(2) == 0
      if isLeft && window.lowerBound > free.columns.lowerBound {
        window = window.lowerBound - 1..<window.upperBound
        open += count(window.lowerBound)
      } else if window.upperBound < free.columns.upperBound {
        window = window.lowerBound..<window.upperBound + 1
        open += count(window.upperBound - 1)
      }
    }
    return FreeRegion(rows: rows, columns: window)
  }

  /// Grows a kind whose neighbourhood was solved to the end, shrinks one that was not.
  mutating func learn(_ choice: Choice, wasSolved: Bool, gain: Double) {
    let index = choice.kind.rawValue
    let factor = wasSolved ? 1.1 : 0.8
    sizes[index] = min(Double(free.cellCount) * 1.5, max(4, sizes[index] * factor))
    credits[index] = max(Self.creditMin, 0.95 * credits[index] + 0.3 * gain)
    guard let blame = choice.blame else { return }
    failures[Place(row: blame.row, column: blame.column), default: 0] += gain > 0 ? 0 : 1
  }

  private func drawKind(_ random: inout SeededGenerator) -> Kind {
    // Where nothing costs anything, or no single cell does, there is nothing to lie around.
    let kinds = Kind.allCases.filter { $0 != .blame || !blamed.isEmpty }
    func credit(_ kind: Kind) -> Double {
      credits[kind.rawValue] * (kind == .blame && isBroken ? Self.creditOfBroken : 1)
    }
    var mark = random.unit() * kinds.reduce(0) { $0 + credit($1) }
    for kind in kinds {
      mark -= credit(kind)
      if mark < 0 { return kind }
    }
    return .box
  }

  private func window(_ wanted: Int, _ random: inout SeededGenerator) -> Range<Int32> {
    let width = max(1, min(free.columns.count, wanted))
    let start = Int(free.columns.lowerBound) + random.below(free.columns.count - width + 1)
    return Int32(start)..<Int32(start + width)
  }

  /// So many different rows, rising.
  private func rows(_ wanted: Int, _ random: inout SeededGenerator) -> [Int32] {
    let count = max(1, min(free.rows.count, wanted))
    var pool = free.rows
    for index in 0..<count {
      pool.swapAt(index, index + random.below(pool.count - index))
    }
    return pool[..<count].sorted()
  }
}
