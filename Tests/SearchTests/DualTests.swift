import Benchmarking
import Containers
import Determinism
import Foundation
import Grid
import Measures
import Search
import TestSupport
import Testing

/// Strategies that go by way of the dual, on small grids drawn from seeds.
@Suite struct DualTests {
  static let diving = ["dual-dive", "exact-dual-dive"]

  @Test(arguments: UInt64(0)..<120)
  func everyBoundOfferedIsBelievedByTheChecker(seed: UInt64) async throws {
    let grid = RandomGrid.grid(seed: seed)
    let control = BoundControl(limit: 30_000)
    _ = try search("bound", grid, seed: seed, control)
    for offer in control.offers {
      do {
        _ = try await grid.check(offer)
      } catch BoundRefusal.unlimitedReward {
        continue
      }
    }
  }

  /// Shift lengths in minutes and limits that are open on one side: large numbers for a checker.
  @Test func aFortnightOfShiftsIsBounded() async throws {
    let grid = try fortnight()
    let control = BoundControl(limit: 400_000)
    let best = try #require(try search("bound", grid, seed: 1, control))
    let offer = try #require(control.offers.last)
    #expect(try await grid.check(offer) == .points(offer.claimed))
    #expect(best.hard == 0 && best.soft >= offer.claimed)
    #expect(offer.claimed > (try grid.trivialBound()))
  }

  @Test func boundsAreOfferedOnMostGrids() throws {
    var count = 0
    for seed in UInt64(0)..<40 {
      let control = BoundControl(limit: 30_000)
      _ = try search("bound", RandomGrid.grid(seed: seed), seed: seed, control)
      if !control.offers.isEmpty { count += 1 }
    }
    #expect(count > 12, "\(count) of 40 grids had a bound")
  }

