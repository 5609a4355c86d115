import Containers
import Determinism
import Grid
import Measures
import TestSupport

/// Small grids with the duty level's families that a model can hold, drawn from a seed.
enum DutyGrid {
  /// 2–4 rows, 4–7 columns, 3 choices of which 0 is free, a clock, and one to five rules.
  static func grid(seed: UInt64) -> DenseGrid {
    var random = SeededGenerator(seed: seed, label: 81)
    let columns = 4 + random.below(4)
    var grid = DenseGrid(
      rowCount: 2 + random.below(3), columnCount: columns, choiceCount: 3,
      domains: [BitSet.below(3), BitSet([0, 1]), BitSet([2])], domainOfCell: [])
    grid.domainOfCell = (0..<grid.rowCount * columns).map { _ in
      random.below(4) == 0 ? Int32(1 + random.below(2)) : 0
    }
    grid.clock = clock(columns, &random)
    for index in 0..<1 + random.below(5) {
      let level = ScoreLevel.allCases[random.below(3)]
      grid.rules.append(
        GridRule(instance: index, level: level, family: family(grid, level, &random)))
    }
    return grid
  }

  /// Columns of 24 hours; choice 1 is a day, choice 2 a long duty that may reach into the next.
  private static func clock(_ columns: Int, _ random: inout SeededGenerator) -> ClockTable {
    var clock = ClockTable(columnCount: columns, choiceCount: 3)
    for column in 0..<columns {
      let day = column * 1_440
      clock.starts[column * 3 + 1] = Int32(day + 420)
      clock.ends[column * 3 + 1] = Int32(day + 900 + random.below(4) * 60)
      clock.starts[column * 3 + 2] = Int32(day + 600)
      clock.ends[column * 3 + 2] = Int32(day + 1_200 + random.below(10) * 240)
    }
    return clock
  }

  private static func family(
    _ grid: DenseGrid, _ level: ScoreLevel, _ random: inout SeededGenerator
  ) -> GridFamily {
    let price = 1 + random.below(4)
    let signed = level == .soft && random.below(2) == 0 ? -price : price
    switch random.below(10) {
    case 0: return seriesRun(grid, price, &random)
    case 1: return seriesTransition(grid, signed, &random)
    case 2: return follow(grid, signed, &random)
    case 3: return overlap(grid, price, &random)
    case 4: return gap(grid, price, &random)
    case 5: return rolling(grid, price, &random)
    case 6: return twoSided(grid, price, &random)
    case 7: return pair(grid, level, &random)
    case 8: return spread(grid, price, &random)
    default:
      return .clause(
        ClauseFamily(
          literals: (0..<2 + random.below(2)).map { _ in
            CellLiteral(
              row: random.below(grid.rowCount), column: random.below(grid.columnCount),
              choices: set(&random))
          }, price: signed))
    }
  }

  private static func set(_ random: inout SeededGenerator) -> BitSet {
    BitSet((0..<3).filter { _ in random.below(2) == 0 } + [random.below(3)])
  }

  private static func rows(_ grid: DenseGrid, _ random: inout SeededGenerator) -> [Int32] {
    let some = (0..<Int32(grid.rowCount)).filter { _ in random.below(3) > 0 }
    return some.isEmpty ? [0] : some
  }

  private static func pairs(_ grid: DenseGrid) -> [[Int32]] {
    stride(from: 0, to: grid.columnCount - 1, by: 2).map { [Int32($0), Int32($0 + 1)] }
  }

  private static func seriesRun(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = rows(grid, &random)
    var run = RunFamily(
      rows: rows, members: set(&random), min: random.below(4), max: 1 + random.below(3),
      priceShort: price, priceLong: 1 + random.below(2))
    run.startIsOpen = random.below(2) == 0
    run.endIsOpen = random.below(2) == 0
    run.history = rows.map { _ in Int32(random.below(4)) }
    let quantifier = random.below(2) == 0 ? Quantifier.any : .all
    return .seriesRun(
      SeriesRunFamily(
        series: ColumnSeries(groups: pairs(grid), quantifier: quantifier), run: run))
  }

