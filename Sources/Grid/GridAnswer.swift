/// One choice for every cell of a grid, row by row.
package struct GridAnswer: Sendable, Hashable {
  /// Choice indices, `row * columnCount + column`.
  package var cells: [UInt16]
  package let columnCount: Int

  package init(cells: [UInt16], columnCount: Int) {
    precondition(
      columnCount > 0 && cells.count % columnCount == 0,
      "\(cells.count) cells do not fill rows of \(columnCount) columns")
    self.cells = cells
    self.columnCount = columnCount
  }

  package var rowCount: Int { cells.count / columnCount }

  package subscript(row: Int, column: Int) -> Int {
    get { Int(cells[row * columnCount + column]) }
    set { cells[row * columnCount + column] = UInt16(newValue) }
  }

  /// How many cells differ.
  ///
  /// - Precondition: both answers have the same shape.
  package func distance(to other: GridAnswer) -> Int {
    precondition(cells.count == other.cells.count, "Answers of different shapes")
    return zip(cells, other.cells).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }
}
