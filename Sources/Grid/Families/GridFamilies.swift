package import Containers

/// Two cells of a row at a fixed distance: ``price`` for every column *c* of ``columns`` whose cell
/// lies in ``from`` while the cell at *c* + ``offset`` lies in ``to``.
package struct TransitionFamily: Sendable, Hashable {
  package var rows: [Int32]
  /// Where the earlier cell may stand; every column plus ``offset`` lies inside the grid.
  package var columns: [Int32]
  /// Distance in columns, at least 1.
  package var offset: Int32
  package var from: BitSet
  package var to: BitSet
  /// Penalty for each occurrence; negative for a wanted pair (soft level only).
  package var price: Int32

  package init(
    rows: [Int32], columns: [Int32], offset: Int = 1, from: BitSet, to: BitSet, price: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.offset = Int32(offset)
    self.from = from
    self.to = to
    self.price = Int32(price)
  }
}

/// Lengths of maximal runs of ``members`` in a row.
///
/// A run longer than ``max`` costs ``priceLong`` for each surplus cell. A run shorter than ``min``
/// costs ``priceShort`` for each missing cell, unless it touches an open edge of the grid, where it
/// may go on outside. History lengthens a run that starts in column 0 and closes its start.
package struct RunFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var members: BitSet
  /// Shortest allowed length in cells; 0 or 1 for no minimum.
  package var min: Int32
  /// Longest allowed length in cells; `Int32.max` for no maximum.
  package var max: Int32
  package var priceShort: Int32
  package var priceLong: Int32
  /// Whether a run that begins in column 0 may have begun before it.
  package var startIsOpen: Bool
  /// Whether a run that ends in the last column may go on after it.
  package var endIsOpen: Bool
  /// Cells of the run that stood right before column 0, parallel to ``rows``; empty for none.
  package var history: [Int32]

  package init(
    rows: [Int32], members: BitSet, min: Int = 0, max: Int = Int(Int32.max), priceShort: Int,
    priceLong: Int
  ) {
    self.rows = rows
    self.members = members
    self.min = Int32(min)
    self.max = Int32(max)
    self.priceShort = Int32(priceShort)
    self.priceLong = Int32(priceLong)
    startIsOpen = true
    endIsOpen = true
    history = []
  }
}

/// Amounts a row gathers in windows: totals over the year are windows over all columns.
///
/// The amount of a window is the sum of ``SumMeasure`` over it. Each unit below ``SumWindow/min``
/// costs ``priceUnder``, each unit above ``SumWindow/max`` costs ``priceOver``.
package struct SumFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var measure: SumMeasure
  package var windows: [SumWindow]
  package var priceUnder: Int32
  package var priceOver: Int32

  package init(
    rows: [Int32], measure: SumMeasure, windows: [SumWindow], priceUnder: Int, priceOver: Int
  ) {
    self.rows = rows
    self.measure = measure
    self.windows = windows
    self.priceUnder = Int32(priceUnder)
    self.priceOver = Int32(priceOver)
  }
}

/// What a window adds up.
package enum SumMeasure: Sendable, Hashable {
  /// Each cell adds the weight of its choice; one weight a choice. Positions are columns.
  case weights([Int32])
  /// Each group of columns adds 1 when any of its cells lies in the set: weekends worked.
  /// Positions are indices of groups; no column stands in two groups.
  case anyInGroups([[Int32]], BitSet)
}

/// One window: the positions it adds up and what their sum should be.
package struct SumWindow: Sendable, Hashable {
  /// Columns, or group indices for ``SumMeasure/anyInGroups(_:_:)``; rising, without repeats.
  package var positions: [Int32]
  /// Least amount; `Int32.min` for none.
  package var min: Int32
  /// Greatest amount; `Int32.max` for none.
  package var max: Int32

  package init(positions: [Int32], min: Int32 = .min, max: Int32 = .max) {
    self.positions = positions
    self.min = min
    self.max = max
  }
}

/// Something must have been done before something else: each cell of ``after`` that has fewer than
/// ``required`` cells of ``before`` in earlier columns of its row costs ``price``.
package struct OrderFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var before: BitSet
  package var after: BitSet
  /// Cells of ``before`` that must stand earlier, at least 1.
  package var required: Int32
  package var price: Int32

  package init(rows: [Int32], before: BitSet, after: BitSet, required: Int = 1, price: Int) {
    self.rows = rows
    self.before = before
    self.after = after
    self.required = Int32(required)
    self.price = Int32(price)
  }
}

/// Weighted heads in a column or a group of columns: the amount of group *g* is the sum over its
/// cells of the weight of the cell's choice in the table that applies to the cell.
///
/// Each unit below the group's minimum costs ``priceUnder``, each above its maximum
/// ``priceOver``.
package struct CoverFamily: Sendable, Hashable {
  /// Columns counted together; usually one column a group. No column stands in two groups.
  package var groups: [[Int32]]
  /// Weight tables, one weight a choice each.
  package var tables: [[Int32]]
  /// Which table applies to each row of the grid; −1 for rows that do not count.
  package var tableOfRow: [Int32]
  /// Cells to which another table applies, in rising order of row and column.
  package var exceptions: [HeadException]
  /// Least amount a group; `Int32.min` for none.
  package var min: [Int32]
  /// Greatest amount a group; `Int32.max` for none.
  package var max: [Int32]
  package var priceUnder: Int32
  package var priceOver: Int32

  package init(
    groups: [[Int32]], tables: [[Int32]], tableOfRow: [Int32], min: [Int32], max: [Int32],
    priceUnder: Int, priceOver: Int
  ) {
    self.groups = groups
    self.tables = tables
    self.tableOfRow = tableOfRow
    exceptions = []
    self.min = min
    self.max = max
    self.priceUnder = Int32(priceUnder)
    self.priceOver = Int32(priceOver)
  }
}

/// A cell whose heads are weighed by another table than its row's: half a leave, half a head.
package struct HeadException: Sendable, Hashable {
  package var row: Int32
  package var column: Int32
  /// Index into ``CoverFamily/tables``, or −1 when the cell does not count.
  package var table: Int32

  package init(row: Int, column: Int, table: Int) {
    self.row = Int32(row)
    self.column = Int32(column)
    self.table = Int32(table)
  }
}
