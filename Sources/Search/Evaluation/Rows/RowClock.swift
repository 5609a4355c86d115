import Containers
import Grid
import Measures

/// Rules of a row over clock time: rests, stretches and overlaps.
final class RowClock: Sendable {
  /// When a choice of a column is at work: not at all when it ends before it starts.
  struct Interval: Sendable, BitwiseCopyable {
    var start: Int32
    var end: Int32
  }

  /// A rest as one row has it.
  struct Gap: Sendable, BitwiseCopyable {
    var from: Int32
    var to: Int32
    /// Where the mask of columns that ask for rest begins in ``RowClock/masks``; −1 for all.
    var mask: Int32
    /// Where its reach by column begins in ``RowClock/reaches``.
    var reach: Int32
    var least: Int32
    var bridge: Int32
    var unit: Int32
    var price: Int32
    /// End of the last duty before column 0; `Int32.min` for none.
    var history: Int32
    /// Last column whose duties that one may come too close to; −1 for none.
    var historyReach: Int32
    /// Least stretch before a rest is due; `Int32.min` when each duty is reason enough.
    var leastStretch: Int32
    /// The stretches that count; of no use without ``leastStretch``.
    var stretch: Stretch
    var isHard: Bool
  }

  /// A limit on stretches, or the stretches a rest asks about, as one row has them.
  struct Stretch: Sendable, BitwiseCopyable {
    var members: Int32
    /// Where its mask of columns begins in ``RowClock/masks``; −1 for all.
    var mask: Int32
    /// Where its reach by column begins in ``RowClock/reaches``.
    var reach: Int32
    var max: Int32
    var bridge: Int32
    var unit: Int32
    var price: Int32
    var historyStart: Int32
    /// `Int32.min` for none.
    var historyEnd: Int32
    var isHard: Bool
  }

  /// A ban on overlaps as one row has it.
  struct Overlap: Sendable, BitwiseCopyable {
    var members: Int32
    /// Where its mask of columns begins in ``RowClock/masks``; −1 for all.
    var mask: Int32
    var reach: Int32
    var price: Int32
    /// `Int32.min` for none.
    var history: Int32
    var isHard: Bool
  }

  let sets: FrozenBuffer<Bool>
  /// Whether a rule looks at a column.
  let masks: FrozenBuffer<Bool>
  /// `column * choiceCount + choice`.
  let intervals: FrozenBuffer<Interval>
  let reaches: FrozenBuffer<ColumnReach>
  let gaps: Grouped<Gap>
  let stretches: Grouped<Stretch>
  let overlaps: Grouped<Overlap>
  let isEmpty: Bool
  let largestSoftPrice: Int

  init(_ grid: DenseGrid) {
    var tables = ClockTables(grid)
    for rule in grid.rules {
      switch rule.family {
      case .gap(let family): tables.add(family, rule.level)
      case .stretch(let family): tables.add(family, rule.level)
      case .overlap(let family): tables.add(family, rule.level)
      default: break
      }
    }
    sets = FrozenBuffer(tables.sets.table)
    masks = FrozenBuffer(tables.masks)
    intervals = FrozenBuffer(
      zip(grid.clock.starts, grid.clock.ends).map { Interval(start: $0, end: $1) })
    reaches = FrozenBuffer(tables.reaches)
    gaps = Grouped(tables.gaps)
    stretches = Grouped(tables.stretches)
    overlaps = Grouped(tables.overlaps)
    isEmpty = gaps.isEmpty && stretches.isEmpty && overlaps.isEmpty
    largestSoftPrice = tables.largestSoftPrice
  }
}

/// How far a duty of a column can matter to duties of other columns, whatever the cells hold.
struct ColumnReach: Sendable, BitwiseCopyable {
  /// First column whose duties can matter to one that starts here or later.
  var back: Int32
  /// Last column whose duties one that ends here or earlier can matter to.
  var ahead: Int32
  /// Earliest start here or later; `Int32.max` when nothing is at work any more.
  var earliestStart: Int32
  /// Latest end here or earlier; `Int32.min` when nothing has been at work yet.
  var latestEnd: Int32

  /// One entry a column: a duty of `from` matters to one of `to` that starts less than `minutes`
  /// after its end.
  ///
  /// - Complexity: O(columns × choices).
  static func table(
    _ grid: DenseGrid, from: BitSet, to: BitSet, minutes: Int
  ) -> [ColumnReach] {
    let count = grid.columnCount
    var table = [ColumnReach](
      repeating: ColumnReach(back: 0, ahead: 0, earliestStart: .max, latestEnd: .min), count: count)
    var latest = Int32.min
    for column in 0..<count {
      for choice in from.members {
        guard let duty = grid.duty(column: column, choice: choice) else { continue }
        latest = max(latest, Int32(duty.upperBound))
      }
      table[column].latestEnd = latest
    }
    var earliest = Int32.max
    for column in stride(from: count - 1, through: 0, by: -1) {
      for choice in to.members {
        guard let duty = grid.duty(column: column, choice: choice) else { continue }
        earliest = min(earliest, Int32(duty.lowerBound))
      }
      table[column].earliestStart = earliest
    }
    func matters(_ earlier: Int, _ later: Int) -> Bool {
      Int(table[earlier].latestEnd) + minutes > Int(table[later].earliestStart)
    }
    var back = 0
    var ahead = 0
    for column in 0..<count {
      while back < column && !matters(back, column) { back += 1 }
      ahead = max(ahead, column)
      while ahead + 1 < count && matters(column, ahead + 1) { ahead += 1 }
      table[column].back = Int32(back)
      table[column].ahead = Int32(ahead)
    }
    return table
  }
}

