import Containers
import Coordination
import Determinism
import Grid
import Measures
import Testing

struct CuttingTests {
  private func grid(rows: Int = 5, columns: Int = 40) -> DenseGrid {
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: 3, domains: [.below(3)],
      domainOfCell: Array(repeating: 0, count: rows * columns))
    let all = (0..<Int32(rows)).map { $0 }
    let whole = (0..<Int32(columns)).map { $0 }
    grid.rules = [
      GridRule(
        instance: 0, level: .soft,
        family: .run(
          RunFamily(rows: all, members: BitSet([1]), min: 2, max: 3, priceShort: 1, priceLong: 1))),
      GridRule(
        instance: 1, level: .institution,
        family: .sum(
          SumFamily(
            rows: all, measure: .weights([0, 1, 3]),
            windows: [
              SumWindow(positions: whole, min: 20, max: 60),
              SumWindow(positions: Array(whole.prefix(columns / 2)), max: 35),
            ], priceUnder: 1, priceOver: 1))),
    ]
    return grid
  }

  private func answer(_ grid: DenseGrid, _ generator: inout SeededGenerator) -> GridAnswer {
    GridAnswer(
      cells: (0..<grid.rowCount * grid.columnCount).map { _ in UInt16(generator.below(3)) },
      columnCount: grid.columnCount)
  }

  @Test
  func reachIsTheFarthestLocalRule() {
    var grid = grid()
    #expect(Cutting.reach(of: grid) == 3)
    grid.rules.append(
      GridRule(
        instance: 2, level: .soft,
        family: .transition(
          TransitionFamily(
            rows: [0], columns: [0], offset: 5, from: BitSet([1]), to: BitSet([1]), price: 1))))
    #expect(Cutting.reach(of: grid) == 5)
  }

  @Test
  func windowsInFlightAreApartByTheReach() {
    for seed in UInt64(0)..<200 {
      var generator = SeededGenerator(seed: seed)
      var grid = grid(columns: 20 + generator.below(80))
      if seed % 2 == 0 {
        grid.cutColumns = stride(from: 7, to: grid.columnCount, by: 7).map(Int32.init)
      }
      let windows = Cutting.windows(of: grid, width: 14, generator: &generator)
      let reach = Int32(Cutting.reach(of: grid))
      #expect(windows.first?.lowerBound == 0 && windows.last?.upperBound == Int32(grid.columnCount))
      for (left, right) in zip(windows, windows.dropFirst()) {
        #expect(right.lowerBound - left.upperBound == reach, "seed \(seed): \(windows)")
        #expect(!left.isEmpty && !right.isEmpty, "seed \(seed): \(windows)")
        if seed % 2 == 0 { #expect(grid.cutColumns.contains(right.lowerBound)) }
      }
    }
  }

  @Test
  func everyColumnIsFreeInSomeRound() {
    var isFree = [Bool](repeating: false, count: 40)
    for round in UInt64(0)..<40 {
      var generator = SeededGenerator(seed: 3, label: round)
      for window in Cutting.windows(of: grid(), width: 10, generator: &generator) {
        for column in window { isFree[Int(column)] = true }
      }
    }
    #expect(isFree.allSatisfy { $0 })
  }

  @Test
  func rowGroupsCoverEachRowOnceAndSpliceToTheWhole() {
    for count in 1...6 {
      var generator = SeededGenerator(seed: UInt64(count))
      let grid = grid()
      let groups = Cutting.rowGroups(of: grid, count: count, generator: &generator)
      #expect(groups.flatMap { $0 }.sorted() == [0, 1, 2, 3, 4])
      let target = answer(grid, &generator)
      var whole = answer(grid, &generator)
      for group in groups {
        let region = FreeRegion(rows: group, columns: 0..<Int32(grid.columnCount))
        whole = whole.spliced(RegionAnswer(of: region, from: target), into: region)
      }
      #expect(whole == target)
    }
  }

  /// Each window's cells are replaced at random; those changes that respect the quotas are kept.
  /// Then no sum that was inside its bounds is outside, whichever windows changed.
  @Test
  func quotasKeepSpanningSumsInsideTheirBounds() {
    for seed in UInt64(0)..<60 {
      var generator = SeededGenerator(seed: seed)
      let grid = grid()
      let base = answer(grid, &generator)
      let windows = Cutting.windows(of: grid, width: 10, generator: &generator)
      let quotas = Cutting.quotas(
        of: grid, answer: base, windows: windows, generator: &generator)
      var merged = base
      for (part, window) in windows.enumerated() {
        for row in 0..<Int32(grid.rowCount) {
          let found = changed(
            base, row: row, window, within: quotas[part], grid, generator: &generator)
          for column in window { merged[Int(row), Int(column)] = found[Int(row), Int(column)] }
        }
      }
      for (rule, window, row, before) in amounts(grid, base) {
        let after = amounts(grid, merged).first { $0.0 == rule && $0.1 == window && $0.2 == row }
        guard case .sum(let family) = grid.rules[rule].family, let after else { continue }
        let bounds = Int(family.windows[window].min)...Int(family.windows[window].max)
        if bounds.contains(before) {
          #expect(bounds.contains(after.3), "seed \(seed), row \(row): \(before) → \(after.3)")
        }
      }
    }
  }

  /// The answer with one row's cells in the window replaced so that the quotas hold; unchanged
  /// where twenty tries found none.
  private func changed(
    _ base: GridAnswer, row: Int32, _ window: Range<Int32>, within quotas: [Quota],
    _ grid: DenseGrid, generator: inout SeededGenerator
  ) -> GridAnswer {
    for _ in 0..<20 {
      var changed = base
      for column in window where generator.below(3) == 0 {
        changed[Int(row), Int(column)] = generator.below(3)
      }
      if respects(quotas, row: row, changed, grid) { return changed }
    }
    return base
  }

  /// Quotas, and for sums that this part alone may move the grid's own bounds.
  private func respects(
    _ quotas: [Quota], row: Int32, _ answer: GridAnswer, _ grid: DenseGrid
  ) -> Bool {
    amounts(grid, answer).filter { $0.2 == row }.allSatisfy { rule, window, _, amount in
      guard case .sum(let family) = grid.rules[rule].family else { return true }
      let quota = quotas.first { $0.rule == rule && $0.row == row && $0.window == window }
      let sum = family.windows[window]
      return amount >= Int(quota?.min ?? sum.min) && amount <= Int(quota?.max ?? sum.max)
    }
  }

  private func amounts(_ grid: DenseGrid, _ answer: GridAnswer) -> [(Int, Int, Int32, Int)] {
    grid.rules.indices.flatMap { rule -> [(Int, Int, Int32, Int)] in
      guard case .sum(let family) = grid.rules[rule].family else { return [] }
      return family.windows.indices.flatMap { window in
        family.rows.map { row in
          let amount = grid.amount(
            of: family.measure, in: family.windows[window], row: Int(row), answer)
          return (rule, window, row, amount)
        }
      }
    }
  }
}
