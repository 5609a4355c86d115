import Containers
import Determinism
import Grid

/// Which rows of a region the next proposals look at: a few that could take one another's places.
///
/// Among many rows most pairs have nothing to exchange, since what each may do differs, and the
/// tables of all of them do not fit the cache. So a large region is looked at a handful of related
/// rows at a time, another handful every batch or every few, and now and then as a whole. Not where
/// most rows may do the same: Instance13 of the public set, 120 people, went from 1,802 to 2,171 by
/// it.
struct RowFocus {
  /// Least rows of a region for which it is worth it.
  private static let leastRows = 64
  /// One batch in so many looks at the whole region: what couples rows that are not alike.
  private static let wholeEvery = 8
  /// Pairs of rows whose likeness is looked at, and choices that nearly everybody has.
  private static let pairsLooked = 4_096
  private static let restChoices = 2
  /// Places from which related rows are sought before a handful is full.
  private static let placesMax = 12

  /// Open cells of a region from which on a handful is looked at for several batches, and how
  /// many: what it feeds takes as long to get into the cache as a batch does. Blocks of 400
  /// residents had the same effort in 55 s instead of 80 and ended no worse; sixteen batches gained
  /// no more.
  private static let manyOpenCells = 16_384
  private static let batchesOfMany = 6

  private let whole: Region
  /// Rows looked at together; 0 for all.
  private let rowCount: Int
  /// Positions in the region's open cells where each row's begin, and their end.
  private var starts: [Int] = []
  /// For each open cell the group of rows that may do the same in its column.
  private var groupOfCell: [Int32] = []
  private var groupStart: [Int32] = [0]
  /// Positions of rows in the region, group by group.
  private var members: [Int32] = []
  private var batch = 0
  /// Batches that one handful is looked at.
  private let stay: Int
  /// The handful of the last batch that had one.
  private var latest: Region?

  /// `focus-rows` says how many rows are looked at together, 0 for always all; default 24.
  init(_ region: Region, in grid: DenseGrid, _ parameters: StrategyParameters) {
    whole = region
    stay = region.openCells.count < Self.manyOpenCells ? 1 : Self.batchesOfMany
    rowCount = max(0, Int(min(1e6, parameters.value("focus-rows", default: 24))))
    guard rowCount > 1, region.rows.count >= Self.leastRows,
      Self.areOfSeveralKinds(region, grid)
    else { return }
    let columnCount = grid.columnCount
    var keyed: [(key: Int, cell: Int, row: Int32)] = []
    keyed.reserveCapacity(region.openCells.count)
    var position = -1
    for (index, cell) in region.openCells.enumerated() {
      let row = Int(cell) / columnCount
      while position < 0 || region.rows[position] != row {
        position += 1
        starts.append(index)
      }
      let column = Int(cell) - row * columnCount
      let key = column * grid.domains.count + Int(grid.domainOfCell[Int(cell)])
      keyed.append((key, index, Int32(position)))
    }
    while starts.count <= region.rows.count { starts.append(region.openCells.count) }
    keyed.sort { ($0.key, $0.cell) < ($1.key, $1.cell) }
    groupOfCell = Array(repeating: 0, count: region.openCells.count)
    for (index, entry) in keyed.enumerated() {
      if index > 0, keyed[index - 1].key != entry.key { groupStart.append(Int32(index)) }
      groupOfCell[entry.cell] = Int32(groupStart.count - 1)
      members.append(entry.row)
    }
    groupStart.append(Int32(members.count))
  }

  /// Whether rows are of several kinds: where most of them may do much the same, whom to exchange
  /// with is for all of them to say. Two rows may do much the same in a column with equal choices,
  /// or with more of them in common than rest and its like.
  private static func areOfSeveralKinds(_ region: Region, _ grid: DenseGrid) -> Bool {
    var alike = 0
    var pairs = 0
    for index in 0..<pairsLooked {
      let rows = region.rows.count
      let first = region.rows[index % rows]
      let second = region.rows[(index * 31 + index / rows + 17) % rows]
      let column = region.columns.lowerBound + index * 7 % region.columns.count
      let one = grid.domain(row: first, column: column)
      let other = grid.domain(row: second, column: column)
      guard first != second, one.count > 1, other.count > 1 else { continue }
      pairs += 1
      let common = one.members.filter(other.contains).count
      if one == other || common > restChoices { alike += 1 }
    }
    return alike * 2 < pairs
  }

  /// The rows of the next batch.
  mutating func next(_ random: inout SeededGenerator) -> Region {
    batch += 1
    guard !members.isEmpty, batch % (Self.wholeEvery * stay) != 0 else { return whole }
    if let latest, batch % stay != 1 % stay { return latest }
    var chosen: [Int32] = []
    var cell = random.below(groupOfCell.count)
    for _ in 0..<Self.placesMax where chosen.count < rowCount {
      take(Int(groupOfCell[cell]), &chosen, &random)
      let row = Int(chosen[random.below(chosen.count)])
      cell = starts[row] + random.below(starts[row + 1] - starts[row])
    }
    chosen.sort()
    var openCells: [Int32] = []
    for row in chosen {
      openCells.append(
        contentsOf: whole.openCells[starts[Int(row)]..<starts[Int(row) + 1]])
    }
    let handful = Region(whole, rows: chosen.map { whole.rows[Int($0)] }, openCells: openCells)
    latest = handful
    return handful
  }

  /// Adds rows of a group, from a random one on, as long as there is room.
  private func take(_ group: Int, _ chosen: inout [Int32], _ random: inout SeededGenerator) {
    let range = Int(groupStart[group])..<Int(groupStart[group + 1])
    let offset = random.below(range.count)
    for step in 0..<range.count where chosen.count < rowCount {
      let index = range.lowerBound + (offset + step) % range.count
      if !chosen.contains(members[index]) { chosen.append(members[index]) }
    }
  }
}
