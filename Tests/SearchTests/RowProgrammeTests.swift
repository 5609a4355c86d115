import Containers
import Determinism
import Grid
import Measures
import Search
import Testing
import TestSupport

/// The row programme against plain enumeration, on rows of grids drawn from seeds.
@Suite struct RowProgrammeTests {
  @Test(arguments: UInt64(0)..<500)
  func aRowIsPlannedAsCheaplyAsEnumerationCan(seed: UInt64) {
    let question = RowQuestion(seed: seed)
    let programme = RowProgramme(model: SearchModel(question.grid), row: question.row)
    var random = SeededGenerator(seed: seed, label: 81)
    // Several ranges and prices for one programme: it keeps states between calls.
    for call in 0..<4 {
      let range = question.range(&random)
      let prices = question.prices(range, &random)
      let expected = question.cheapest(range, prices)
      switch question.answer(of: programme, range, prices, stateLimit: 1_000_000) {
      case .infeasible: #expect(expected == nil, "seed \(seed) call \(call) \(range)")
      case .tooLarge: Issue.record("seed \(seed) call \(call): a small row did not fit")
      case .found(let cost, let cells):
        #expect(cost == expected, "seed \(seed) call \(call) \(range)")
        let attained = question.cost(of: cells, range, prices)
        #expect(attained == cost, "seed \(seed) call \(call) \(range): \(cells)")
      }
    }
  }

  @Test func bothOutcomesOccurOftenEnoughToMeanSomething() {
    var found = 0
    var infeasible = 0
    for seed in UInt64(0)..<200 {
      let question = RowQuestion(seed: seed)
      var random = SeededGenerator(seed: seed, label: 81)
      let range = question.range(&random)
      if question.cheapest(range, question.prices(range, &random)) == nil {
        infeasible += 1
      } else {
        found += 1
      }
    }
    #expect(found > 60 && infeasible > 20, "\(found) found, \(infeasible) infeasible")
  }

  @Test(arguments: UInt64(0)..<100)
  func aLimitIsRespectedHonestly(seed: UInt64) {
    let question = RowQuestion(seed: seed)
    let programme = RowProgramme(model: SearchModel(question.grid), row: question.row)
    var random = SeededGenerator(seed: seed, label: 82)
    for limit in [4, 16, 64, 256] {
      let range = question.range(&random)
      let prices = question.prices(range, &random)
      let expected = question.cheapest(range, prices)
      switch question.answer(of: programme, range, prices, stateLimit: limit) {
      case .infeasible: #expect(expected == nil, "seed \(seed) limit \(limit) \(range)")
      case .tooLarge: break
      case .found(let cost, _): #expect(cost == expected, "seed \(seed) limit \(limit) \(range)")
      }
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func exactWindowsInTheAnnealingKeepItsCountsRight(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed)
    let answers = try (0..<2).map { _ in
      let strategy = try #require(
        StrategyCatalogue.strategy(named: "annealing", .init(["exact-window-share": 0.5])))
      let best = try #require(
        strategy.search(
          SearchTask(
            model: SearchModel(grid),
            subproblem: Subproblem(free: .whole(of: grid), border: nil), seed: seed),
          control: EffortControl(limit: 20_000)))
      let recount = grid.recount(best.answer)
      #expect(recount.cellsOutsideDomain == 0, "seed \(seed)")
      #expect(recount.score.soft == best.soft, "seed \(seed)")
      #expect(recount.score.accreditation + recount.score.institution == best.hard, "seed \(seed)")
      return best.answer
    }
    #expect(answers[0] == answers[1], "seed \(seed)")
  }

  @Test func closedChoicesAndImmensePricesAreToldApart() {
    let grid = DenseGrid(
      rowCount: 1, columnCount: 2, choiceCount: 2, domains: [.below(2)], domainOfCell: [0, 0])
    let programme = RowProgramme(model: SearchModel(grid), row: 0)
    let best = { (prices: [Int32]) in
      programme.best(prices: prices, range: 0..<2, current: [0, 0], stateLimit: 100)
    }
    #expect(best([RowProgramme.closed, 7, 1, 2]) == .found(cost: 8, cells: [1, 0]))
    #expect(best([RowProgramme.closed, .max, 1, 2]) == .infeasible)
    #expect(best([RowProgramme.closed - 1, .max, 1, 2]) == .tooLarge)
  }
}

/// A row of a random grid with fixed cells around a range, and its rules by the letter.
private struct RowQuestion {
  let grid: DenseGrid
  let row: Int
  let current: [UInt16]

