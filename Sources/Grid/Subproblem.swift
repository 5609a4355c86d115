/// The part of a grid that may change: some rows in some columns.
package struct FreeRegion: Sendable, Hashable {
  /// Rising row indices.
  package var rows: [Int32]
  /// Half-open column range.
  package var columns: Range<Int32>

  package init(rows: [Int32], columns: Range<Int32>) {
    self.rows = rows
    self.columns = columns
  }

  /// The whole of a grid.
  package static func whole(of grid: DenseGrid) -> FreeRegion {
    FreeRegion(rows: (0..<Int32(grid.rowCount)).map { $0 }, columns: 0..<Int32(grid.columnCount))
  }

  package var cellCount: Int { rows.count * columns.count }

  package func isWhole(of grid: DenseGrid) -> Bool {
    rows.count == grid.rowCount && columns.count == grid.columnCount
  }
}

/// Narrower bounds for one window of one row in a sum, rolling or free-period rule, so that
/// subproblems in flight together cannot spend the same slack twice.
package struct Quota: Sendable, Hashable {
  /// Index into ``DenseGrid/rules``; names a sum, rolling or free-period rule.
  package var rule: Int32
  package var row: Int32
  /// Index into the windows of the rule.
  package var window: Int32
  package var min: Int32
  package var max: Int32

  package init(rule: Int32, row: Int32, window: Int32, min: Int32, max: Int32) {
    self.rule = rule
    self.row = row
    self.window = window
    self.min = min
    self.max = max
  }
}

/// A piece of a grid to search: free cells, and the frozen border around them.
package struct Subproblem: Sendable, Hashable {
  package var free: FreeRegion
  /// A choice for every cell; those outside ``free`` stay as they are. Nil when the whole grid is
  /// free and nothing is known yet.
  package var border: GridAnswer?
  package var quotas: [Quota]

  package init(free: FreeRegion, border: GridAnswer?, quotas: [Quota] = []) {
    self.free = free
    self.border = border
    self.quotas = quotas
  }
}

/// The free cells of a subproblem's answer, region row by region row: what an offer carries.
package struct RegionAnswer: Sendable, Hashable {
  package var cells: [UInt16]

  package init(cells: [UInt16]) { self.cells = cells }

  /// Cuts the region's cells out of a whole answer.
  package init(of region: FreeRegion, from answer: GridAnswer) {
    cells = []
    cells.reserveCapacity(region.cellCount)
    for row in region.rows {
      let start = Int(row) * answer.columnCount
      cells.append(
        contentsOf: answer.cells[
          start + Int(region.columns.lowerBound)..<start + Int(region.columns.upperBound)])
    }
  }
}

extension GridAnswer {
  /// This answer with a region's cells replaced.
  ///
  /// - Precondition: the region lies inside the answer and has as many cells as given.
  package func spliced(_ cells: RegionAnswer, into region: FreeRegion) -> GridAnswer {
    precondition(
      cells.cells.count == region.cellCount,
      "\(cells.cells.count) cells for a region of \(region.cellCount)")
    var result = self
    var next = 0
    for row in region.rows {
      for column in region.columns {
        result.cells[Int(row) * columnCount + Int(column)] = cells.cells[next]
        next += 1
      }
    }
    return result
  }
}
