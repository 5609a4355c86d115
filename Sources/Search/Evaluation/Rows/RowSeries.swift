import Containers
import Grid
import Measures

/// Rules of a row over groups of columns, and successions that skip cells.
final class RowSeries: Sendable {
  /// A run over a series as one row has it.
  struct Run: Sendable, BitwiseCopyable {
    var set: Int32
    var isAll: Bool
    /// Index of its first position among all groups.
    var firstGroup: Int32
    var positionCount: Int32
    /// Where its tables by column begin in ``RowSeries/firstTouched``.
    var byColumn: Int32
    /// The numbers of the run; its bit is not used.
    var run: RowStructure.Run
  }

  /// A rule over links as one row has it.
  struct Links: Sendable, BitwiseCopyable {
    var from: Int32
    var to: Int32
    var fromIsAll: Bool
    var toIsAll: Bool
    /// Index of its first link: link *i* has the groups 2*i* and 2*i* + 1 from here on.
    var firstGroup: Int32
    var byColumn: Int32
    var price: Int32
    var isHard: Bool
  }

  /// A succession with skipped cells as one row has it.
  struct Follow: Sendable, BitwiseCopyable {
    var from: Int32
    var skipped: Int32
    var to: Int32
    /// Where its mask of columns begins in ``RowSeries/masks``.
    var mask: Int32
    var reach: Int32
    var history: Int32
    var price: Int32
    var isHard: Bool
  }

  let sets: FrozenBuffer<Bool>
  /// Columns of every group of every series and link.
  let groups: Grouped<Int32>
  /// For each column: the first position, or link, that a change there or later may touch.
  let firstTouched: FrozenBuffer<Int32>
  /// For each column: the last position, or link, that a change there or earlier may touch.
  let lastTouched: FrozenBuffer<Int32>
  /// Whether a succession may begin in a column.
  let masks: FrozenBuffer<Bool>
  let runs: Grouped<Run>
  let links: Grouped<Links>
  let follows: Grouped<Follow>
  let isEmpty: Bool
  let largestSoftPrice: Int

  init(_ grid: DenseGrid) {
    var tables = SeriesTables(grid)
    for rule in grid.rules {
      switch rule.family {
      case .seriesRun(let family): tables.add(family, rule.level)
      case .seriesTransition(let family): tables.add(family, rule.level)
      case .follow(let family): tables.add(family, rule.level)
      default: break
      }
    }
    sets = FrozenBuffer(tables.sets.table)
    groups = Grouped(tables.groups)
    firstTouched = FrozenBuffer(tables.firstTouched)
    lastTouched = FrozenBuffer(tables.lastTouched)
    masks = FrozenBuffer(tables.masks)
    runs = Grouped(tables.runs)
    links = Grouped(tables.links)
    follows = Grouped(tables.follows)
    isEmpty = runs.isEmpty && links.isEmpty && follows.isEmpty
    largestSoftPrice = tables.largestSoftPrice
  }

  /// Whether a group of a row holds a set by its quantifier.
  @inline(__always)
  func holds(_ set: Int32, _ isAll: Bool, group: Int, _ cells: UnsafePointer<UInt16>) -> Bool {
    let table = sets.base + Int(set)
    for column in groups[group] where table[Int(cells[Int(column)])] != isAll { return !isAll }
    return isAll
  }
}

/// The tables of ``RowSeries`` while they grow.
private struct SeriesTables {
  let grid: DenseGrid
  /// What each row may hold anywhere: a rule about anything else is no rule for it. With sixty
  /// services of eight departments that is most rules of a row.
  private let choicesOfRow: [BitSet]
  var sets: ChoiceSets
  var groups: [[Int32]] = []
  var firstTouched: [Int32] = []
  var lastTouched: [Int32] = []
  var masks: [Bool] = []
  var runs: [[RowSeries.Run]]
  var links: [[RowSeries.Links]]
  var follows: [[RowSeries.Follow]]
  var largestSoftPrice = 0

  init(_ grid: DenseGrid) {
    self.grid = grid
    choicesOfRow = (0..<grid.rowCount).map { row in
      let cells = row * grid.columnCount..<(row + 1) * grid.columnCount
      return Set(grid.domainOfCell[cells]).reduce(BitSet()) {
        $0.union(grid.domains[Int($1)])
      }
    }
    sets = ChoiceSets(choiceCount: grid.choiceCount)
    runs = Array(repeating: [], count: grid.rowCount)
    links = Array(repeating: [], count: grid.rowCount)
    follows = Array(repeating: [], count: grid.rowCount)
  }

