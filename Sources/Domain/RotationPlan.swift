/// Resident × plan column → rotation, for the whole year.
package struct RotationPlan: Sendable, Hashable {
  /// Index into ``ProgramFacts/rotations`` of each cell, resident by resident in the order of
  /// ``ProgramFacts/residents``.
  package var cells: [Int]
  /// Columns of the plan, at least 1.
  package let columnCount: Int

  package init(cells: [Int], columnCount: Int) {
    precondition(
      columnCount > 0 && cells.count % columnCount == 0,
      "\(cells.count) cells do not fill rows of \(columnCount) columns")
    self.cells = cells
    self.columnCount = columnCount
  }

  /// Rows of the plan.
  package var residentCount: Int { cells.count / columnCount }

  /// The rotation of a resident in a zero-based plan column.
  package subscript(resident: Int, column: Int) -> Int {
    get { cells[resident * columnCount + column] }
    set { cells[resident * columnCount + column] = newValue }
  }
}
