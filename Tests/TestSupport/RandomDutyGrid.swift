import Containers
import Determinism
package import Grid
import Measures

/// Small grids of days of three columns with a clock and the families of duty schedules, drawn from
/// a seed: for properties that must hold on any grid.
package enum RandomDutyGrid {
  /// The families, by a name for messages and choice.
  package enum Kind: String, CaseIterable, Sendable {
    case seriesRun, seriesTransition, follow, gap, gapAfterStretch, overlap, stretch, freePeriods
    case rollingWeights, rollingGroups, twoSidedCover, pair, spread, clause
  }

  /// A grid of 2–5 rows, 2–6 days and 3–6 choices under one to five rules of the kinds.
  package static func grid(
    seed: UInt64, kinds: [Kind] = Kind.allCases, columns wished: Int? = nil
  ) -> DenseGrid {
    var draw = DutyDraw(seed: seed)
    let columns = wished ?? 3 * (2 + draw.below(5))
    let rows = 2 + draw.below(4)
    let choices = 3 + draw.below(4)
    let domains = [BitSet.below(choices)] + (0..<3).map { _ in draw.set(choices) }
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: choices, domains: domains,
      domainOfCell: (0..<rows * columns).map { _ in
        draw.below(4) == 0 ? Int32(draw.below(domains.count)) : 0
      }, cutColumns: stride(from: 0, to: columns, by: 3).map(Int32.init))
    grid.clock = draw.clock(columns, choices)
    // A day at least stays open.
    if draw.flip() { draw.settle(3 * draw.below(columns / 3), of: &grid) }
    for index in 0..<1 + draw.below(5) {
      let level = ScoreLevel.allCases[draw.below(3)]
      let kind = kinds[draw.below(kinds.count)]
      grid.rules.append(
        GridRule(instance: index, level: level, family: draw.family(kind, grid, level)))
    }
    return grid
  }
}

