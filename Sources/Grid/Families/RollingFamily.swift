package import Containers

/// What a row gathers at each position, where weights may change from column to column.
package enum RowMeasure: Sendable, Hashable {
  /// Positions are columns; each adds the weight of its choice in its table.
  case weights(ColumnWeights)
  /// Positions are groups of cells; each adds 1 when any of its cells lies in its own set.
  case anyInGroups(MemberGroups)
}

/// Groups of columns with a set of choices for each column: days that a duty touches, be it by a
/// night of the day before. A column may stand in several groups, and in one with another set.
package struct MemberGroups: Sendable, Hashable {
  package var sets: [BitSet]
  /// Cells of each position, in rising order of columns; a group without cells adds nothing.
  package var groups: [[GroupCell]]

  package init(sets: [BitSet], groups: [[GroupCell]]) {
    self.sets = sets
    self.groups = groups
  }

  /// One set for all.
  package init(_ groups: [[Int32]], members: BitSet) {
    sets = [members]
    self.groups = groups.map { group in group.map { GroupCell(column: Int($0), set: 0) } }
  }
}

/// A column of a group and what counts there.
package struct GroupCell: Sendable, Hashable {
  package var column: Int32
  /// Index into ``MemberGroups/sets``.
  package var set: Int32

  package init(column: Int, set: Int) {
    self.column = Int32(column)
    self.set = Int32(set)
  }
}

/// Weight tables by column: minutes at work, which differ between a weekday and a Sunday.
package struct ColumnWeights: Sendable, Hashable {
  /// Tables of one weight a choice.
  package var tables: [[Int32]]
  /// Index into ``tables`` for each column of the grid; −1 for columns that add nothing.
  package var tableOfColumn: [Int32]

  package init(tables: [[Int32]], tableOfColumn: [Int32]) {
    self.tables = tables
    self.tableOfColumn = tableOfColumn
  }
}

/// Amounts a row gathers in many overlapping windows of positions, with bounds for each row and
/// window: hours in any 28 days, less what leave takes off.
///
/// Says what a ``SumFamily`` a row can say, in a form that many windows cost little in. Each
/// started ``unit`` below the minimum or above the maximum costs its price.
package struct RollingFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var measure: RowMeasure
  /// Neither their starts nor their ends fall from one to the next.
  package var windows: [PositionRange]
  /// Least amount, `row index * windows.count + window`; `Int32.min` for none. Empty for none at
  /// all.
  package var min: [Int32]
  /// Greatest amount, likewise; `Int32.max` for none.
  package var max: [Int32]
  /// Amount that costs one price, at least 1: 60 for started hours of minutes.
  package var unit: Int32
  package var priceUnder: Int32
  package var priceOver: Int32

  /// Without bounds; the caller states ``min`` and ``max``.
  package init(
    rows: [Int32], measure: RowMeasure, windows: [PositionRange], unit: Int = 1,
    priceUnder: Int, priceOver: Int
  ) {
    self.rows = rows
    self.measure = measure
    self.windows = windows
    self.min = []
    self.max = []
    self.unit = Int32(unit)
    self.priceUnder = Int32(priceUnder)
    self.priceOver = Int32(priceOver)
  }
}

/// A half-open stretch of positions, not empty.
package struct PositionRange: Sendable, Hashable {
  package var first: Int32
  package var end: Int32

  package init(_ range: Range<Int>) {
    first = Int32(range.lowerBound)
    end = Int32(range.upperBound)
  }
}