  private static func seriesTransition(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    .seriesTransition(
      SeriesTransitionFamily(
        rows: rows(grid, &random),
        links: [SeriesLink(from: [0, 1], to: [2, 3]), SeriesLink(from: [1], to: [2])],
        from: (random.below(2) == 0 ? .any : .all, set(&random)),
        to: (random.below(2) == 0 ? .any : .all, set(&random)), price: price))
  }

  private static func follow(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = rows(grid, &random)
    var family = FollowFamily(
      rows: rows, columns: (0..<Int32(grid.columnCount)).filter { _ in random.below(4) > 0 },
      from: set(&random), skipped: BitSet([0]), to: set(&random), reach: 1 + random.below(4),
      price: price)
    family.history = rows.map { _ in Int32(random.below(3)) }
    return .follow(family)
  }

  private static func overlap(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = rows(grid, &random)
    var family = OverlapFamily(rows: rows, members: BitSet([1, 2]), price: price)
    if random.below(2) == 0 { family.history = rows.map { _ in Int32(random.below(2_000)) } }
    return .overlap(family)
  }

  private static func gap(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = rows(grid, &random)
    var family = GapFamily(
      rows: rows, from: set(&random), to: set(&random), least: 600 + random.below(20) * 60,
      bridge: random.below(2) * 90, unit: 60 + random.below(3) * 60, price: price)
    if random.below(2) == 0 { family.history = rows.map { _ in Int32(random.below(900)) } }
    return .gap(family)
  }

  private static func rolling(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = rows(grid, &random)
    let isWeighted = random.below(2) == 0
    let groups = pairs(grid)
    let measure: RowMeasure =
      isWeighted
      ? .weights(
        ColumnWeights(
          tables: [[0, 8, 24]],
          tableOfColumn: (0..<grid.columnCount).map { _ in Int32(random.below(4) == 0 ? -1 : 0) }))
      : .anyInGroups(MemberGroups(groups, members: BitSet([1, 2])))
    let positions = isWeighted ? grid.columnCount : groups.count
    let width = 1 + random.below(positions)
    let windows = (0...positions - width).map { PositionRange($0..<$0 + width) }
    var family = RollingFamily(
      rows: rows, measure: measure, windows: windows, unit: isWeighted ? 5 : 1,
      priceUnder: price, priceOver: 1 + random.below(3))
    let scale = isWeighted ? 12 : 1
    family.min = (0..<rows.count * windows.count).map { _ in Int32(random.below(3) * scale) }
    family.max = family.min.map { $0 + Int32(random.below(3) * scale) }
    return .rolling(family)
  }

  private static func twoSided(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let sides = (0..<2).map { _ in
      HeadWeights(
        tables: [[0, 1, 2]],
        tableOfRow: (0..<grid.rowCount).map { _ in random.below(3) == 0 ? -1 : 0 })
    }
    let groups = (0..<Int32(grid.columnCount)).map { [$0] }
    return .twoSidedCover(
      TwoSidedCoverFamily(
        groups: groups, supply: sides[0], demand: sides[1], divisor: 1 + random.below(3),
        constant: groups.map { _ in Int32(random.below(3)) - 1 }, price: price))
  }

  private static func pair(
    _ grid: DenseGrid, _ level: ScoreLevel, _ random: inout SeededGenerator
  ) -> GridFamily {
    let columns = (0..<grid.columnCount).map { PairedIndices($0, grid.columnCount - 1 - $0) }
    return .pair(
      PairFamily(
        rows: [PairedIndices(0, 1)], columns: columns, classOfChoice: [0, 1, 1], classCount: 2,
        prices: (0..<4).map { _ in
          let price = Int32(random.below(4))
          return level == .soft ? price - 1 : price
        }))
  }

  private static func spread(
    _ grid: DenseGrid, _ price: Int, _ random: inout SeededGenerator
  ) -> GridFamily {
    let rows = (0..<Int32(grid.rowCount)).map { $0 }
    var family = SpreadFamily(
      rows: rows,
      measure: .weights(
        ColumnWeights(
          tables: [[0, 1, 3]], tableOfColumn: Array(repeating: 0, count: grid.columnCount))),
      kind: random.below(2) == 0 ? .range : .deviation, allowance: random.below(4),
      unit: 1 + random.below(3), price: price)
    if random.below(2) == 0 { family.start = rows.map { _ in Int32(random.below(5)) } }
    return .spread(family)
  }
}
