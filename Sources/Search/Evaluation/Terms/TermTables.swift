import Containers
import Grid
import Measures

/// Rules that are neither counters nor structure of a row: rolling windows, free periods, two-sided
/// covers, spreads, pairs and clauses. Each such rule of the grid is one *term*.
///
/// The inner loop asks ``isEmpty`` first, so grids without such rules pay one comparison.
final class TermTables: Sendable {
  struct Term: Sendable, BitwiseCopyable {
    /// Index of the grid rule.
    var rule: Int32
    var isHard: Bool
    /// Typical amount by which one cell changes it, in points at a price of 1; at least 1.
    var step: Int32
  }

  /// Windows of one row in one rolling or free-period rule.
  struct WindowRow: Sendable, BitwiseCopyable {
    var term: Int32
    var row: Int32
    /// Index of its first window among all; its changes take one place more than its windows.
    var firstWindow: Int32
    var firstChange: Int32
    var windowCount: Int32
    var unit: Int32
    var priceUnder: Int32
    var priceOver: Int32
  }

  /// Weights by column that a row feeds into windows.
  struct WeightFeed: Sendable, BitwiseCopyable {
    var windowRow: Int32
    /// Where the tables of columns begin in ``tableOfColumn``.
    var tables: Int32
    /// Where the touched windows by position begin in ``touchedWindows``.
    var touched: Int32
  }

  /// The windows that hold a position; the last lies before the first when none does.
  struct WindowSpan: Sendable, BitwiseCopyable {
    var first: Int32
    var last: Int32
  }

  /// Free periods of a row.
  struct FreeRow: Sendable, BitwiseCopyable {
    var windowRow: Int32
    var members: Int32
    /// Where its reach by column begins in ``reaches``.
    var reach: Int32
    var period: Int32
    var history: Int32
    /// Where its windows of time begin in ``clockWindows``.
    var times: Int32
  }

  struct TwoSided: Sendable, BitwiseCopyable {
    var term: Int32
    var divisor: Int32
    var constant: Int32
    var price: Int32
  }

  struct Spread: Sendable, BitwiseCopyable {
    var term: Int32
    /// Index of its first row among all amounts.
    var firstAmount: Int32
    var count: Int32
    var kind: SpreadKind
    var allowance: Int32
    var unit: Int32
    var price: Int32
    /// Greatest share of a row.
    var most: Int32
    /// Whether some row has another share than the greatest.
    var scales: Bool
  }

  /// A price that a few cells decide together.
  struct Joint: Sendable, BitwiseCopyable {
    var term: Int32
    /// Literals of a clause; for a pair the first of two cells, with ``count`` 0.
    var first: Int32
    var count: Int32
    /// Price of a clause; for a pair the place of its classes in ``classes``.
    var price: Int32
  }

  struct Literal: Sendable, BitwiseCopyable {
    var cell: Int32
    var set: Int32
  }

  /// What a counter without a price feeds.
  struct Target: Sendable, BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
      case supply, demand, amount, position
    }
    var kind: Kind
    /// Whether the counter counts by 1 while it is above 0, not by its amount.
    var isAny: Bool
    /// Two-sided cover, spread or window row.
    var index: Int32
    /// Amount among all, or where the position's touched windows stand.
    var place: Int32
  }

  let terms: FrozenBuffer<Term>
  let windowRows: FrozenBuffer<WindowRow>
  /// Bounds of every window at the start of a search.
  let low: [Int32]
  let high: [Int32]
  /// Places that changes of windows take.
  let changeCount: Int
  let weightFeeds: Grouped<WeightFeed>
  /// Where the weights of a column begin in ``weights``; −1 for none.
  let tableOfColumn: FrozenBuffer<Int32>
  let weights: FrozenBuffer<Int32>
  let touchedWindows: FrozenBuffer<WindowSpan>
  let freeRows: Grouped<FreeRow>
  let sets: FrozenBuffer<Bool>
  /// When a choice of a column is at work, `column * choiceCount + choice`.
  let intervals: FrozenBuffer<RowClock.Interval>
  let reaches: FrozenBuffer<ColumnReach>
  let clockWindows: FrozenBuffer<RowClock.Interval>
  let twoSided: FrozenBuffer<TwoSided>
  let spreads: FrozenBuffer<Spread>
  /// Amount of each row of each spread before the grid, and its share.
  let startAmounts: FrozenBuffer<Int32>
  let shares: FrozenBuffer<Int32>
  let joints: FrozenBuffer<Joint>
  let jointsOfCell: Grouped<Int32>
  let literals: FrozenBuffer<Literal>
  /// For each pair rule: class count, classes of choices, prices.
  let classes: FrozenBuffer<Int32>
  let targets: FrozenBuffer<Target>
  /// Indices into ``windowRows`` by rule, for quotas.
  let windowRowsOfRule: [Int32: Range<Int>]
  let largestSoftPrice: Int
  let isEmpty: Bool

  init(_ builder: TermBuilder) {
    terms = FrozenBuffer(builder.terms)
    windowRows = FrozenBuffer(builder.windowRows)
    low = builder.low
    high = builder.high
    changeCount = builder.changeCount
    weightFeeds = Grouped(builder.weightFeeds)
    tableOfColumn = FrozenBuffer(builder.tableOfColumn)
    weights = FrozenBuffer(builder.weights)
    touchedWindows = FrozenBuffer(builder.touchedWindows)
    freeRows = Grouped(builder.freeRows)
    sets = FrozenBuffer(builder.sets.table)
    intervals = FrozenBuffer(
      zip(builder.grid.clock.starts, builder.grid.clock.ends).map {
        RowClock.Interval(start: $0, end: $1)
      })
    reaches = FrozenBuffer(builder.reaches)
    clockWindows = FrozenBuffer(
      builder.clockWindows.map { RowClock.Interval(start: $0.start, end: $0.end) })
    twoSided = FrozenBuffer(builder.twoSided)
    spreads = FrozenBuffer(builder.spreads)
    startAmounts = FrozenBuffer(builder.startAmounts)
    shares = FrozenBuffer(builder.shares)
    joints = FrozenBuffer(builder.joints)
    jointsOfCell = Grouped(builder.jointsOfCell)
    literals = FrozenBuffer(builder.literals)
    classes = FrozenBuffer(builder.classes)
    targets = FrozenBuffer(builder.targets)
    windowRowsOfRule = builder.windowRowsOfRule
    largestSoftPrice = builder.largestSoftPrice
    isEmpty = builder.terms.isEmpty
  }
}

/// Cells of one row whose choices feed a counter without a price, and what that counter feeds.
///
/// Choices outside a cell's domain count too, so that cells of one kind have equal entries.
struct CounterFeed {
  enum Cells {
    /// Some columns, with a weight by choice each.
    case some([(column: Int32, weights: [Int32])])
    case columns(ColumnWeights)
  }

  var target: Int32
  var row: Int32
  var cells: Cells
}

/// Cells of many rows whose choices feed a counter without a price for each group of columns.
struct HeadFeed {
  /// What the counter of the first group feeds; those of the others feed the targets after it.
  var target: Int32
  var heads: HeadWeights
  var groups: [[Int32]]
}
