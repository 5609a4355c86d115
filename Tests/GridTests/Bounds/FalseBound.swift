import Containers
import Grid
import Measures
import Testing

/// One offer that claims what it does not prove, or is no offer at all.
struct FalseBound: Sendable, CustomTestStringConvertible {
  enum Claim: Sendable {
    /// So little that only its form can be wrong.
    case modest
    case aboveProved(Int)
    case points(Int)
    /// What the multipliers prove on another grid, which must be more.
    case provedOn(DenseGrid)
  }

  let name: String
  /// The kind of refusal it must meet.
  let reason: String
  let grid: DenseGrid
  let multipliers: LagrangeMultipliers
  let claim: Claim

  var testDescription: String { name }

  /// A change of an offer that is believed as it stands.
  init(
    _ name: String, _ reason: String, on grid: DenseGrid = FalseBound.week,
    claim: Claim = .modest, from base: LagrangeMultipliers = FalseBound.base,
    _ change: (inout LagrangeMultipliers) -> Void = { _ in }
  ) {
    self.name = name
    self.reason = reason
    self.grid = grid
    var multipliers = base
    change(&multipliers)
    self.multipliers = multipliers
    self.claim = claim
  }

  static let corpus: [FalseBound] = shapes + boxes + windows + overflows + claims

  private static let shapes = [
    FalseBound("a denominator of 0", "denominator") { $0.denominator = 0 },
    FalseBound("a negative denominator", "denominator") { $0.denominator = -4 },
    FalseBound("a denominator that is too fine", "denominator") { $0.denominator = 1_025 },
    FalseBound("an immense denominator", "denominator") { $0.denominator = .max },
    FalseBound("no multipliers", "coverCount") { $0.covers = [] },
    FalseBound("a multiplier too few", "coverCount") { $0.covers.removeLast() },
    FalseBound("a multiplier too many", "coverCount") { $0.covers.append(0) },
    FalseBound("multipliers of the soft cover only", "coverCount") { $0.covers.removeLast(21) },
    FalseBound("multipliers of another grid", "coverCount", on: pace),
  ]

  /// Covers: 7 of days (under 10, over 1), 7 of nights at least, 7 of nights at most, 7 unpriced.
  private static let boxes = [
    FalseBound("a fraction above the price of a missing unit", "outsideBox") { $0.covers[0] = 41 },
    FalseBound("far above the price of a missing unit", "outsideBox") { $0.covers[6] = 40_000 },
    FalseBound("a fraction below the price of a surplus unit", "outsideBox") { $0.covers[3] = -5 },
    FalseBound("the least 32-bit multiplier", "outsideBox") { $0.covers[0] = .min },
    FalseBound("the greatest 32-bit multiplier", "outsideBox") { $0.covers[0] = .max },
    FalseBound("a price on the free side of a hard minimum", "outsideBox") { $0.covers[7] = -1 },
    FalseBound("a price on the free side of a hard maximum", "outsideBox") { $0.covers[14] = 1 },
    FalseBound("beyond what a hard multiplier may be", "outsideBox") { $0.covers[7] = 4_000_001 },
    FalseBound("a price on an unpriced cover", "outsideBox") { $0.covers[27] = 1 },
    FalseBound("a scale that was forgotten", "outsideBox") { $0.denominator = 1 },
    FalseBound("a box of another denominator", "outsideBox") { offer in
      offer.denominator = 2
      offer.covers[0] = 40
    },
  ]

  private static func relaxing(_ items: [(Int, Int, Int, Int)]) -> LagrangeMultipliers {
    var result = base
    result.windows = items.map {
      WindowMultiplier(rule: $0.0, row: $0.1, window: $0.2, numerator: $0.3)
    }
    return result
  }

