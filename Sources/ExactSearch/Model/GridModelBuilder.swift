import Containers
import Grid
import Measures
import Search

/// Lowers a task's grid into a ``ConstraintModel``, rule by rule.
///
/// Cells get a literal for each open choice, sets of choices in a cell one literal each, shared by
/// all rules that ask for the same. Frozen cells are constants, and rules fold them away.
struct GridModelBuilder {
  let grid: DenseGrid
  let hardRules: GridModel.HardRules
  var model = ConstraintModel()
  let isFree: [Bool]
  /// Whether no cell is frozen.
  let isWhole: Bool
  /// Columns of the free cells.
  let freeColumns: Range<Int>
  private let isFreeRow: [Bool]
  private let border: GridAnswer
  private let quotas: [QuotaKey: Quota]
  /// Open choices of each cell, rising; one for a frozen cell.
  private var openChoices: [[UInt16]] = []
  /// First variable of a cell with more than one open choice, −1 for the others.
  private var firstVariable: [Int32] = []
  private var literalOfSet: [SetKey: Literal] = [:]
  /// Hard penalty so far, in units, where hard rules are priced.
  private var hardUnits = LinearExpression()

  private struct SetKey: Hashable {
    var cell: Int
    var choices: [UInt16]
  }

  struct QuotaKey: Hashable {
    var rule: Int32
    var row: Int32
    var window: Int32
  }

  /// The model of a task.
  ///
  /// - Complexity: O(cells × choices + size of rules over free rows and columns).
  static func model(
    of grid: DenseGrid, _ subproblem: Subproblem, hardRules: GridModel.HardRules
  ) throws(GridModel.Unsupported) -> GridModel {
    var builder = GridModelBuilder(grid, subproblem, hardRules)
    try builder.refuseNegativeHardPrices()
    builder.addCells()
    builder.addCellPrices()
    for (index, rule) in grid.rules.enumerated() { try builder.add(rule, index: index) }
    return builder.finished()
  }

  private init(
    _ grid: DenseGrid, _ subproblem: Subproblem, _ hardRules: GridModel.HardRules
  ) {
    self.grid = grid
    self.hardRules = hardRules
    border =
      subproblem.border
      ?? GridAnswer(
        cells: Array(repeating: 0, count: grid.rowCount * grid.columnCount),
        columnCount: grid.columnCount)
    var free = [Bool](repeating: false, count: grid.rowCount * grid.columnCount)
    var rows = [Bool](repeating: false, count: grid.rowCount)
    for row in subproblem.free.rows {
      rows[Int(row)] = true
      for column in subproblem.free.columns {
        free[Int(row) * grid.columnCount + Int(column)] = true
      }
    }
    isFree = free
    isWhole = subproblem.free.isWhole(of: grid)
    let columns = subproblem.free.columns
    freeColumns = Int(columns.lowerBound)..<Int(columns.upperBound)
    isFreeRow = rows
    quotas = Dictionary(
      subproblem.quotas.map {
        (QuotaKey(rule: $0.rule, row: $0.row, window: $0.window), $0)
      }, uniquingKeysWith: { _, last in last })
  }

  /// Why a grid has no model, in words; nil when it has one.
  ///
  /// - Complexity: O(rules + cell prices).
  static func refusal(of grid: DenseGrid) -> String? {
    let nothing = Subproblem(
      free: FreeRegion(rows: [], columns: 0..<0),
      border: GridAnswer(
        cells: Array(repeating: 0, count: grid.rowCount * grid.columnCount),
        columnCount: grid.columnCount))
    do throws(GridModel.Unsupported) {
      _ = try model(of: grid, nothing, hardRules: .priced)
      return nil
    } catch {
      return error.description
    }
  }

  // MARK: Cells

  private mutating func addCells() {
    let forbidden = forbiddenChoices()
    let members = grid.domains.map { $0.members.map(UInt16.init) }
    for cell in isFree.indices {
      var open = isFree[cell] ? members[Int(grid.domainOfCell[cell])] : [border.cells[cell]]
      if let closed = forbidden[cell], isFree[cell] {
        let rest = open.filter { !closed.contains(Int($0)) }
        // Nothing left: no valid answer; the cell keeps its choices so that the model is whole.
        if rest.isEmpty { model.addClause([]) } else { open = rest }
      }
      openChoices.append(open)
      firstVariable.append(open.count > 1 ? Int32(model.variableCount) : -1)
      guard open.count > 1 else { continue }
      let named = open.count == 2 ? open.prefix(1) : open[...]
      let literals = named.map { model.addLiteral(.holds(cell: cell, choices: [$0])) }
      if literals.count > 1 { model.addExactlyOne(literals) }
    }
  }

