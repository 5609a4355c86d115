import Grid

/// The terms of an answer under change: what windows, amounts and joints stand at.
///
/// Everything a change touches is gathered, priced and forgotten within one call of
/// ``GridState/changeTerms(applies:)``; nothing is pending between calls.
struct TermState: ~Copyable {
  /// One window of one row: what it has gathered and its bounds, narrowed by quotas.
  struct Window: BitwiseCopyable {
    var value: Int32
    var low: Int32
    var high: Int32
  }

  let windows: UnsafeMutablePointer<Window>
  /// What a change adds to windows, as steps between neighbours; all 0 between calls.
  let changes: UnsafeMutablePointer<Int32>
  /// First and last window touched, by window row; empty between calls.
  let span: UnsafeMutablePointer<TermTables.WindowSpan>
  /// Points that each window row stands at.
  let pointsOfRow: UnsafeMutablePointer<Int>
  let touchedRows: UnsafeMutablePointer<Int32>
  var touchedRowCount = 0

  /// Supply and demand of each two-sided cover, and what a change adds.
  let sides: UnsafeMutablePointer<Sides>
  let touchedSides: UnsafeMutablePointer<Int32>
  var touchedSideCount = 0

  /// Amount of each row of each spread, start values included, and what a change adds.
  let amounts: UnsafeMutablePointer<Int>
  let amountChanges: UnsafeMutablePointer<Int>
  let touchedSpreads: UnsafeMutablePointer<Int32>
  let isTouchedSpread: UnsafeMutablePointer<Bool>
  var touchedSpreadCount = 0
  /// Price of each spread as it stands.
  let spreadPrices: UnsafeMutablePointer<Int>

  /// Price of each joint as it stands.
  let jointPrices: UnsafeMutablePointer<Int32>
  let isTouchedJoint: UnsafeMutablePointer<Bool>
  let touchedJoints: UnsafeMutablePointer<Int32>
  var touchedJointCount = 0

  /// Free times of a row before and after a change.
  let freeBefore: UnsafeMutablePointer<FreeTime>
  let freeAfter: UnsafeMutablePointer<FreeTime>

  /// Points each term stands at.
  let points: UnsafeMutablePointer<Int>
  /// Price of a point of each term while searching.
  let factors: UnsafeMutablePointer<Float>

  struct Sides: BitwiseCopyable {
    var supply: Int32
    var demand: Int32
    var supplyChange: Int32
    var demandChange: Int32
    var isTouched: Bool
  }

  /// A stretch of minutes without duty.
  struct FreeTime: BitwiseCopyable, Equatable {
    var start: Int32
    var end: Int32
  }

  init(_ tables: TermTables, columnCount: Int) {
    windows = TableMemory.filled(tables.low.count, Window(value: 0, low: .min, high: .max))
    for index in tables.low.indices {
      windows[index].low = tables.low[index]
      windows[index].high = tables.high[index]
    }
    changes = TableMemory.filled(tables.changeCount, 0)
    span = TableMemory.filled(
      tables.windowRows.count, TermTables.WindowSpan(first: .max, last: .min))
    pointsOfRow = TableMemory.filled(tables.windowRows.count, 0)
    touchedRows = TableMemory.filled(tables.windowRows.count, 0)
    sides = TableMemory.filled(
      tables.twoSided.count,
      Sides(supply: 0, demand: 0, supplyChange: 0, demandChange: 0, isTouched: false))
    touchedSides = TableMemory.filled(tables.twoSided.count, 0)
    amounts = TableMemory.filled(tables.startAmounts.count, 0)
    amountChanges = TableMemory.filled(tables.startAmounts.count, 0)
    touchedSpreads = TableMemory.filled(tables.spreads.count, 0)
    isTouchedSpread = TableMemory.filled(tables.spreads.count, false)
    spreadPrices = TableMemory.filled(tables.spreads.count, 0)
    jointPrices = TableMemory.filled(tables.joints.count, 0)
    isTouchedJoint = TableMemory.filled(tables.joints.count, false)
    touchedJoints = TableMemory.filled(tables.joints.count, 0)
    let freeCount = tables.freeRows.isEmpty ? 0 : columnCount + 1
    freeBefore = TableMemory.filled(freeCount, FreeTime(start: 0, end: 0))
    freeAfter = TableMemory.filled(freeCount, FreeTime(start: 0, end: 0))
    points = TableMemory.filled(tables.terms.count, 0)
    factors = TableMemory.filled(tables.terms.count, 1)
  }

  deinit {
    windows.deallocate()
    changes.deallocate()
    span.deallocate()
    pointsOfRow.deallocate()
    touchedRows.deallocate()
    sides.deallocate()
    touchedSides.deallocate()
    amounts.deallocate()
    amountChanges.deallocate()
    touchedSpreads.deallocate()
    isTouchedSpread.deallocate()
    spreadPrices.deallocate()
    jointPrices.deallocate()
    isTouchedJoint.deallocate()
    touchedJoints.deallocate()
    freeBefore.deallocate()
    freeAfter.deallocate()
    points.deallocate()
    factors.deallocate()
  }
}

/// What a change does to the terms: exact points by level, and the search's own price.
struct TermChange {
  var hard = 0
  var soft = 0
  var energy: Float = 0
}
