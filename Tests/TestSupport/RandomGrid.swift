import Containers
import Determinism
package import Grid
import Measures

/// Small grids with every family, drawn from a seed: for properties that must hold on any grid.
package enum RandomGrid {
  /// A grid of 2–6 rows, 3–12 columns (or as many as asked for) and 2–5 choices, with one to eight
  /// rules of mixed levels.
  package static func grid(seed: UInt64, columns wished: Int? = nil) -> DenseGrid {
    var random = SeededGenerator(seed: seed, label: 71)
    let rows = 2 + random.below(5)
    let drawn = 3 + random.below(10)
    let columns = wished ?? drawn
    let choices = 2 + random.below(4)
    let domains = [BitSet.below(choices)] + (0..<3).map { _ in someSet(choices, &random) }
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: choices, domains: domains,
      domainOfCell: (0..<rows * columns).map { _ in
        random.below(3) == 0 ? Int32(random.below(domains.count)) : 0
      },
      cutColumns: stride(from: 0, to: columns, by: 1 + random.below(3)).map(Int32.init))
    for index in 0..<1 + random.below(8) {
      let level = ScoreLevel.allCases[random.below(3)]
      grid.rules.append(
        GridRule(instance: index, level: level, family: family(grid, level, &random)))
    }
    grid.cellPrices = cellPrices(grid, &random)
    return grid
  }

  /// An answer inside the domains.
  package static func answer(of grid: DenseGrid, seed: UInt64) -> GridAnswer {
    var random = SeededGenerator(seed: seed, label: 72)
    let cells = (0..<grid.rowCount * grid.columnCount).map { cell -> UInt16 in
      let members = grid.domains[Int(grid.domainOfCell[cell])].members
      return UInt16(members[random.below(members.count)])
    }
    return GridAnswer(cells: cells, columnCount: grid.columnCount)
  }

  private static func family(
    _ grid: DenseGrid, _ level: ScoreLevel, _ random: inout SeededGenerator
  ) -> GridFamily {
    switch random.below(6) {
    case 0: return transition(grid, level, &random)
    case 1: return run(grid, &random)
    case 2: return weightSum(grid, &random)
    case 3: return groupSum(grid, &random)
    case 4:
      return .order(
        OrderFamily(
          rows: someRows(grid, &random), before: someSet(grid.choiceCount, &random),
          after: someSet(grid.choiceCount, &random), required: 1 + random.below(2),
          price: 1 + random.below(4)))
    default: return cover(grid, &random)
    }
  }

  private static func transition(
    _ grid: DenseGrid, _ level: ScoreLevel, _ random: inout SeededGenerator
  ) -> GridFamily {
    let offset = 1 + random.below(min(3, grid.columnCount - 1))
    let last = grid.columnCount - offset
    let price = 1 + random.below(5)
    return .transition(
      TransitionFamily(
        rows: someRows(grid, &random),
        columns: (0..<Int32(last)).filter { _ in random.below(3) > 0 }, offset: offset,
        from: someSet(grid.choiceCount, &random), to: someSet(grid.choiceCount, &random),
        price: level == .soft && random.below(2) == 0 ? -price : price))
  }

  private static func run(_ grid: DenseGrid, _ random: inout SeededGenerator) -> GridFamily {
    let least = random.below(4)
    let rows = someRows(grid, &random)
    var family = RunFamily(
      rows: rows, members: someSet(grid.choiceCount, &random), min: least,
      max: least + random.below(4) + 1, priceShort: 1 + random.below(3),
      priceLong: 1 + random.below(3))
    family.startIsOpen = random.below(2) == 0
    family.endIsOpen = random.below(2) == 0
    if random.below(2) == 0 { family.history = rows.map { _ in Int32(random.below(3)) } }
    return .run(family)
  }

  private static func weightSum(
    _ grid: DenseGrid, _ random: inout SeededGenerator
  ) -> GridFamily {
    let width = 1 + random.below(grid.columnCount)
    let windows = (0...grid.columnCount - width).map { start -> SumWindow in
      let least = Int32(random.below(4))
      return SumWindow(
        positions: (start..<start + width).map(Int32.init), min: least,
        max: least + Int32(random.below(6)))
    }
    return .sum(
      SumFamily(
        rows: someRows(grid, &random),
        measure: .weights((0..<grid.choiceCount).map { _ in Int32(random.below(4)) }),
        windows: windows, priceUnder: random.below(3), priceOver: 1 + random.below(3)))
  }

  private static func groupSum(_ grid: DenseGrid, _ random: inout SeededGenerator) -> GridFamily {
    let size = 1 + random.below(3)
    let groups = stride(from: 0, to: grid.columnCount, by: size).map { start in
      (start..<min(grid.columnCount, start + size)).map(Int32.init)
    }
    return .sum(
      SumFamily(
        rows: someRows(grid, &random),
        measure: .anyInGroups(groups, someSet(grid.choiceCount, &random)),
        windows: [
          SumWindow(
            positions: groups.indices.map(Int32.init), min: Int32(random.below(3)),
            max: Int32(1 + random.below(4)))
        ], priceUnder: 1 + random.below(3), priceOver: 1 + random.below(3)))
  }

  private static func cover(_ grid: DenseGrid, _ random: inout SeededGenerator) -> GridFamily {
    let tables = (0..<2).map { _ in (0..<grid.choiceCount).map { _ in Int32(random.below(4)) } }
    let groups = (0..<grid.columnCount).map { [Int32($0)] }
    let least = groups.map { _ in Int32(random.below(4)) }
    var family = CoverFamily(
      groups: groups, tables: tables,
      tableOfRow: (0..<grid.rowCount).map { _ in Int32(random.below(3)) - 1 }, min: least,
      max: least.map { $0 + Int32(random.below(3)) }, priceUnder: 1 + random.below(5),
      priceOver: random.below(3))
    for row in 0..<grid.rowCount where random.below(3) == 0 {
      family.exceptions.append(
        HeadException(row: row, column: random.below(grid.columnCount), table: random.below(3) - 1))
    }
    return .cover(family)
  }

  private static func cellPrices(
    _ grid: DenseGrid, _ random: inout SeededGenerator
  ) -> [CellPrice] {
    var prices: [CellPrice] = []
    for row in 0..<grid.rowCount {
      for column in 0..<grid.columnCount where random.below(4) == 0 {
        let level: ScoreLevel = random.below(4) == 0 ? .institution : .soft
        prices.append(
          CellPrice(
            row: row, column: column, choice: random.below(grid.choiceCount), level: level,
            amount: 1 + random.below(4), instance: 9))
      }
    }
    return prices
  }

  private static func someRows(_ grid: DenseGrid, _ random: inout SeededGenerator) -> [Int32] {
    let rows = (0..<Int32(grid.rowCount)).filter { _ in random.below(4) > 0 }
    return rows.isEmpty ? [0] : rows
  }

  private static func someSet(_ count: Int, _ random: inout SeededGenerator) -> BitSet {
    let members = (0..<count).filter { _ in random.below(2) == 0 }
    return BitSet(members.isEmpty ? [random.below(count)] : members)
  }
}
