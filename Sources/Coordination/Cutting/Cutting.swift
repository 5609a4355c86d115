package import Determinism
package import Grid

/// How a grid falls into subproblems.
///
/// Windows in flight together are kept apart by frozen gaps as wide as the grid's *reach*: the
/// farthest two cells of a row can be and still meet in one local rule. Then what one window
/// changes does not alter what another one's change is worth, except through sums over long spans.
/// Those are shared out by quotas: the upward slack of a sum goes wholly to one window, the
/// downward slack to another, everyone else keeps what the row has. So the sums stay inside their
/// bounds whichever of the answers are taken. Cover sees columns only, and order rules couple whole
/// rows: what is left of interplay is caught by the recount at the barrier.
package enum Cutting {
  /// Columns that must lie between two windows so that no transition, run or group of columns sees
  /// both; at least 1. Groups wider than a quarter of the grid cannot be kept apart and count not.
  ///
  /// - Complexity: O(*n*) in rule entries.
  package static func reach(of grid: DenseGrid) -> Int {
    min(grid.columnCount, grid.rules.reduce(1) { max($0, reach(of: $1.family, in: grid)) })
  }

  private static func reach(of family: GridFamily, in grid: DenseGrid) -> Int {
    switch family {
    case .transition(let family): Int(family.offset)
    case .run(let family): positions(of: family)
    case .sum(let family):
      if case .anyInGroups(let groups, _) = family.measure {
        width(of: groups, in: grid)
      } else {
        0
      }
    case .cover(let family): width(of: family.groups, in: grid)
    case .order, .spread: 0
    case .seriesRun(let family): columns(of: family)
    case .seriesTransition(let family): width(of: family.links.map { $0.from + $0.to }, in: grid)
    case .follow(let family): Int(family.reach)
    case .gap(let family):
      grid.clockReach(from: family.from, to: family.to, minutes: Int(family.least))
    case .stretch(let family):
      grid.clockReach(from: family.members, to: family.members, minutes: Int(family.max))
    case .freePeriods(let family):
      grid.clockReach(from: family.members, to: family.members, minutes: Int(family.period))
    case .overlap(let family):
      grid.clockReach(from: family.members, to: family.members, minutes: 0)
    case .rolling(let family):
      if case .anyInGroups(let members) = family.measure {
        width(of: members.groups.map { $0.map(\.column) }, in: grid)
      } else {
        0
      }
    case .twoSidedCover(let family): width(of: family.groups, in: grid)
    case .pair(let family): width(of: family.columns.map { [$0.first, $0.second] }, in: grid)
    case .clause(let family): width(of: [family.literals.map(\.column)], in: grid)
    }
  }

  /// Positions of a run that its rule can tell apart: beyond its maximum each further one costs the
  /// same, whoever added it.
  private static func positions(of run: RunFamily) -> Int {
    max(run.max == .max ? 0 : Int(run.max), Int(run.min))
  }

  private static func columns(of family: SeriesRunFamily) -> Int {
    let groups = family.series.groups
    return groups.indices.reduce(0) { widest, index in
      let last = groups[min(index + positions(of: family.run), groups.count - 1)].last ?? 0
      return max(widest, Int(last - (groups[index].first ?? 0)) + 1)
    }
  }

  private static func width(of groups: [[Int32]], in grid: DenseGrid) -> Int {
    groups.reduce(0) { widest, group in
      guard let first = group.min(), let last = group.max() else { return widest }
      let width = Int(last - first) + 1
      return width * 4 > grid.columnCount ? widest : max(widest, width)
    }
  }

  /// Windows of about `width` columns that start at the grid's cut columns and end `reach` columns
  /// before the next one starts; the generator moves the first border, so that the gaps of one
  /// round are free in another. One window over everything when the grid is too narrow.
  ///
  /// - Complexity: O(*n*) in columns.
  package static func windows(
    of grid: DenseGrid, width: Int, generator: inout SeededGenerator
  ) -> [Range<Int32>] {
    let columns = Int32(grid.columnCount)
    let reach = Int32(reach(of: grid))
    let step = max(Int32(clamping: width), 2 * reach)
    let cuts =
      grid.cutColumns.isEmpty ? Array(1..<max(2, columns)) : grid.cutColumns.filter { $0 > 0 }
    let firstCuts = cuts.filter { $0 <= step }
    var starts: [Int32] = [0]
    var wanted = firstCuts.isEmpty ? step : firstCuts[generator.below(firstCuts.count)]
    for cut in cuts where cut >= wanted && cut < columns {
      // A window keeps at least as many free columns as its gap has frozen ones.
      guard cut - starts[starts.count - 1] >= 2 * reach else { continue }
      starts.append(cut)
      wanted = cut + step
    }
    if starts.count > 1, columns - starts[starts.count - 1] < reach { starts.removeLast() }
    guard starts.count > 1 else { return [0..<columns] }
    return starts.indices.map { index in
      index + 1 < starts.count ? starts[index]..<starts[index + 1] - reach : starts[index]..<columns
    }
  }

  /// The rows dealt at random into groups of nearly equal size, each rising; together all rows.
  ///
  /// - Complexity: O(*n* log *n*) in rows.
  package static func rowGroups(
    of grid: DenseGrid, count: Int, generator: inout SeededGenerator
  ) -> [[Int32]] {
    var rows = (0..<Int32(grid.rowCount)).map { $0 }
    for index in stride(from: rows.count - 1, to: 0, by: -1) {
      rows.swapAt(index, generator.below(index + 1))
    }
    let count = max(1, min(count, rows.count))
    return (0..<count).map { group in
      stride(from: group, to: rows.count, by: count).map { rows[$0] }.sorted()
    }
  }

  /// Quotas of every window in flight, for the sums of rows that span several of them.
  ///
  /// A row's present amount in such a sum is *t*. One window may raise it to the rule's maximum,
  /// one may lower it to its minimum, and nobody else moves it in that direction. Amounts that are
  /// already out of bounds are only the owner's to mend.
  ///
  /// - Complexity: O(rows × windows of sums × their positions).
  package static func quotas(
    of grid: DenseGrid, answer: GridAnswer, windows: [Range<Int32>],
    generator: inout SeededGenerator
  ) -> [[Quota]] {
    var result = [[Quota]](repeating: [], count: windows.count)
    for (rule, family) in sums(of: grid) {
      for (window, sum) in family.windows.enumerated() {
        let spanned = windows.indices.filter {
          touches(sum, of: family.measure, columns: windows[$0])
        }
        guard spanned.count > 1 else { continue }
        for row in family.rows {
          let amount = Int32(
            clamping: grid.amount(of: family.measure, in: sum, row: Int(row), answer))
          let dealt = shares(of: sum, at: amount, among: spanned, generator: &generator)
          for share in dealt {
            result[share.part].append(
              Quota(
                rule: Int32(rule), row: row, window: Int32(window), min: share.least,
                max: share.most))
          }
        }
      }
    }
    return result
  }

  /// The bounds each part must keep a sum within, for those that the sum's own would not hold.
  private static func shares(
    of sum: SumWindow, at amount: Int32, among parts: [Int], generator: inout SeededGenerator
  ) -> [(part: Int, least: Int32, most: Int32)] {
    let raiser = parts[generator.below(parts.count)]
    let isInside = amount >= sum.min && amount <= sum.max
    let lowerer = isInside ? parts[generator.below(parts.count)] : raiser
    return parts.compactMap { part in
      let least = sum.min == .min || part == lowerer ? sum.min : amount
      let most = sum.max == .max || part == raiser ? sum.max : amount
      return least != sum.min || most != sum.max ? (part, least, most) : nil
    }
  }

  private static func sums(of grid: DenseGrid) -> [(Int, SumFamily)] {
    grid.rules.enumerated().compactMap { index, rule in
      guard case .sum(let family) = rule.family else { return nil }
      return (index, family)
    }
  }

  private static func touches(
    _ sum: SumWindow, of measure: SumMeasure, columns: Range<Int32>
  ) -> Bool {
    switch measure {
    case .weights: sum.positions.contains { columns.contains($0) }
    case .anyInGroups(let groups, _):
      sum.positions.contains { groups[Int($0)].contains { columns.contains($0) } }
    }
  }
}