/// The tables of ``RowClock`` while they grow.
private struct ClockTables {
  let grid: DenseGrid
  var sets: ChoiceSets
  var masks: [Bool] = []
  var reaches: [ColumnReach] = []
  var gaps: [[RowClock.Gap]]
  var stretches: [[RowClock.Stretch]]
  var overlaps: [[RowClock.Overlap]]
  var largestSoftPrice = 0

  init(_ grid: DenseGrid) {
    self.grid = grid
    sets = ChoiceSets(choiceCount: grid.choiceCount)
    gaps = Array(repeating: [], count: grid.rowCount)
    stretches = Array(repeating: [], count: grid.rowCount)
    overlaps = Array(repeating: [], count: grid.rowCount)
  }

  mutating func add(_ family: GapFamily, _ level: ScoreLevel) {
    note(family.price, level)
    let reach = add(
      ColumnReach.table(grid, from: family.from, to: family.to, minutes: Int(family.least)))
    var stretchReach: Int32 = 0
    if let condition = family.condition {
      stretchReach = add(
        ColumnReach.table(
          grid, from: condition.members, to: condition.members, minutes: Int(condition.bridge)))
    }
    let mask = add(columns: family.columns)
    for (index, row) in family.rows.enumerated() {
      let history = family.history.isEmpty ? .min : family.history[index]
      let before = family.condition.map { $0.history.isEmpty ? .none : $0.history[index] } ?? .none
      let stretch = RowClock.Stretch(
        members: family.condition.map { sets.offset(of: $0.members) } ?? 0, mask: -1,
        reach: stretchReach, max: .max, bridge: family.condition?.bridge ?? 0, unit: 1, price: 0,
        historyStart: before.start, historyEnd: before.end, isHard: false)
      gaps[Int(row)].append(
        RowClock.Gap(
          from: sets.offset(of: family.from), to: sets.offset(of: family.to), mask: mask,
          reach: reach, least: family.least, bridge: family.bridge, unit: family.unit,
          price: family.price,
          history: history, historyReach: historyReach(history, family, reach),
          leastStretch: family.condition?.least ?? .min, stretch: stretch,
          isHard: level != .soft))
    }
  }

  mutating func add(_ family: StretchFamily, _ level: ScoreLevel) {
    note(family.price, level)
    let reach = add(
      ColumnReach.table(
        grid, from: family.members, to: family.members, minutes: Int(family.bridge)))
    let mask = add(columns: family.columns)
    for (index, row) in family.rows.enumerated() {
      let before = family.history.isEmpty ? .none : family.history[index]
      stretches[Int(row)].append(
        RowClock.Stretch(
          members: sets.offset(of: family.members), mask: mask, reach: reach, max: family.max,
          bridge: family.bridge, unit: family.unit, price: family.price,
          historyStart: before.start, historyEnd: before.end, isHard: level != .soft))
    }
  }

  mutating func add(_ family: OverlapFamily, _ level: ScoreLevel) {
    note(family.price, level)
    let reach = add(
      ColumnReach.table(grid, from: family.members, to: family.members, minutes: 0))
    let mask = add(columns: family.columns)
    for (index, row) in family.rows.enumerated() {
      overlaps[Int(row)].append(
        RowClock.Overlap(
          members: sets.offset(of: family.members), mask: mask, reach: reach, price: family.price,
          history: family.history.isEmpty ? .min : family.history[index],
          isHard: level != .soft))
    }
  }

  private mutating func add(_ table: [ColumnReach]) -> Int32 {
    let begin = Int32(reaches.count)
    reaches += table
    return begin
  }

  /// Where the mask of some columns begins; −1 for all of them.
  private mutating func add(columns: [Int32]) -> Int32 {
    guard !columns.isEmpty else { return -1 }
    var isListed = [Bool](repeating: false, count: grid.columnCount)
    for column in columns { isListed[Int(column)] = true }
    masks += isListed
    return Int32(masks.count - isListed.count)
  }

  private func historyReach(_ end: Int32, _ family: GapFamily, _ reach: Int32) -> Int32 {
    guard end != .min else { return -1 }
    let last = (0..<grid.columnCount).last {
      Int(reaches[Int(reach) + $0].earliestStart) < Int(end) + Int(family.least)
    }
    return Int32(last ?? -1)
  }

  private mutating func note(_ price: Int32, _ level: ScoreLevel) {
    if level == .soft { largestSoftPrice = max(largestSoftPrice, abs(Int(price))) }
  }
}