  /// Rule 4: work, hard band. Rule 5: nights, hard maximum. Rule 6: weekends of row 0, soft.
  private static let windows = [
    FalseBound("a rule before the first", "unknownWindow", from: relaxing([(-1, 0, 0, 0)])),
    FalseBound("a rule after the last", "unknownWindow", from: relaxing([(99, 0, 0, 0)])),
    FalseBound("a cover as a window", "unknownWindow", from: relaxing([(0, 0, 0, 0)])),
    FalseBound("a transition as a window", "unknownWindow", from: relaxing([(7, 0, 0, 0)])),
    FalseBound("a window before the first", "unknownWindow", from: relaxing([(4, 0, -1, 0)])),
    FalseBound("a window after the last", "unknownWindow", from: relaxing([(4, 0, 1, 0)])),
    FalseBound("a row the rule does not have", "unknownWindow", from: relaxing([(6, 1, 0, 0)])),
    FalseBound("a row outside the grid", "unknownWindow", from: relaxing([(4, 2, 0, 0)])),
    FalseBound(
      "a window twice", "windowsOutOfOrder", from: relaxing([(4, 0, 0, 1), (4, 0, 0, 1)])),
    FalseBound("falling rules", "windowsOutOfOrder", from: relaxing([(5, 0, 0, 0), (4, 0, 0, 0)])),
    FalseBound("falling rows", "windowsOutOfOrder", from: relaxing([(4, 1, 0, 0), (4, 0, 0, 0)])),
    FalseBound(
      "falling windows", "windowsOutOfOrder", from: relaxing([(6, 0, 1, 0), (6, 0, 0, 0)])),
    FalseBound("a reward for a hard maximum", "outsideBox", from: relaxing([(5, 1, 0, 1)])),
    FalseBound("a soft window above its price", "outsideBox", from: relaxing([(6, 0, 1, 9)])),
    FalseBound("a soft window on its free side", "outsideBox", from: relaxing([(6, 0, 1, -1)])),
  ]

  private static let overflows = [
    FalseBound(
      "weights too large for the multiplier", "overflow",
      on: week { $0.changeCover(0) { $0.tables = [[0, .max, 0]] } }),
    FalseBound(
      "prices too large for their amounts", "overflow",
      on: week { grid in
        grid.changeCover(0) { family in
          family.priceUnder = .max
          family.min = family.min.map { _ in 1 << 20 }
        }
      }),
    FalseBound(
      "cell prices that do not add up in a row", "overflow",
      on: week { grid in
        grid.cellPrices = (0..<7).map {
          CellPrice(row: 0, column: $0, choice: 1, level: .soft, amount: 1 << 30, instance: 0)
        }
      }),
    FalseBound(
      "a reward without a known limit", "unlimitedReward",
      on: week { grid in
        let heads = HeadWeights(tables: [[0, 1, 1]], tableOfRow: [0, 0])
        grid.rules.append(
          GridRule(
            instance: 20, level: .soft,
            family: .twoSidedCover(
              TwoSidedCoverFamily(
                groups: [[0]], supply: heads, demand: heads, divisor: 1, constant: [0],
                price: -1))))
      }),
  ]

  private static let claims = [
    FalseBound("a point above what is proved", "tooHigh", claim: .aboveProved(1)),
    FalseBound("a hundredth above what is proved", "tooHigh", claim: .aboveProved(10)),
    FalseBound("the greatest number", "tooHigh", claim: .points(.max)),
    FalseBound(
      "the value of better multipliers with poor ones", "tooHigh", claim: .aboveProved(1),
      from: .zero(for: week)),
    FalseBound(
      "row sums priced but counted as kept", "tooHigh", claim: .aboveProved(1),
      from: relaxing([(4, 0, 0, 3), (4, 1, 0, -3)])),
    FalseBound(
      "wanted pairs left out as if they were penalties", "tooHigh",
      claim: .provedOn(week { $0.rules.removeAll { $0.instance == 9 } })),
    FalseBound(
      "runs at open edges taken as closed", "tooHigh",
      claim: .provedOn(
        week { grid in
          guard case .run(var family) = grid.rules[8].family else { return }
          family.startIsOpen = false
          family.endIsOpen = false
          grid.rules[8].family = .run(family)
        })),
    FalseBound(
      "amounts cut off below the most", "tooHigh",
      claim: .provedOn(
        week { grid in
          guard case .sum(var family) = grid.rules[4].family else { return }
          family.windows[0].max = 5
          grid.rules[4].family = .sum(family)
        })),
    FalseBound(
      "a domain without a choice that it has", "tooHigh",
      claim: .provedOn(week { $0.domains = [BitSet([0, 1])] })),
    FalseBound(
      "a rule counted twice", "tooHigh",
      claim: .provedOn(week { $0.rules.append($0.rules[6]) })),
  ]
}

