import Determinism
import Grid

/// Draws neighbourhoods of three kinds and learns how large each may be.
struct NeighbourhoodChooser {
  enum Kind: Int, CaseIterable {
    /// All rows in a window of columns.
    case window
    /// Some rows in all columns.
    case rows
    /// Some rows in a window.
    case box
  }

  struct Choice {
    var kind: Kind
    var region: FreeRegion
  }

  private let free: FreeRegion
  /// Cells that a neighbourhood of each kind should have.
  private var sizes: [Double]
  /// What each kind has gained lately, at least the floor; draws are in proportion.
  private var credits: [Double]

  /// First size in cells: solved within a fraction of a second on every grid tried.
  private static let firstSize = 150.0
  /// Least credit, so that no kind is forgotten.
  private static let creditMin = 0.15

  init(_ free: FreeRegion) {
    self.free = free
    sizes = Kind.allCases.map { _ in Self.firstSize }
    credits = Kind.allCases.map { _ in 1 }
  }

  mutating func next(_ random: inout SeededGenerator) -> Choice {
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
    }
  }

  /// Grows a kind whose neighbourhood was solved to the end, shrinks one that was not.
  mutating func learn(_ choice: Choice, wasSolved: Bool, gain: Double) {
    let index = choice.kind.rawValue
    let factor = wasSolved ? 1.1 : 0.8
    sizes[index] = min(Double(free.cellCount) * 1.5, max(4, sizes[index] * factor))
    credits[index] = max(Self.creditMin, 0.95 * credits[index] + 0.3 * gain)
  }

  private func drawKind(_ random: inout SeededGenerator) -> Kind {
    var mark = random.unit() * credits.reduce(0, +)
    for kind in Kind.allCases {
      mark -= credits[kind.rawValue]
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