  @Test(arguments: UInt64(0)..<60)
  func noBoundIsAboveTheCheapestValidAnswer(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed, columns: 3)
    guard let optimum = cheapest(grid) else { return }
    let control = BoundControl(limit: 30_000)
    _ = try search("bound", grid, seed: seed, control)
    for offer in control.offers {
      #expect(offer.claimed <= optimum, "seed \(seed)")
    }
  }

  /// Without covers nothing ties rows together, and where all sums are carried nothing is relaxed:
  /// the bound is then what the cheapest rows cost.
  @Test func rowsArePricedAsCheaplyAsEnumerationCan() throws {
    var compared = 0
    for seed in UInt64(0)..<150 {
      var grid = RandomGrid.grid(seed: seed, columns: 3)
      var hasGroups = false
      grid.rules.removeAll { rule in
        switch rule.family {
        case .cover: return true
        case .sum(let family):
          guard case .anyInGroups = family.measure else { return false }
          defer { hasGroups = true }
          return hasGroups
        default: return false
        }
      }
      guard let optimum = cheapest(grid) else { continue }
      let control = BoundControl(limit: 30_000)
      try search("bound", grid, seed: seed, control, ["carry": 1])
      guard let offer = control.offers.last else { continue }
      #expect(offer.claimed == optimum, "seed \(seed)")
      compared += 1
    }
    #expect(compared > 30, "\(compared) grids compared")
  }

  /// Dives follow amounts near an even pace only where rows are long, which is no relaxation: what
  /// they offer must not come of it.
  @Test(arguments: UInt64(0)..<12)
  func boundsOfLongRowsAreNotThoseOfTheDive(seed: UInt64) async throws {
    let grid = RandomGrid.grid(seed: seed, columns: 110)
    let control = BoundControl(limit: 60_000)
    try search("exact-dual-dive", grid, seed: seed, control)
    for offer in control.offers {
      do {
        _ = try await grid.check(offer)
      } catch BoundRefusal.unlimitedReward {
        continue
      }
    }
  }

  /// Three rows, none of which may work two columns running, lack 30 heads of 9,000 points: prices
  /// that would not add up in the checker's 32 bits are stated in coarser fractions.
  @Test func dearCoversAreOfferedCoarserAndBelieved() async throws {
    let columns = 60
    var grid = DenseGrid(
      rowCount: 3, columnCount: columns, choiceCount: 2, domains: [BitSet(0...1)],
      domainOfCell: Array(repeating: 0, count: 3 * columns))
    grid.rules = [
      GridRule(
        instance: 0, level: .institution,
        family: .transition(
          TransitionFamily(
            rows: [0, 1, 2], columns: (0..<Int32(columns) - 1).map { $0 }, offset: 1,
            from: BitSet([1]), to: BitSet([1]), price: 1))),
      GridRule(
        instance: 1, level: .soft,
        family: .cover(
          CoverFamily(
            groups: (0..<Int32(columns)).map { [$0] }, tables: [[0, 1]], tableOfRow: [0, 0, 0],
            min: Array(repeating: 2, count: columns), max: Array(repeating: .max, count: columns),
            priceUnder: 9_000, priceOver: 0))),
    ]
    let control = BoundControl(limit: 400_000)
    try search("bound", grid, seed: 1, control)
    let offer = try #require(control.offers.last)
    #expect(offer.multipliers.denominator < LagrangeMultipliers.denominatorMax)
    #expect(offer.claimed > 200_000 && offer.claimed <= 270_000)
    _ = try await grid.check(offer)
  }

  @Test(arguments: UInt64(0)..<60)
  func divesCountTheirAnswersRightAndRepeatThem(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed)
    for name in Self.diving {
      let answers = try (0..<2).map { _ in
        try search(name, grid, seed: seed, BoundControl(limit: 40_000))
      }
      let best = try #require(answers[0])
      let recount = grid.recount(best.answer)
      #expect(recount.cellsOutsideDomain == 0, "\(name) seed \(seed)")
      #expect(recount.score.soft == best.soft, "\(name) seed \(seed)")
      #expect(
        recount.score.accreditation + recount.score.institution == best.hard,
        "\(name) seed \(seed)")
      #expect(answers[1]?.answer == best.answer, "\(name) seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func divesLeaveFrozenCellsAlone(seed: UInt64) throws {
    let grid = RandomGrid.grid(seed: seed, columns: 8)
    let border = RandomGrid.answer(of: grid, seed: seed)
    let free = FreeRegion(rows: [1], columns: 2..<6)
    for name in Self.diving {
      let strategy = try #require(StrategyCatalogue.strategy(named: name, .init()))
      let best = try #require(
        strategy.search(
          SearchTask(
            model: SearchModel(grid), subproblem: Subproblem(free: free, border: border),
            seed: seed), control: BoundControl(limit: 20_000)))
      for row in 0..<grid.rowCount {
        for column in 0..<8 where row != 1 || !(2..<6).contains(column) {
          #expect(best.answer[row, column] == border[row, column], "\(name) seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: ["bound", "dual-dive", "exact-dual-dive"])
  func aSearchThatIsStoppedEndsAtTheNextLook(name: String) throws {
    let grid = RandomGrid.grid(seed: 7, columns: 12)
    for looks in [1, 2, 5, 20, 60] {
      let control = StoppingControl(looks: looks)
      _ = try search(name, grid, seed: 7, control)
      // Each phase of a strategy may look once more before it notices.
      #expect(control.looksAfterStop <= 8, "\(name): \(control.looksAfterStop) after \(looks)")
    }
  }

  private func fortnight() throws -> DenseGrid {
    let file = Folders.project.appending(path: "bench/instances/fortnight.txt")
    return ShiftGrid.compile(
      try ShiftInstanceReader.read(try String(contentsOf: file, encoding: .utf8)))
  }

  @discardableResult
  private func search(
    _ name: String, _ grid: DenseGrid, seed: UInt64, _ control: any SearchControl,
    _ parameters: [String: Double] = [:]
  ) throws -> Candidate? {
    let strategy = try #require(
      StrategyCatalogue.strategy(named: name, StrategyParameters(parameters)))
    return strategy.search(
      SearchTask(
        model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
        seed: seed), control: control)
  }

  /// Soft points of the cheapest valid answer by enumeration; nil when there is none, or when
  /// there are too many answers to count.
  private func cheapest(_ grid: DenseGrid) -> Int? {
    let domains = grid.domainOfCell.map { grid.domains[Int($0)].members }
    let count = domains.reduce(1) { min(1_000_000, $0 * $1.count) }
    if count > 40_000 { return nil }
    var least: Int?
    for index in 0..<count {
      var rest = index
      let cells = domains.map { members -> UInt16 in
        defer { rest /= members.count }
        return UInt16(members[rest % members.count])
      }
      let recount = grid.recount(GridAnswer(cells: cells, columnCount: grid.columnCount))
      if recount.isValid { least = min(least ?? .max, recount.score.soft) }
    }
    return least
  }
}

/// Counts effort, and keeps what is offered.
private final class BoundControl: SearchControl {
  private let limit: Int
  private(set) var offers: [BoundOffer] = []

  init(limit: Int) { self.limit = limit }

  func shareUsed(effort: Int) -> Double { Double(effort) / Double(limit) }
  func improved(_ candidate: Candidate) {}
  func proved(_ offer: BoundOffer) { offers.append(offer) }
}

/// Says stop at a certain look, and counts how often it is asked after that.
private final class StoppingControl: SearchControl {
  private let looks: Int
  private var asked = 0

  init(looks: Int) { self.looks = looks }

  var looksAfterStop: Int { max(0, asked - looks) }

  func shareUsed(effort: Int) -> Double {
    asked += 1
    // Far less than a full budget until then, so that all phases come to run.
    return asked >= looks ? 1 : Double(asked) / 100
  }

  func improved(_ candidate: Candidate) {}
}
