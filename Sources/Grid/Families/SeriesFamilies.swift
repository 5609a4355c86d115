package import Containers

/// How the cells of a group stand for the group.
package enum Quantifier: UInt8, Sendable, Hashable, CaseIterable {
  /// One cell in the set is enough.
  case any = 0
  /// Every cell lies in the set.
  case all = 1
}

/// Columns of a row read as fewer positions: days of three slots, weekends, weeks, blocks.
package struct ColumnSeries: Sendable, Hashable {
  /// Columns of each position, rising; all of a group before all of the next one. A group without
  /// columns satisfies ``Quantifier/all`` and never ``Quantifier/any``.
  package var groups: [[Int32]]
  package var quantifier: Quantifier

  package init(groups: [[Int32]], quantifier: Quantifier) {
    self.groups = groups
    self.quantifier = quantifier
  }
}

/// Lengths of maximal runs of positions of a series, priced as ``RunFamily`` prices cells.
package struct SeriesRunFamily: Sendable, Hashable {
  package var series: ColumnSeries
  /// Rows, members, bounds, prices and edges; its members are asked of groups by the series'
  /// quantifier, and lengths and history count positions.
  package var run: RunFamily

  package init(series: ColumnSeries, run: RunFamily) {
    self.series = series
    self.run = run
  }
}

/// Two groups of columns of a row: ``price`` for every link whose earlier group satisfies ``from``
/// while its later group satisfies ``to``.
package struct SeriesTransitionFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var links: [SeriesLink]
  package var from: BitSet
  package var fromQuantifier: Quantifier
  package var to: BitSet
  package var toQuantifier: Quantifier
  /// Penalty for each occurrence; negative for a wanted one (soft level only).
  package var price: Int32

  package init(
    rows: [Int32], links: [SeriesLink], from: (Quantifier, BitSet), to: (Quantifier, BitSet),
    price: Int
  ) {
    self.rows = rows
    self.links = links
    (fromQuantifier, self.from) = from
    (toQuantifier, self.to) = to
    self.price = Int32(price)
  }
}

/// Two groups of columns that are looked at together; each rising and not empty. They may overlap.
package struct SeriesLink: Sendable, Hashable {
  package var from: [Int32]
  package var to: [Int32]

  package init(from: [Int32], to: [Int32]) {
    self.from = from
    self.to = to
  }
}

/// Succession with cells between that do not count: ``price`` for every column *c* of ``columns``
/// whose cell lies in ``from`` while the first later cell outside ``skipped``, at most ``reach``
/// columns on, lies in ``to``.
package struct FollowFamily: Sendable, Hashable {
  package var rows: [Int32]
  /// Where the earlier cell may stand, rising.
  package var columns: [Int32]
  package var from: BitSet
  /// Choices passed over while looking for the next one: free cells.
  package var skipped: BitSet
  package var to: BitSet
  /// How many columns on the later cell may stand, at least 1.
  package var reach: Int32
  /// Penalty for each occurrence; negative for a wanted one (soft level only).
  package var price: Int32
  /// How many columns before column 0 the row's last cell outside ``skipped`` stood when it lay in
  /// ``from``, parallel to ``rows``; 0 when it did not. Empty for none.
  package var history: [Int32]

  package init(
    rows: [Int32], columns: [Int32], from: BitSet, skipped: BitSet, to: BitSet, reach: Int,
    price: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.from = from
    self.skipped = skipped
    self.to = to
    self.reach = Int32(reach)
    self.price = Int32(price)
    history = []
  }
}
