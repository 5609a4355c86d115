package import Containers
package import Measures

/// The compiled problem: rows × columns of choices, the price of each choice in each cell, and the
/// rules over them. It has no words of the domain; `docs/grid.md` defines every family exactly.
///
/// A row is a person, a column a block, half-block or day, a choice a rotation, shift or "off".
/// A cell's domain says what it may hold at all; no strategy ever leaves it.
package struct DenseGrid: Sendable, Hashable {
  package var rowCount: Int
  package var columnCount: Int
  /// Number of choices; at most 65,535, because an answer stores a choice in 16 bits.
  package var choiceCount: Int
  /// Distinct domains; cells name them by index, since most cells of a grid share few domains.
  package var domains: [BitSet]
  /// Index into ``domains`` of each cell, row by row.
  package var domainOfCell: [Int32]
  /// Prices of single choices in single cells, in rising order of row, column and choice.
  package var cellPrices: [CellPrice]
  package var rules: [GridRule]
  /// Columns before which a cut by time may fall, rising: week or block borders.
  package var cutColumns: [Int32]
  /// When choices are at work, for the families of clock time; empty on grids without a clock.
  package var clock: ClockTable
  /// Columns before this one are past: their cells have one choice each, and a rest, overlap,
  /// stretch or next duty that lies wholly among them costs nothing.
  package var pastColumns: Int32

  package init(
    rowCount: Int, columnCount: Int, choiceCount: Int, domains: [BitSet], domainOfCell: [Int32],
    cutColumns: [Int32] = []
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.choiceCount = choiceCount
    self.domains = domains
    self.domainOfCell = domainOfCell
    self.cellPrices = []
    self.rules = []
    self.cutColumns = cutColumns
    self.clock = ClockTable()
    self.pastColumns = 0
  }

  /// What the cell may hold.
  package func domain(row: Int, column: Int) -> BitSet {
    domains[Int(domainOfCell[row * columnCount + column])]
  }
}

/// The price of one choice in one cell: a wish, a request, a preference.
package struct CellPrice: Sendable, Hashable {
  package var row: Int32
  package var column: Int32
  package var choice: Int32
  package var level: ScoreLevel
  /// Penalty points when the cell holds the choice; negative for a reward (soft level only).
  package var amount: Int32
  /// Which rule instance asked for it; opaque to the grid, used to break a score down.
  package var instance: Int32

  package init(
    row: Int, column: Int, choice: Int, level: ScoreLevel, amount: Int, instance: Int
  ) {
    self.row = Int32(row)
    self.column = Int32(column)
    self.choice = Int32(choice)
    self.level = level
    self.amount = Int32(amount)
    self.instance = Int32(instance)
  }
}

/// One rule of one family, with the level its penalty counts at.
package struct GridRule: Sendable, Hashable {
  /// Which rule instance it came from; opaque to the grid. Several rules may share one.
  package var instance: Int32
  package var level: ScoreLevel
  package var family: GridFamily

  package init(instance: Int, level: ScoreLevel, family: GridFamily) {
    self.instance = Int32(instance)
    self.level = level
    self.family = family
  }
}

/// The families that rules are made of; `docs/grid.md` states each one's penalty as a formula.
package enum GridFamily: Sendable, Hashable {
  case transition(TransitionFamily)
  case run(RunFamily)
  case sum(SumFamily)
  case order(OrderFamily)
  case cover(CoverFamily)
  case seriesRun(SeriesRunFamily)
  case seriesTransition(SeriesTransitionFamily)
  case follow(FollowFamily)
  case gap(GapFamily)
  case overlap(OverlapFamily)
  case stretch(StretchFamily)
  case freePeriods(FreePeriodFamily)
  case rolling(RollingFamily)
  case twoSidedCover(TwoSidedCoverFamily)
  case pair(PairFamily)
  case spread(SpreadFamily)
  case clause(ClauseFamily)
}
