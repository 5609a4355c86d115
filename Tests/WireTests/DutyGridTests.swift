import Containers
import Determinism
import Grid
import Measures
import TestSupport
import Testing
import Wire

/// Grids with the families of duty schedules over the wire.
struct DutyGridTests {
  @Test(arguments: RandomDutyGrid.Kind.allCases)
  func everyFamilyArrivesAsItWasSent(kind: RandomDutyGrid.Kind) throws {
    for seed in UInt64(0)..<40 {
      let grid = RandomDutyGrid.grid(seed: seed, kinds: [kind])
      #expect(grid.faults().isEmpty, "seed \(seed): \(grid.faults())")
      #expect(try WireCodec.decodeGrid(WireCodec.encode(grid: grid)) == grid, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func aDamagedGridIsRefusedOrKeepsEveryStatement(seed: UInt64) {
    var random = SeededGenerator(seed: seed, label: 74)
    var bytes = WireCodec.encode(grid: RandomDutyGrid.grid(seed: seed))
    for _ in 0..<1 + random.below(4) {
      bytes[random.below(bytes.count)] = UInt8(random.below(256))
    }
    guard let grid = try? WireCodec.decodeGrid(bytes) else { return }
    #expect(grid.faults().isEmpty, "seed \(seed): \(grid.faults())")
    // What was let in can be counted without leaving any table.
    _ = grid.recount(RandomGrid.answer(of: grid, seed: seed))
  }

  @Test
  func gridsWhoseRulesPointOutsideAreRefused() {
    let grid = RandomDutyGrid.grid(seed: 3, kinds: [.gap])
    let set = BitSet([0])
    let row = Int32(grid.rowCount)
    let column = Int32(grid.columnCount)
    let bad: [GridFamily] = [
      .gap(GapFamily(rows: [row], from: set, to: set, least: 60, unit: 60, price: 1)),
      .gap(GapFamily(rows: [0], from: set, to: set, least: 60, unit: 0, price: 1)),
      .stretch(
        StretchFamily(rows: [1, 0], members: set, max: 60, bridge: 0, unit: 60, price: 1)),
      .follow(
        FollowFamily(
          rows: [0], columns: [column], from: set, skipped: set, to: set, reach: 1, price: 1)),
      .follow(
        FollowFamily(
          rows: [0], columns: [0], from: set, skipped: set, to: set, reach: 0, price: 1)),
      .freePeriods(
        FreePeriodFamily(
          rows: [0], members: set, period: 60, windows: [ClockWindow(start: 0, end: 60)], min: [],
          price: 1)),
      .seriesRun(
        SeriesRunFamily(
          series: ColumnSeries(groups: [[1], [0]], quantifier: .any),
          run: RunFamily(rows: [0], members: set, priceShort: 1, priceLong: 1))),
      .rolling(
        RollingFamily(
          rows: [0],
          measure: .weights(
            ColumnWeights(tables: [], tableOfColumn: (0..<column).map { _ in 0 })),
          windows: [PositionRange(0..<1)], priceUnder: 1, priceOver: 1)),
      .twoSidedCover(
        TwoSidedCoverFamily(
          groups: [[0], [0]], supply: HeadWeights(tables: [], tableOfRow: []),
          demand: HeadWeights(tables: [], tableOfRow: []), divisor: 4, constant: [0, 0], price: 1)),
      .pair(
        PairFamily(
          rows: [PairedIndices(0, Int(row))], columns: [PairedIndices(0, 0)],
          classOfChoice: (0..<grid.choiceCount).map { _ in 0 }, classCount: 1, prices: [0])),
      .spread(
        SpreadFamily(
          rows: [0],
          measure: .anyInGroups(
            MemberGroups(
              sets: [],
              groups: [
                [
                  GroupCell(column: 0, set: 0)
                ]
              ])), kind: .range, allowance: 0, price: 1)),
      .clause(ClauseFamily(literals: [], price: 1)),
    ]
    for family in bad {
      var other = grid
      other.rules = [GridRule(instance: 0, level: .soft, family: family)]
      #expect(!other.faults().isEmpty, "\(family)")
      #expect(throws: WireError.self, "\(family)") {
        try WireCodec.decodeGrid(WireCodec.encode(grid: other))
      }
    }
    var clockless = grid
    clockless.clock = ClockTable()
    #expect(throws: WireError.self) {
      try WireCodec.decodeGrid(WireCodec.encode(grid: clockless))
    }
  }
}
