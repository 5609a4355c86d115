import Grid

/// One free row as the dual sees it: its lattice, and the windows that need multipliers.
struct DualRow {
  /// A window of the row with its place among all multipliers.
  struct Window {
    /// Index among the row's windows.
    var index: Int
    /// Place of its multiplier.
    var place: Int
    /// Weight of each choice in typical steps.
    var weights: [Float]
    /// Whether every column counts.
    var isWhole: Bool
    /// Which tally reports it, nil when weights add up.
    var tally: Int?
    /// Bounds in typical steps, infinite where there is none.
    var low: Float
    var high: Float
    /// Typical step in units of the window.
    var step: Float
    /// Whether the exact programme carries or follows it, so that it needs no multiplier there.
    var isFollowed: Bool
  }

  let row: Int
  let rules: RowRules
  let lattice: LineLattice
  let frame: LineFrame
  var windows: [Window]
  let coverClass: Int
  /// Soft cell prices, where they are not 0.
  let cellPrices: [(place: Int, amount: Float)]
}

/// The part of a grid that the dual prices: covers by multipliers, rows by their programmes.
///
/// Multipliers and amounts are in typical steps of their cover or window, so that minutes and heads
/// weigh alike; a positive multiplier rewards.
final class DualProblem {
  /// What a cover or a relaxed window costs, in typical steps.
  struct Amount {
    var low: Float
    var high: Float
    /// Points for a step below or above; infinite for a hard rule.
    var under: Float
    var over: Float

    /// Least and greatest multiplier.
    var box: ClosedRange<Float> {
      (high == .infinity ? 0 : -min(over, Self.hardMax))...(low == -.infinity
        ? 0 : min(under, Self.hardMax))
    }

    /// Largest multiplier of a hard rule: far above any soft price, and floats still add it up.
    private static let hardMax: Float = 10_000

    /// The least of penalty plus multiplier times amount.
    func least(_ multiplier: Float) -> Float {
      multiplier > 0 ? multiplier * low : multiplier < 0 ? multiplier * high : 0
    }

    /// Penalty of an amount, a hard one at a given price a step.
    func points(_ amount: Float, hard: Float) -> Float {
      if amount < low { return (low - amount) * (under == .infinity ? hard : under) }
      if amount > high { return (amount - high) * (over == .infinity ? hard : over) }
      return 0
    }
  }

  /// A cover that a choice in a column feeds, and by how many steps.
  struct Feed: BitwiseCopyable {
    var cover: Int32
    var weight: Float
  }

  /// Rows that feed all covers alike.
  struct CoverClass {
    /// First feed of each column and choice.
    var start: [Int32]
    var feeds: [Feed]
  }

  let model: SearchModel
  let subproblem: Subproblem
  private let factory: LineFactory
  /// Covers first, then the windows of rows.
  private(set) var amounts: [Amount] = []
  /// Typical step of each cover or window in its own units.
  private(set) var steps: [Float] = []
  let coverCount: Int
  private(set) var classes: [CoverClass] = []
  let classOfRow: [Int]
  private(set) var rows: [DualRow] = []
  /// Free rows that no programme could be made for; they stay as the caller has them.
  private(set) var unpriced: [Int] = []
  /// Whether every row of the grid is priced and every rule known, so that the dual bounds the
  /// grid.
  var isWhole: Bool { rows.count == model.rowCount && isUnrestricted }
  private let isUnrestricted: Bool

  /// Edges of one row's lattice: about 6 MB.
  private static let edgeLimit = 500_000
  /// Those of one that carries more windows because a line broke them: it is priced a thousand
  /// times.
  private static let edgeLimitOfCarried = 50_000
  /// Tallied windows fit a byte and their price table stays small.
  private static let tallyMax = 4

  init(_ model: SearchModel, _ subproblem: Subproblem, carriesSmall: Bool) {
    self.model = model
    self.subproblem = subproblem
    isUnrestricted =
      subproblem.free.isWhole(of: model.grid) && subproblem.quotas.isEmpty
      && model.grid.rules.allSatisfy {
        switch $0.family {
        case .transition, .run, .sum, .order, .cover: true
        default: false
        }
      }
    let covers = DualCovers(model)
    amounts = covers.amounts
    steps = covers.steps
    coverCount = covers.amounts.count
    classes = covers.classes
    classOfRow = covers.classOfRow
    factory = LineFactory(model)
    for row in subproblem.free.rows.map(Int.init) {
      if let item = makeRow(row, covers.classOfRow[row], carriesSmall: carriesSmall) {
        rows.append(item)
      } else {
        unpriced.append(row)
      }
    }
  }

