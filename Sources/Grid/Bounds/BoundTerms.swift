import Containers
import Measures

/// Two cells of a row at a distance, with what their pair costs.
struct BoundPair: Sendable {
  var offset: Int
  /// Whether the earlier cell may stand in each column.
  var isEarlier: [Bool]
  var from: [Bool]
  var to: [Bool]
  /// In units of 1 ÷ denominator; unused when hard.
  var price: Int
  var isHard: Bool
}

/// One run rule of a row.
struct BoundRun: Sendable {
  var members: [Bool]
  var min: Int
  /// `Int.max` for none.
  var max: Int
  /// In units of 1 ÷ denominator; of a hard rule only whether it is positive counts.
  var priceShort: Int
  var priceLong: Int
  var startIsOpen: Bool
  var endIsOpen: Bool
  var isHard: Bool
}

/// One order rule of a row.
struct BoundOrder: Sendable {
  var before: [Bool]
  var after: [Bool]
  var required: Int
  var price: Int
  var isHard: Bool
}

/// The rules of a grid that act on single rows, apart from sums, laid out for the checker: each
/// once, and for each row which apply. Rules that cannot cost anything are left out, as are those
/// of a hard level that is no constraint. Families that tie rows together other than by covers, and
/// those on the clock, are left out.
struct BoundTerms: Sendable {
  private(set) var pairs: [BoundPair] = []
  private(set) var runs: [BoundRun] = []
  private(set) var orders: [BoundOrder] = []
  private(set) var pairsOfRow: [[Int]]
  /// Index into ``runs`` and the row's cells before column 0.
  private(set) var runsOfRow: [[(run: Int, history: Int)]]
  private(set) var ordersOfRow: [[Int]]
  /// Indices of sum rules.
  private(set) var sumsOfRow: [[Int]]
  /// Positions among the grid's cell prices.
  private(set) var pricesOfRow: [[Int]]

  /// The least that soft rules left out may add up to, in points.
  private(set) var leastOfOthers = 0
  /// A soft rule left out whose rewards have no known limit; nil when there is none.
  private(set) var unlimitedRule: Int?

  init(_ grid: DenseGrid, _ levels: ConstraintLevels, denominator: Int) {
    pairsOfRow = Array(repeating: [], count: grid.rowCount)
    runsOfRow = Array(repeating: [], count: grid.rowCount)
    ordersOfRow = Array(repeating: [], count: grid.rowCount)
    sumsOfRow = Array(repeating: [], count: grid.rowCount)
    pricesOfRow = Array(repeating: [], count: grid.rowCount)
    for (index, rule) in grid.rules.enumerated() {
      guard rule.level == .soft || levels.contains(rule.level) else { continue }
      add(rule, index, grid, denominator)
    }
    for (position, price) in grid.cellPrices.enumerated() {
      pricesOfRow[Int(price.row)].append(position)
    }
  }

  private mutating func add(
    _ rule: GridRule, _ index: Int, _ grid: DenseGrid, _ denominator: Int
  ) {
    let isHard = rule.level != .soft
    func table(_ set: BitSet) -> [Bool] { (0..<grid.choiceCount).map { set.contains($0) } }
    switch rule.family {
    case .transition(let family):
      guard family.price != 0 else { return }
      var isEarlier = [Bool](repeating: false, count: grid.columnCount)
      for column in family.columns { isEarlier[Int(column)] = true }
      pairs.append(
        BoundPair(
          offset: Int(family.offset), isEarlier: isEarlier, from: table(family.from),
          to: table(family.to), price: Int(family.price) * denominator, isHard: isHard))
      for row in family.rows { pairsOfRow[Int(row)].append(pairs.count - 1) }
    case .run(let family):
      guard family.priceShort != 0 || family.priceLong != 0 else { return }
      runs.append(
        BoundRun(
          members: table(family.members), min: family.priceShort == 0 ? 0 : Int(family.min),
          max: family.max == .max || family.priceLong == 0 ? .max : Int(family.max),
          priceShort: Int(family.priceShort) * denominator,
          priceLong: Int(family.priceLong) * denominator, startIsOpen: family.startIsOpen,
          endIsOpen: family.endIsOpen, isHard: isHard))
      for (place, row) in family.rows.enumerated() {
        let history = family.history.isEmpty ? 0 : Int(family.history[place])
        runsOfRow[Int(row)].append((runs.count - 1, history))
      }
    case .order(let family):
      guard family.price != 0 else { return }
      orders.append(
        BoundOrder(
          before: table(family.before), after: table(family.after),
          required: Int(family.required), price: Int(family.price) * denominator, isHard: isHard))
      for row in family.rows { ordersOfRow[Int(row)].append(orders.count - 1) }
    case .sum(let family):
      for row in family.rows { sumsOfRow[Int(row)].append(index) }
    case .cover: break
    default:
      // Hard rules may always be left out; soft ones where their rewards can be bounded.
      guard !isHard else { return }
      if let least = grid.leastPenalty(of: rule.family) {
        leastOfOthers += least
      } else {
        unlimitedRule = index
      }
    }
  }
}
