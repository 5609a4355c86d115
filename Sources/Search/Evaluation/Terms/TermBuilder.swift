import Containers
import Grid
import Measures

/// Turns a grid's rules into terms, and says which counters feed them.
struct TermBuilder {
  let grid: DenseGrid
  var feeds: [CounterFeed] = []
  var headFeeds: [HeadFeed] = []
  /// Weights 1 for the members of each set of choices that a feed counts.
  var weightsOfSet: [BitSet: [Int32]] = [:]

  var terms: [TermTables.Term] = []
  var low: [Int32] = []
  var high: [Int32] = []
  var changeCount = 0
  var clockWindows: [ClockWindow] = []
  var twoSided: [TermTables.TwoSided] = []
  var spreads: [TermTables.Spread] = []
  var startAmounts: [Int32] = []
  var shares: [Int32] = []
  var windowRowsOfRule: [Int32: Range<Int>] = [:]
  var largestSoftPrice = 0
  var windowRows: [TermTables.WindowRow] = []
  var weightFeeds: [[TermTables.WeightFeed]]
  var tableOfColumn: [Int32] = []
  var weights: [Int32] = []
  var touchedWindows: [TermTables.WindowSpan] = []
  /// Where what rules share stands: most rules of a large programme differ in their rows only.
  var placeOfTables: [ColumnWeights: Int32] = [:]
  var placeOfTouched: [TouchedKey: Int32] = [:]
  var freeRows: [[TermTables.FreeRow]]
  var sets: ChoiceSets
  var reaches: [ColumnReach] = []
  var joints: [TermTables.Joint] = []
  var jointsOfCell: [[Int32]] = []
  var literals: [TermTables.Literal] = []
  var classes: [Int32] = []
  var targets: [TermTables.Target] = []

  init(_ grid: DenseGrid) {
    self.grid = grid
    sets = ChoiceSets(choiceCount: grid.choiceCount)
    weightFeeds = Array(repeating: [], count: grid.rowCount)
    freeRows = Array(repeating: [], count: grid.rowCount)
    for (index, rule) in grid.rules.enumerated() { add(rule, index) }
  }

  private mutating func add(_ rule: GridRule, _ index: Int) {
    switch rule.family {
    case .rolling(let family): add(family, addTerm(rule, index, step: Self.step(family.measure)))
    case .freePeriods(let family): add(family, addTerm(rule, index, step: 1))
    case .twoSidedCover(let family):
      add(family, addTerm(rule, index, step: Self.step(family.supply.tables)))
    case .spread(let family): add(family, addTerm(rule, index, step: Self.step(family.measure)))
    case .pair(let family): add(family, addTerm(rule, index, step: 1))
    case .clause(let family): add(family, addTerm(rule, index, step: 1))
    case .transition, .run, .sum, .order, .cover, .seriesRun, .seriesTransition, .follow, .gap,
      .overlap, .stretch:
      break
    }
  }

  private mutating func addTerm(_ rule: GridRule, _ index: Int, step: Int) -> Int32 {
    let unit =
      switch rule.family {
      case .rolling(let family): Int(family.unit)
      case .spread(let family): Int(family.unit)
      default: 1
      }
    terms.append(
      TermTables.Term(
        rule: Int32(index), isHard: rule.level != .soft,
        step: Int32(clamping: max(1, step / unit))))
    if rule.level == .soft {
      let prices: [Int32] =
        switch rule.family {
        case .rolling(let family): [family.priceUnder, family.priceOver]
        case .freePeriods(let family): [family.price]
        case .twoSidedCover(let family): [family.price]
        case .spread(let family): [family.price]
        case .pair(let family): family.prices
        case .clause(let family): [family.price]
        default: []
        }
      for price in prices { largestSoftPrice = max(largestSoftPrice, abs(Int(price))) }
    }
    return Int32(terms.count - 1)
  }

  // MARK: Steps

  /// Median of the weights that are not zero, as an absolute value.
  static func step(_ tables: [[Int32]]) -> Int {
    let sizes = tables.joined().filter { $0 != 0 }.map { abs(Int($0)) }.sorted()
    return sizes.isEmpty ? 1 : sizes[sizes.count / 2]
  }

  private static func step(_ measure: RowMeasure) -> Int {
    switch measure {
    case .weights(let weights): step(weights.tables)
    case .anyInGroups: 1
    }
  }
}