  mutating func add(_ family: SeriesRunFamily, _ level: ScoreLevel) {
    let first = Int32(groups.count)
    groups.append(contentsOf: family.series.groups)
    let byColumn = addTouched(family.series.groups)
    let set = sets.offset(of: family.run.members)
    note(family.run.priceShort, level)
    note(family.run.priceLong, level)
    for (index, row) in family.run.rows.enumerated() {
      let run = RowStructure.Run(family.run, index: index, bit: 0, isHard: level != .soft)
      guard run.history > 0 || canHold(row, family.run.members, in: family.series.groups)
      else { continue }
      runs[Int(row)].append(
        RowSeries.Run(
          set: set, isAll: family.series.quantifier == .all, firstGroup: first,
          positionCount: Int32(family.series.groups.count), byColumn: byColumn, run: run))
    }
  }

  mutating func add(_ family: SeriesTransitionFamily, _ level: ScoreLevel) {
    let first = Int32(groups.count)
    for link in family.links { groups += [link.from, link.to] }
    let byColumn = addTouched(family.links.map { $0.from + $0.to })
    note(family.price, level)
    let rule = RowSeries.Links(
      from: sets.offset(of: family.from), to: sets.offset(of: family.to),
      fromIsAll: family.fromQuantifier == .all, toIsAll: family.toQuantifier == .all,
      firstGroup: first, byColumn: byColumn, price: family.price, isHard: level != .soft)
    for row in family.rows
    where canHold(row, family.from, in: family.links.map(\.from))
      && canHold(row, family.to, in: family.links.map(\.to))
    {
      links[Int(row)].append(rule)
    }
  }

  mutating func add(_ family: FollowFamily, _ level: ScoreLevel) {
    let mask = Int32(masks.count)
    var isListed = [Bool](repeating: false, count: grid.columnCount)
    for column in family.columns { isListed[Int(column)] = true }
    masks += isListed
    note(family.price, level)
    for (index, row) in family.rows.enumerated() {
      let begins =
        !family.history.isEmpty && family.history[index] > 0
        || choicesOfRow[Int(row)].meets(family.from)
      guard begins && choicesOfRow[Int(row)].meets(family.to) else { continue }
      follows[Int(row)].append(
        RowSeries.Follow(
          from: sets.offset(of: family.from), skipped: sets.offset(of: family.skipped),
          to: sets.offset(of: family.to), mask: mask, reach: family.reach,
          history: family.history.isEmpty ? 0 : family.history[index], price: family.price,
          isHard: level != .soft))
    }
  }

  /// Whether a row can ever hold a set in one of some groups. A group without columns holds
  /// whatever is asked of all its cells.
  private func canHold(_ row: Int32, _ set: BitSet, in groups: [[Int32]]) -> Bool {
    choicesOfRow[Int(row)].meets(set) || groups.contains(where: \.isEmpty)
  }

  /// Which of some groups a change of columns may touch; returns where the tables begin. The last
  /// one touched may lie before the first: then none is.
  private mutating func addTouched(_ groups: [[Int32]]) -> Int32 {
    let begin = Int32(firstTouched.count)
    var first = [Int32](repeating: Int32(groups.count), count: grid.columnCount)
    var last = [Int32](repeating: -1, count: grid.columnCount)
    for (index, group) in groups.enumerated() {
      guard let low = group.min(), let high = group.max() else { continue }
      first[Int(high)] = min(first[Int(high)], Int32(index))
      last[Int(low)] = max(last[Int(low)], Int32(index))
    }
    for column in stride(from: grid.columnCount - 2, through: 0, by: -1) {
      first[column] = min(first[column], first[column + 1])
    }
    for column in 1..<max(1, grid.columnCount) {
      last[column] = max(last[column], last[column - 1])
    }
    firstTouched += first
    lastTouched += last
    return begin
  }

  private mutating func note(_ price: Int32, _ level: ScoreLevel) {
    if level == .soft { largestSoftPrice = max(largestSoftPrice, abs(Int(price))) }
  }
}