  /// Choices that a hard price closes, by cell, where hard rules are constraints.
  private func forbiddenChoices() -> [Int: BitSet] {
    guard hardRules == .forbidden else { return [:] }
    var result: [Int: BitSet] = [:]
    for price in grid.cellPrices where price.level != .soft && price.amount > 0 {
      let cell = Int(price.row) * grid.columnCount + Int(price.column)
      result[cell, default: BitSet()].insert(Int(price.choice))
    }
    return result
  }

  private mutating func addCellPrices() {
    for price in grid.cellPrices {
      let cell = Int(price.row) * grid.columnCount + Int(price.column)
      guard isFree[cell] else { continue }
      if hardRules == .forbidden && price.level != .soft { continue }
      charge(
        literal(of: UInt16(price.choice), cell: cell), Int64(price.amount), price.level)
    }
  }

  func isFreeRow(_ row: Int32) -> Bool { isFreeRow[Int(row)] }

  func isFree(_ row: Int32, _ column: Int32) -> Bool {
    isFree[Int(row) * grid.columnCount + Int(column)]
  }

  /// What a frozen cell holds.
  func frozenChoice(_ row: Int32, _ column: Int) -> Int {
    Int(border.cells[Int(row) * grid.columnCount + column])
  }

  func quota(rule: Int, row: Int32, window: Int) -> Quota? {
    quotas.isEmpty
      ? nil : quotas[QuotaKey(rule: Int32(rule), row: row, window: Int32(window))]
  }

  /// The literal of one choice in a cell.
  private func literal(of choice: UInt16, cell: Int) -> Literal {
    let open = openChoices[cell]
    guard let position = open.firstIndex(of: choice) else { return .never }
    if open.count == 1 { return .always }
    let first = Literal(variable: Int(firstVariable[cell]))
    if open.count == 2 { return position == 0 ? first : first.negated }
    return Literal(variable: Int(firstVariable[cell]) + position)
  }

  /// The literal of "the cell holds a choice of the set".
  mutating func literal(_ row: Int32, _ column: Int32, in set: BitSet) -> Literal {
    let cell = Int(row) * grid.columnCount + Int(column)
    let open = openChoices[cell]
    let inside = open.filter { set.contains(Int($0)) }
    if inside.isEmpty { return .never }
    if inside.count == open.count { return .always }
    if inside.count == 1 { return literal(of: inside[0], cell: cell) }
    if inside.count == open.count - 1 {
      let outside = open.first { !set.contains(Int($0)) } ?? open[0]
      return literal(of: outside, cell: cell).negated
    }
    let key = SetKey(cell: cell, choices: inside)
    if let known = literalOfSet[key] { return known }
    let new = model.addLiteral(.holds(cell: cell, choices: inside))
    let outside = open.filter { !set.contains(Int($0)) }
    model.addExactlyOne(inside.map { literal(of: $0, cell: cell) } + [new.negated])
    model.addExactlyOne(outside.map { literal(of: $0, cell: cell) } + [new])
    literalOfSet[key] = new
    return new
  }

  /// Adds what the cell's choice weighs.
  ///
  /// The weight that most choices share becomes a constant, so that sums stay short.
  func add(_ weights: [Int32], _ row: Int32, _ column: Int32, to sum: inout LinearExpression) {
    let cell = Int(row) * grid.columnCount + Int(column)
    let open = openChoices[cell]
    if open.count == 1 {
      sum.constant += Int64(weights[Int(open[0])])
      return
    }
    let common = commonWeight(weights, open)
    sum.constant += Int64(common)
    for choice in open where weights[Int(choice)] != common {
      sum.add(Int64(weights[Int(choice)]) - Int64(common), literal(of: choice, cell: cell))
    }
  }

  private func commonWeight(_ weights: [Int32], _ open: [UInt16]) -> Int32 {
    var best = weights[Int(open[0])]
    var bestCount = 0
    for choice in open {
      let weight = weights[Int(choice)]
      let count = open.reduce(0) { $0 + (weights[Int($1)] == weight ? 1 : 0) }
      // Zero wins ties: amounts of heads then read as people count them.
      if count > bestCount || count == bestCount && weight == 0 {
        best = weight
        bestCount = count
      }
    }
    return best
  }

