import Containers
import Grid

/// The free part of a grid as moves see it: rows, columns, and the units columns come in.
struct Region: Sendable {
  let rows: [Int]
  let columns: Range<Int>
  /// First columns of the units (weeks, blocks) that lie wholly inside, each with its end.
  let units: [Range<Int>]
  /// Cells with more than one choice, for moves that change single cells.
  let openCells: [Int32]

  /// Some rows of a region.
  ///
  /// - Parameter openCells: those of the rows.
  init(_ whole: Region, rows: [Int], openCells: [Int32]) {
    self.rows = rows
    self.openCells = openCells
    columns = whole.columns
    units = whole.units
  }

  init(_ free: FreeRegion, in grid: DenseGrid) {
    rows = free.rows.map(Int.init)
    columns = Int(free.columns.lowerBound)..<Int(free.columns.upperBound)
    let borders = grid.cutColumns.map(Int.init) + [grid.columnCount]
    let range = columns
    units = zip(borders, borders.dropFirst()).map { $0..<$1 }.filter {
      $0.lowerBound >= range.lowerBound && $0.upperBound <= range.upperBound && !$0.isEmpty
    }
    openCells = rows.flatMap { row in
      range.compactMap { column in
        grid.domain(row: row, column: column).count > 1
          ? Int32(row * grid.columnCount + column) : nil
      }
    }
  }
}