  /// Sequences one enumeration may look at.
  private static let sequenceMax = 1500

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed, label: 80)
    grid = RandomGrid.grid(seed: seed)
    row = random.below(grid.rowCount)
    let start = row * grid.columnCount
    let answer = RandomGrid.answer(of: grid, seed: seed)
    current = Array(answer.cells[start..<start + grid.columnCount])
  }

  func range(_ random: inout SeededGenerator) -> Range<Int> {
    let first = random.below(grid.columnCount)
    let wished = 1 + random.below(grid.columnCount - first)
    var end = first
    var sequences = 1
    while end < first + wished {
      sequences *= grid.domain(row: row, column: end).count
      if sequences > Self.sequenceMax { break }
      end += 1
    }
    return first..<end
  }

  func prices(_ range: Range<Int>, _ random: inout SeededGenerator) -> [Int32] {
    (0..<range.count * grid.choiceCount).map { _ in Int32(random.below(21)) - 8 }
  }

  func answer(
    of programme: RowProgramme, _ range: Range<Int>, _ prices: [Int32], stateLimit: Int
  ) -> RowResult {
    prices.withUnsafeBufferPointer { prices in
      current.withUnsafeBufferPointer { cells in
        guard let prices = prices.baseAddress, let cells = cells.baseAddress else {
          return .tooLarge
        }
        return programme.best(
          prices: prices, range: range, current: cells, stateLimit: stateLimit)
      }
    }
  }

  func cheapest(_ range: Range<Int>, _ prices: [Int32]) -> Int? {
    let choices = range.map { grid.domain(row: row, column: $0).members.map(UInt16.init) }
    var digits = [Int](repeating: 0, count: range.count)
    var best: Int?
    while true {
      let cells = digits.indices.map { choices[$0][digits[$0]] }
      if let cost = cost(of: cells, range, prices), cost < best ?? .max { best = cost }
      guard let place = digits.indices.first(where: { digits[$0] + 1 < choices[$0].count })
      else { return best }
      digits[place] += 1
      for earlier in 0..<place { digits[earlier] = 0 }
    }
  }

  /// Nil when the cells break a hard rule that the range touches.
  func cost(of cells: [UInt16], _ range: Range<Int>, _ prices: [Int32]) -> Int? {
    var whole = current
    whole.replaceSubrange(range, with: cells)
    var answer = GridAnswer(
      cells: Array(repeating: 0, count: grid.rowCount * grid.columnCount),
      columnCount: grid.columnCount)
    for (column, choice) in whole.enumerated() { answer[row, column] = Int(choice) }
    var total = 0
    for (offset, choice) in cells.enumerated() {
      let column = range.lowerBound + offset
      guard grid.domain(row: row, column: column).contains(Int(choice)) else { return nil }
      total += Int(prices[offset * grid.choiceCount + Int(choice)])
      let isClosed = grid.cellPrices.contains {
        $0.level != .soft && Int($0.row) == row && Int($0.column) == column
          && $0.choice == Int32(choice)
      }
      if isClosed { return nil }
    }
    for rule in grid.rules {
      if rule.level == .soft {
        total += ownFamily(rule.family, touching: nil).map { grid.penalty(of: $0, in: answer) } ?? 0
      } else if hardUnits(rule.family, range, answer, whole) != 0 {
        return nil
      }
    }
    return total
  }

  private func hardUnits(
    _ family: GridFamily, _ range: Range<Int>, _ answer: GridAnswer, _ whole: [UInt16]
  ) -> Int {
    guard let own = ownFamily(family, touching: range) else { return 0 }
    switch own {
    case .run(let run): return runUnits(run, range, answer, whole)
    case .order(let order): return orderUnits(order, range, whole)
    default: return grid.penalty(of: own, in: answer)
    }
  }

  /// The family for this row alone; with a range only the pieces that look at it.
  private func ownFamily(_ family: GridFamily, touching range: Range<Int>?) -> GridFamily? {
    switch family {
    case .transition(var item):
      guard item.rows.contains(Int32(row)) else { return nil }
      item.rows = [Int32(row)]
      item.columns = item.columns.filter { column in
        range.map { $0.contains(Int(column)) || $0.contains(Int(column + item.offset)) } ?? true
      }
      return .transition(item)
    case .run(var item):
      guard let index = item.rows.firstIndex(of: Int32(row)) else { return nil }
      item.rows = [Int32(row)]
      if !item.history.isEmpty { item.history = [item.history[index]] }
      return .run(item)
    case .sum(var item):
      guard item.rows.contains(Int32(row)) else { return nil }
      item.rows = [Int32(row)]
      let measure = item.measure
      item.windows = item.windows.filter { window in
        range.map { touches(window, measure, $0) } ?? true
      }
      return .sum(item)
    case .order(var item):
      guard item.rows.contains(Int32(row)) else { return nil }
      item.rows = [Int32(row)]
      return .order(item)
    default: return nil
    }
  }

  private func touches(_ window: SumWindow, _ measure: SumMeasure, _ range: Range<Int>) -> Bool {
    switch measure {
    case .weights: window.positions.contains { range.contains(Int($0)) }
    case .anyInGroups(let groups, _):
      window.positions.contains { groups[Int($0)].contains { range.contains(Int($0)) } }
    }
  }

  /// All units of the rule without those of runs that end before the range's left neighbour or
  /// begin after its right one.
  private func runUnits(
    _ run: RunFamily, _ range: Range<Int>, _ answer: GridAnswer, _ whole: [UInt16]
  ) -> Int {
    var total = grid.penalty(of: .run(run), in: answer)
    var column = 0
    while column < whole.count {
      let start = column
      while column < whole.count && run.members.contains(Int(whole[column])) { column += 1 }
      if column > start && (column < range.lowerBound || start > range.upperBound) {
        let length = column - start + (start == 0 ? Int(run.history.first ?? 0) : 0)
        let isOpen =
          start == 0 && run.startIsOpen && run.history.first ?? 0 == 0
          || column == whole.count && run.endIsOpen
        total -= max(0, length - Int(run.max)) * Int(run.priceLong)
        if !isOpen { total -= max(0, Int(run.min) - length) * Int(run.priceShort) }
      }
      column = max(column, start + 1)
    }
    return total
  }

  private func orderUnits(_ order: OrderFamily, _ range: Range<Int>, _ whole: [UInt16]) -> Int {
    var earlier = 0
    var total = 0
    for (column, choice) in whole.enumerated() {
      if column >= range.lowerBound && order.after.contains(Int(choice))
        && earlier < Int(order.required)
      {
        total += Int(order.price)
      }
      if order.before.contains(Int(choice)) { earlier += 1 }
    }
    return total
  }
}