  /// Has a row's programme carry more of its windows, so that no line breaks them any more; false
  /// when its states would outgrow the limit. Its other windows have new places from then on.
  func carry(_ windows: Set<Int>, of index: Int) -> Bool {
    let old = rows[index]
    let carried = windows.union(old.lattice.carried)
    let count = amounts.count
    guard
      let new = makeRow(
        old.row, old.coverClass, carrying: carried, edgeLimit: Self.edgeLimitOfCarried),
      windows.isSubset(of: new.lattice.carried)
    else {
      amounts.removeLast(amounts.count - count)
      steps.removeLast(steps.count - count)
      return false
    }
    rows[index] = new
    return true
  }

  private func makeRow(
    _ row: Int, _ coverClass: Int, carriesSmall: Bool = false, carrying wanted: Set<Int> = [],
    edgeLimit: Int = DualProblem.edgeLimit
  ) -> DualRow? {
    let rules = RowRules(model, row: row, subproblem)
    guard !model.hasRulesOfDuty(row: row), !rules.choices.contains(where: \.isEmpty),
      rules.windows.allSatisfy({ ($0.groups?.slotCount ?? 0) <= 30 })
    else { return nil }
    let grouped = rules.windows.indices.filter { rules.windows[$0].groups != nil }
    let tallied = Array(grouped.prefix(Self.tallyMax))
    let weighted = rules.windows.indices.filter { rules.windows[$0].groups == nil }
    let dense = weighted.max { (rules.span(of: $0), -$0) < (rules.span(of: $1), -$1) }
    var carried = grouped.dropFirst(Self.tallyMax).map { $0 }
    if carriesSmall { carried += weighted.filter { $0 != dense } }
    carried += weighted.filter {
      $0 != dense && !carried.contains($0)
        && (wanted.contains($0) || !rules.windows[$0].isNeverRewarding)
    }
    carried.sort { (rules.span(of: $0), $0) < (rules.span(of: $1), $1) }
    var found: LineLattice?
    while true {
      found = factory.lattice(
        rules, carried: carried.sorted(), dense: dense, tallied: tallied,
        edgeLimit: edgeLimit)
      let isNeeded =
        carried.last.map { !rules.windows[$0].isNeverRewarding || wanted.contains($0) } ?? true
      if found != nil || isNeeded { break }
      carried.removeLast(max(1, carried.count / 4))
    }
    guard let lattice = found else { return nil }
    let frame = LineFrame(lattice, rules)
    if frame.isEmpty { return nil }
    return DualRow(
      row: row, rules: rules, lattice: lattice, frame: frame,
      windows: windows(rules, lattice), coverClass: coverClass, cellPrices: cellPrices(row))
  }

  private func windows(_ rules: RowRules, _ lattice: LineLattice) -> [DualRow.Window] {
    var result: [DualRow.Window] = []
    for (index, window) in rules.windows.enumerated() where !lattice.carried.contains(index) {
      let counter = model.quotaIndex.counter(
        rule: Int32(window.rule), row: Int32(rules.row), window: Int32(window.position))
      let step = Float(counter.map { model.counters.step[$0] } ?? 1)
      let low = window.low == RowWindow.noLow ? -Float.infinity : Float(window.low) / step
      let high = window.high == RowWindow.noHigh ? Float.infinity : Float(window.high) / step
      let isTallied = lattice.tallied.firstIndex(of: index)
      result.append(
        DualRow.Window(
          index: index, place: amounts.count, weights: window.weights.map { Float($0) / step },
          isWhole: window.looksAt.allSatisfy { $0 }, tally: isTallied, low: low, high: high,
          step: step, isFollowed: index == lattice.dense || isTallied == 0))
      steps.append(step)
      amounts.append(
        Amount(
          low: low, high: high, under: window.isHard ? .infinity : Float(window.priceUnder) * step,
          over: window.isHard ? .infinity : Float(window.priceOver) * step))
    }
    return result
  }

  private func cellPrices(_ row: Int) -> [(place: Int, amount: Float)] {
    (0..<model.columnCount * model.choiceCount).compactMap { place in
      let (column, choice) = place.quotientAndRemainder(dividingBy: model.choiceCount)
      let amount = model.cellPrices.price(row * model.columnCount + column, choice)
      return amount == 0 ? nil : (place, Float(amount))
    }
  }
}

extension RowRules {
  /// A row of a subproblem: cells outside the free columns hold what the border has.
  init(_ model: SearchModel, row: Int, _ subproblem: Subproblem) {
    self.init(model, row: row, quotas: subproblem.quotas)
    guard let border = subproblem.border else { return }
    for column in choices.indices where !subproblem.free.columns.contains(Int32(column)) {
      choices[column] = [border.cells[row * model.columnCount + column]]
    }
  }
}