  // MARK: Prices

  private func isForbidden(_ level: ScoreLevel) -> Bool {
    level != .soft && hardRules == .forbidden
  }

  /// A price where the literal holds; at a hard level it never may, where hard rules are
  /// constraints.
  mutating func charge(_ literal: Literal, _ price: Int64, _ level: ScoreLevel) {
    guard price != 0 else { return }
    if isForbidden(level) {
      model.addClause([literal.negated])
    } else if level == .soft {
      model.minimise(price, literal)
    } else {
      hardUnits.add(price, literal)
    }
  }

  /// A price where all literals hold.
  mutating func charge(all literals: [Literal], _ price: Int64, _ level: ScoreLevel) {
    guard price != 0, !literals.contains(.never) else { return }
    let open = literals.filter { $0 != .always }
    if open.count <= 1 || isForbidden(level) {
      if open.count == 1 { return charge(open[0], price, level) }
      if open.isEmpty { return charge(.always, price, level) }
      model.addClause(open.map(\.negated))
      return
    }
    let together = model.addLiteral(.all(open))
    if price > 0 {
      model.addClause(open.map(\.negated) + [together])
    } else {
      for literal in open { model.addClause([together.negated, literal]) }
    }
    charge(together, price, level)
  }

  /// A price for each unit, the last one begun, by which the sum is above 0.
  ///
  /// - Precondition: the unit is 1 where the price is negative.
  mutating func charge(
    excess sum: LinearExpression, unit: Int64 = 1, _ price: Int64, _ level: ScoreLevel
  ) {
    guard price != 0 else { return }
    let merged = sum.merged
    let reach = model.reach(of: merged)
    guard reach.upperBound > 0 else { return }
    if isForbidden(level) {
      model.add(merged, in: -ConstraintModel.unlimited...0)
      return
    }
    if reach.lowerBound >= 0 && unit == 1 { return charge(sum: merged, price, level) }
    let most = (reach.upperBound + unit - 1) / unit
    let excess = model.addVariable(0...most, .excess(merged, unit: unit))
    if price > 0 {
      var difference = merged.negated
      difference.add(unit, variable: excess)
      model.add(difference, in: 0...ConstraintModel.unlimited)
    } else {
      precondition(unit == 1, "A reward for begun units of \(unit)")
      model.addGreatest(variable: excess, [merged, LinearExpression()])
    }
    var units = LinearExpression()
    units.add(1, variable: excess)
    charge(sum: units, price, level)
  }

  /// A price for each unit of a sum that is never negative.
  mutating func charge(sum: LinearExpression, _ price: Int64, _ level: ScoreLevel) {
    if level == .soft {
      model.minimise(price, sum)
    } else {
      for (index, variable) in sum.variables.enumerated() {
        hardUnits.add(price * sum.coefficients[index], variable: Int(variable))
      }
      hardUnits.constant += price * sum.constant
    }
  }

  // MARK: The end

  /// A reward at a hard level would let one broken rule pay for another.
  private func refuseNegativeHardPrices() throws(GridModel.Unsupported) {
    let price = grid.cellPrices.first { $0.level != .soft && $0.amount < 0 }
    if let price {
      throw GridModel.Unsupported(
        description: "cell (\(price.row), \(price.column)) has a reward at a hard level")
    }
  }

  private consuming func finished() -> GridModel {
    model.mergeObjective()
    let units = hardUnits.merged
    let soft = model.reach(of: model.objective)
    let range = soft.upperBound - soft.lowerBound + 1
    let most = max(1, model.reach(of: units).upperBound)
    // 2^50: with the soft part the objective stays well inside what the solver accepts.
    let weight = max(1, min(range, (1 << 50) / most))
    if hardRules == .priced {
      model.minimise(weight, units)
      model.mergeObjective()
    }
    var open: [GridModel.OpenCell] = []
    for cell in openChoices.indices where openChoices[cell].count > 1 {
      let choices = openChoices[cell].map { (choice: $0, literal: literal(of: $0, cell: cell)) }
      open.append(GridModel.OpenCell(cell: cell, choices: choices))
    }
    var start = border
    for cell in openChoices.indices where openChoices[cell].count == 1 {
      start.cells[cell] = openChoices[cell][0]
    }
    return GridModel(model, hardRules, hardWeight: weight, border: start, open: open)
  }
}