/// The grids that false bounds are told of.
extension FalseBound {
  /// Two rows of seven days: off, day, night. Rules: 0 cover of days, soft, both sides; 1 cover of
  /// nights, hard, at least; 2 cover of nights, hard, at most; 3 cover without prices; 4 amount of
  /// work, hard band; 5 nights, hard, at most; 6 weekends of row 0, soft; 7 night then day, hard;
  /// 8 work runs, hard; 9 pairs of nights, wanted. Work on day 3 is dear.
  static let week: DenseGrid = {
    var grid = DenseGrid(
      rowCount: 2, columnCount: 7, choiceCount: 3, domains: [.below(3)],
      domainOfCell: Array(repeating: 0, count: 14))
    let nights = BitSet([2])
    let work = BitSet([1, 2])
    let weekends = SumFamily(
      rows: [0], measure: .anyInGroups([[5, 6]], work),
      windows: [SumWindow(positions: [0], max: 0), SumWindow(positions: [0], min: 1)],
      priceUnder: 2, priceOver: 3)
    let runs = RunFamily(rows: [0, 1], members: work, min: 5, max: 7, priceShort: 1, priceLong: 1)
    let families: [(GridFamily, ScoreLevel)] = [
      (cover(1, 1, 1, under: 10, over: 1), .soft),
      (cover(2, 0, .max, under: 1, over: 0), .institution),
      (cover(2, .min, 1, under: 0, over: 1), .accreditation),
      (cover(2, 0, 1, under: 0, over: 0), .soft), (sum([0, 1, 2], 5, 7), .institution),
      (sum([0, 0, 1], .min, 2), .institution), (.sum(weekends), .soft),
      (pair(nights, BitSet([1]), 1), .institution), (.run(runs), .institution),
      (pair(nights, nights, -12), .soft),
    ]
    grid.rules = families.enumerated().map { index, item in
      GridRule(instance: index, level: item.1, family: item.0)
    }
    // Whoever may not end a short run at the edge has to work in the middle.
    grid.cellPrices = [0, 1].flatMap { row in
      [1, 2].map {
        CellPrice(row: row, column: 3, choice: $0, level: .soft, amount: 20, instance: 10)
      }
    }
    return grid
  }()

  static func week(_ change: (inout DenseGrid) -> Void) -> DenseGrid {
    var grid = week
    change(&grid)
    return grid
  }

  private static let days = (0..<7).map { Int32($0) }

  private static func cover(
    _ choice: Int, _ min: Int32, _ max: Int32, under: Int, over: Int
  ) -> GridFamily {
    var table: [Int32] = [0, 0, 0]
    table[choice] = 1
    return .cover(
      CoverFamily(
        groups: days.map { [$0] }, tables: [table], tableOfRow: [0, 0], min: days.map { _ in min },
        max: days.map { _ in max }, priceUnder: under, priceOver: over))
  }

  private static func sum(_ weights: [Int32], _ min: Int32, _ max: Int32) -> GridFamily {
    .sum(
      SumFamily(
        rows: [0, 1], measure: .weights(weights),
        windows: [SumWindow(positions: days, min: min, max: max)], priceUnder: min == .min ? 0 : 1,
        priceOver: 1))
  }

  private static func pair(_ from: BitSet, _ to: BitSet, _ price: Int) -> GridFamily {
    .transition(
      TransitionFamily(
        rows: [0, 1], columns: days.dropLast(), from: from, to: to, price: price))
  }

  /// Multipliers of 3 on days, nothing on the rest.
  static let base = LagrangeMultipliers(
    denominator: 4, covers: Array(repeating: 12, count: 7) + Array(repeating: 0, count: 21))

  /// One row of twelve days, exactly four to be worked; each day costs its number.
  static let pace: DenseGrid = {
    var grid = DenseGrid(
      rowCount: 1, columnCount: 12, choiceCount: 2, domains: [.below(2)],
      domainOfCell: Array(repeating: 0, count: 12))
    grid.cellPrices = (0..<12).map {
      CellPrice(row: 0, column: $0, choice: 1, level: .soft, amount: $0, instance: 0)
    }
    grid.rules = [
      GridRule(
        instance: 1, level: .institution,
        family: .sum(
          SumFamily(
            rows: [0], measure: .weights([0, 1]),
            windows: [SumWindow(positions: (0..<12).map { Int32($0) }, min: 4, max: 4)],
            priceUnder: 1, priceOver: 1)))
    ]
    return grid
  }()

  /// The least of the pace grid over rows whose days worked pass a test after each day.
  static func leastOfPace(_ isKept: (_ worked: Int, _ day: Int) -> Bool) -> Int {
    var least = Int.max
    for mask in 0..<1 << 12 where mask.nonzeroBitCount == 4 {
      let keeps = (0..<12).allSatisfy { day in
        isKept((mask & (2 << day - 1)).nonzeroBitCount, day + 1)
      }
      if keeps { least = min(least, (0..<12).reduce(0) { $0 + (mask >> $1 & 1) * $1 }) }
    }
    return least
  }
}

extension DenseGrid {
  fileprivate mutating func changeCover(_ rule: Int, _ change: (inout CoverFamily) -> Void) {
    guard case .cover(var family) = rules[rule].family else { return }
    change(&family)
    rules[rule].family = .cover(family)
  }
}
