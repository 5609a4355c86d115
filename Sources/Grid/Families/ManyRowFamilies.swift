package import Containers

/// Heads that must answer to other heads in the same columns: supervision, never alone.
///
/// With supply *S* and demand *D* of a group, each unit of ⌈*D* ÷ ``divisor``⌉ + constant − *S*
/// above 0 costs ``price``.
package struct TwoSidedCoverFamily: Sendable, Hashable {
  /// Columns counted together; usually one column a group. No column stands in two groups.
  package var groups: [[Int32]]
  package var supply: HeadWeights
  package var demand: HeadWeights
  /// Demand that one unit of supply answers for, at least 1.
  package var divisor: Int32
  /// Supply each group needs whatever the demand; may be negative for slack.
  package var constant: [Int32]
  package var price: Int32

  package init(
    groups: [[Int32]], supply: HeadWeights, demand: HeadWeights, divisor: Int, constant: [Int32],
    price: Int
  ) {
    self.groups = groups
    self.supply = supply
    self.demand = demand
    self.divisor = Int32(divisor)
    self.constant = constant
    self.price = Int32(price)
  }
}

/// Weighted heads: a table of weights for each row.
package struct HeadWeights: Sendable, Hashable {
  /// Tables of one weight a choice.
  package var tables: [[Int32]]
  /// Which table applies to each row of the grid; −1 for rows that do not count.
  package var tableOfRow: [Int32]

  package init(tables: [[Int32]], tableOfRow: [Int32]) {
    self.tables = tables
    self.tableOfRow = tableOfRow
  }
}

/// Two rows that have to do with one another: a price for what both hold, by classes of choices.
///
/// Each pair of rows and pair of columns costs the entry of ``prices`` for the class that the first
/// row holds in the first column and the class that the second holds in the second.
package struct PairFamily: Sendable, Hashable {
  package var rows: [PairedIndices]
  /// Equal columns for "at the same time", crossed ones for mirrored halves.
  package var columns: [PairedIndices]
  /// Class of each choice, 0..<``classCount``.
  package var classOfChoice: [Int32]
  package var classCount: Int32
  /// `class of the first * classCount + class of the second`; negative for what is wanted (soft
  /// level only).
  package var prices: [Int32]

  package init(
    rows: [PairedIndices], columns: [PairedIndices], classOfChoice: [Int32], classCount: Int,
    prices: [Int32]
  ) {
    self.rows = rows
    self.columns = columns
    self.classOfChoice = classOfChoice
    self.classCount = Int32(classCount)
    self.prices = prices
  }
}

/// Two rows, or two columns.
package struct PairedIndices: Sendable, Hashable {
  package var first: Int32
  package var second: Int32

  package init(_ first: Int, _ second: Int) {
    self.first = Int32(first)
    self.second = Int32(second)
  }
}

/// How unequal a group of rows is in what it gathers over the whole grid.
///
/// The amount of a row is its start value plus the measure over all positions, scaled to the
/// greatest share: who has half a share and half as much is equal.
package struct SpreadFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var measure: RowMeasure
  /// Amount before the grid, parallel to ``rows``; empty for 0.
  package var start: [Int32]
  /// Share of each row, at least 1, parallel to ``rows``; empty for equal shares.
  package var shares: [Int32]
  package var kind: SpreadKind
  /// What costs nothing yet, at least 0.
  package var allowance: Int32
  /// Amount beyond the allowance that costs one price, at least 1.
  package var unit: Int32
  package var price: Int32

  /// Without start values and with equal shares; the caller states others.
  package init(
    rows: [Int32], measure: RowMeasure, kind: SpreadKind, allowance: Int, unit: Int = 1,
    price: Int
  ) {
    self.rows = rows
    self.measure = measure
    start = []
    shares = []
    self.kind = kind
    self.allowance = Int32(allowance)
    self.unit = Int32(unit)
    self.price = Int32(price)
  }
}

/// What of the scaled amounts is priced; `docs/grid.md` has the formulas.
package enum SpreadKind: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
  /// Greatest less smallest.
  case range = 0
  /// Distances from the mean, added up and rounded down.
  case deviation = 1
  /// Squares of the distances from the mean, added up and rounded down.
  case squaredDeviation = 2
}

/// A combination of cells: ``price`` when every literal holds.
package struct ClauseFamily: Sendable, Hashable {
  package var literals: [CellLiteral]
  /// Negative for a wanted combination (soft level only).
  package var price: Int32

  package init(literals: [CellLiteral], price: Int) {
    self.literals = literals
    self.price = Int32(price)
  }
}

/// Whether a cell holds a choice of a set.
package struct CellLiteral: Sendable, Hashable {
  package var row: Int32
  package var column: Int32
  package var choices: BitSet

  package init(row: Int, column: Int, choices: BitSet) {
    self.row = Int32(row)
    self.column = Int32(column)
    self.choices = choices
  }
}