/// Draws of one grid.
private struct DutyDraw {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed, label: 73) }

  mutating func below(_ bound: Int) -> Int { random.below(bound) }
  mutating func flip() -> Bool { below(2) == 0 }

  mutating func set(_ count: Int) -> BitSet {
    let members = (0..<count).filter { _ in flip() }
    return BitSet(members.isEmpty ? [below(count)] : members)
  }

  mutating func rows(_ grid: DenseGrid) -> [Int32] {
    let rows = (0..<Int32(grid.rowCount)).filter { _ in below(4) > 0 }
    return rows.isEmpty ? [0] : rows
  }

  /// Rewards only at the soft level.
  mutating func price(_ level: ScoreLevel) -> Int {
    let price = 1 + below(5)
    return level == .soft && below(3) == 0 ? -price : price
  }

  /// Makes some columns past.
  mutating func settle(_ columns: Int, of grid: inout DenseGrid) {
    let single = grid.domains.count
    grid.domains += (0..<grid.choiceCount).map { BitSet([$0]) }
    for row in 0..<grid.rowCount {
      for column in 0..<columns {
        grid.domainOfCell[row * grid.columnCount + column] = Int32(
          single + below(grid.choiceCount))
      }
    }
    grid.pastColumns = Int32(columns)
  }

  /// Columns that a rule of the clock looks at; none for all.
  mutating func looked(_ grid: DenseGrid) -> [Int32] {
    flip() ? [] : (0..<Int32(grid.columnCount)).filter { _ in below(4) > 0 }
  }

  /// Mornings, afternoons and nights; some choices last a day, some are free, starts may even fall.
  mutating func clock(_ columns: Int, _ choices: Int) -> ClockTable {
    var clock = ClockTable(columnCount: columns, choiceCount: choices)
    for column in 0..<columns {
      let base = column / 3 * 1440 + [420, 780, 1110][column % 3]
      for choice in 1..<choices where below(5) > 0 {
        let start = base - 60 + 30 * below(8)
        let length = below(8) == 0 ? 1440 : 60 * (1 + below(13))
        clock.starts[column * choices + choice] = Int32(start)
        clock.ends[column * choices + choice] = Int32(start + length)
      }
    }
    return clock
  }

  mutating func family(
    _ kind: RandomDutyGrid.Kind, _ grid: DenseGrid, _ level: ScoreLevel
  ) -> GridFamily {
    switch kind {
    case .seriesRun: seriesRun(grid)
    case .seriesTransition: seriesTransition(grid, level)
    case .follow: follow(grid, level)
    case .gap: .gap(gap(grid))
    case .gapAfterStretch: gapAfterStretch(grid)
    case .overlap: overlap(grid)
    case .stretch: stretch(grid)
    case .freePeriods: freePeriods(grid)
    case .rollingWeights: rolling(grid, weights(grid), grid.columnCount)
    case .rollingGroups: rolling(grid, .anyInGroups(groups(grid)), grid.columnCount / 3)
    case .twoSidedCover: twoSidedCover(grid)
    case .pair: pair(grid, level)
    case .spread: spread(grid)
    case .clause: clause(grid, level)
    }
  }

  // MARK: One row

  private mutating func seriesRun(_ grid: DenseGrid) -> GridFamily {
    let size = 1 + below(4)
    let groups = stride(from: below(3), to: grid.columnCount, by: size).map { start in
      (start..<min(grid.columnCount, start + size)).map(Int32.init).filter { _ in below(4) > 0 }
    }
    let least = below(3)
    let rows = rows(grid)
    var run = RunFamily(
      rows: rows, members: set(grid.choiceCount), min: least, max: least + below(4) + 1,
      priceShort: 1 + below(3), priceLong: 1 + below(3))
    run.startIsOpen = flip()
    run.endIsOpen = flip()
    if flip() { run.history = rows.map { _ in Int32(below(3)) } }
    return .seriesRun(
      SeriesRunFamily(
        series: ColumnSeries(groups: groups, quantifier: flip() ? .any : .all), run: run))
  }

  private mutating func columns(_ grid: DenseGrid) -> [Int32] {
    let start = below(grid.columnCount)
    return (start..<min(grid.columnCount, start + 1 + below(4))).map(Int32.init)
  }

  private mutating func seriesTransition(_ grid: DenseGrid, _ level: ScoreLevel) -> GridFamily {
    .seriesTransition(
      SeriesTransitionFamily(
        rows: rows(grid),
        links: (0..<1 + below(6)).map { _ in SeriesLink(from: columns(grid), to: columns(grid)) },
        from: (flip() ? .any : .all, set(grid.choiceCount)),
        to: (flip() ? .any : .all, set(grid.choiceCount)), price: price(level)))
  }

  private mutating func follow(_ grid: DenseGrid, _ level: ScoreLevel) -> GridFamily {
    let rows = rows(grid)
    var family = FollowFamily(
      rows: rows, columns: (0..<Int32(grid.columnCount)).filter { _ in below(4) > 0 },
      from: set(grid.choiceCount), skipped: set(grid.choiceCount), to: set(grid.choiceCount),
      reach: flip() ? grid.columnCount : 1 + below(5), price: price(level))
    if flip() { family.history = rows.map { _ in Int32(below(4)) } }
    return .follow(family)
  }

  private mutating func ends(_ rows: [Int32]) -> [Int32] {
    flip() ? [] : rows.map { _ in below(3) == 0 ? .min : Int32(60 * (below(30) - 12)) }
  }

  private mutating func gap(_ grid: DenseGrid) -> GapFamily {
    let rows = rows(grid)
    var family = GapFamily(
      rows: rows, from: set(grid.choiceCount), to: set(grid.choiceCount),
      least: 60 * (4 + below(20)), bridge: flip() ? 0 : 60 * below(5),
      unit: flip() ? 60 : 1440, price: 1 + below(4))
    family.history = ends(rows)
    family.columns = looked(grid)
    return family
  }

  private mutating func histories(_ rows: [Int32]) -> [StretchHistory] {
    flip()
      ? []
      : rows.map { _ in
        let end = 60 * (below(30) - 12)
        return below(3) == 0 ? .none : StretchHistory(start: end - 60 * (1 + below(24)), end: end)
      }
  }

  private mutating func gapAfterStretch(_ grid: DenseGrid) -> GridFamily {
    var family = gap(grid)
    family.condition = StretchCondition(
      members: family.from.union(set(grid.choiceCount)), least: 60 * below(24),
      bridge: 60 * below(6), history: histories(family.rows))
    return .gap(family)
  }

  private mutating func overlap(_ grid: DenseGrid) -> GridFamily {
    let rows = rows(grid)
    var family = OverlapFamily(rows: rows, members: set(grid.choiceCount), price: 1 + below(3))
    family.history = ends(rows)
    family.columns = looked(grid)
    return .overlap(family)
  }

  private mutating func stretch(_ grid: DenseGrid) -> GridFamily {
    let rows = rows(grid)
    var family = StretchFamily(
      rows: rows, members: set(grid.choiceCount), max: 60 * (4 + below(26)),
      bridge: 60 * below(7), unit: flip() ? 60 : 1000, price: 1 + below(3))
    family.history = histories(rows)
    family.columns = looked(grid)
    return .stretch(family)
  }

  private mutating func freePeriods(_ grid: DenseGrid) -> GridFamily {
    let days = grid.columnCount / 3
    let width = 1 + below(days)
    let windows = (-1...days).map {
      ClockWindow(start: $0 * 1440, end: ($0 + width) * 1440)
    }
    let rows = rows(grid)
    var family = FreePeriodFamily(
      rows: rows, members: set(grid.choiceCount), period: flip() ? 1440 : 60 * (3 + below(12)),
      windows: windows, min: (0..<rows.count * windows.count).map { _ in Int32(below(5)) },
      price: 1 + below(3))
    family.history = ends(rows)
    return .freePeriods(family)
  }

  // MARK: Measures

  private mutating func weights(_ grid: DenseGrid) -> RowMeasure {
    let tables = (0..<3).map { _ in (0..<grid.choiceCount).map { _ in Int32(below(7) - 2) } }
    return .weights(
      ColumnWeights(
        tables: tables, tableOfColumn: (0..<grid.columnCount).map { _ in Int32(below(4)) - 1 }))
  }

  private mutating func groups(_ grid: DenseGrid) -> MemberGroups {
    let sets = (0..<2).map { _ in set(grid.choiceCount) }
    let groups = (0..<grid.columnCount / 3).map { day in
      (max(0, 3 * day - 1)..<3 * day + 3).filter { _ in below(5) > 0 }.map {
        GroupCell(column: $0, set: $0 < 3 * day ? 1 : 0)
      }
    }
    return MemberGroups(sets: sets, groups: groups)
  }

  private mutating func rolling(
    _ grid: DenseGrid, _ measure: RowMeasure, _ positions: Int
  ) -> GridFamily {
    let width = 1 + below(positions)
    let windows = (0...positions - width).map {
      PositionRange($0..<min(positions, $0 + width + below(2)))
    }.sorted { ($0.first, $0.end) < ($1.first, $1.end) }
    var rising = windows
    for index in rising.indices.dropFirst() {
      rising[index].end = max(rising[index].end, rising[index - 1].end)
    }
    let rows = rows(grid)
    var family = RollingFamily(
      rows: rows, measure: measure, windows: rising, unit: 1 + below(3), priceUnder: below(3),
      priceOver: 1 + below(3))
    let count = rows.count * rising.count
    if flip() { family.min = (0..<count).map { _ in below(4) == 0 ? .min : Int32(below(4)) } }
    if family.min.isEmpty || flip() {
      family.max = (0..<count).map { _ in below(4) == 0 ? .max : Int32(4 + below(6)) }
    }
    return .rolling(family)
  }

  // MARK: Several rows

  private mutating func heads(_ grid: DenseGrid) -> HeadWeights {
    HeadWeights(
      tables: (0..<2).map { _ in (0..<grid.choiceCount).map { _ in Int32(below(4)) } },
      tableOfRow: (0..<grid.rowCount).map { _ in Int32(below(3)) - 1 })
  }

  private mutating func twoSidedCover(_ grid: DenseGrid) -> GridFamily {
    let size = 1 + below(2)
    let groups = stride(from: 0, to: grid.columnCount, by: size).map { start in
      (start..<min(grid.columnCount, start + size)).map(Int32.init)
    }
    return .twoSidedCover(
      TwoSidedCoverFamily(
        groups: groups, supply: heads(grid), demand: heads(grid), divisor: 1 + below(4),
        constant: groups.map { _ in Int32(below(3)) - 1 }, price: 1 + below(4)))
  }

  private mutating func pair(_ grid: DenseGrid, _ level: ScoreLevel) -> GridFamily {
    let classCount = 1 + below(3)
    return .pair(
      PairFamily(
        rows: (0..<1 + below(3)).map { _ in
          PairedIndices(below(grid.rowCount), below(grid.rowCount))
        },
        columns: (0..<1 + below(8)).map { _ in
          let column = below(grid.columnCount)
          return PairedIndices(column, flip() ? column : below(grid.columnCount))
        },
        classOfChoice: (0..<grid.choiceCount).map { _ in Int32(below(classCount)) },
        classCount: classCount,
        prices: (0..<classCount * classCount).map { _ in Int32(below(2) * price(level)) }))
  }

  private mutating func spread(_ grid: DenseGrid) -> GridFamily {
    let rows = rows(grid)
    let measure = flip() ? weights(grid) : .anyInGroups(groups(grid))
    var family = SpreadFamily(
      rows: rows, measure: measure, kind: SpreadKind.allCases[below(3)], allowance: below(3),
      unit: 1 + below(2), price: 1 + below(3))
    if flip() { family.start = rows.map { _ in Int32(below(9)) - 2 } }
    if flip() { family.shares = rows.map { _ in Int32([50, 80, 100][below(3)]) } }
    return .spread(family)
  }

  private mutating func clause(_ grid: DenseGrid, _ level: ScoreLevel) -> GridFamily {
    .clause(
      ClauseFamily(
        literals: (0..<1 + below(4)).map { _ in
          CellLiteral(
            row: below(grid.rowCount), column: below(grid.columnCount),
            choices: set(grid.choiceCount))
        }, price: price(level)))
  }
}
