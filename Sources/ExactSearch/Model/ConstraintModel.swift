/// A model of whole variables, clauses and sums, as the constraint solver takes it.
///
/// Each variable also says how its value follows from an answer of the grid. So any answer gives a
/// complete assignment: a hint for the solver, and in tests the proof that the model's objective is
/// the recount's.
struct ConstraintModel: Sendable {
  /// What a variable stands for.
  enum Meaning: Sendable {
    /// 1 when the cell holds one of the choices.
    case holds(cell: Int, choices: [UInt16])
    /// 1 when every literal holds.
    case all([Literal])
    /// 1 when some literal holds.
    case any([Literal])
    /// 1 when the sum is at least the number.
    case atLeast(LinearExpression, Int64)
    /// How many units, the last one begun, the sum is above 0.
    case excess(LinearExpression, unit: Int64)
    /// The greatest of some sums.
    case greatest([LinearExpression])
  }

  enum Constraint: Sendable {
    case exactlyOne([Literal])
    /// At least one holds.
    case clause([Literal])
    /// The sum lies in the range where every enforcing literal holds.
    case linear(LinearExpression, ClosedRange<Int64>, enforcedBy: [Literal])
    /// The variable is the greatest of the sums.
    case greatest(variable: Int, [LinearExpression])
  }

  private(set) var lower: [Int64] = []
  private(set) var upper: [Int64] = []
  private(set) var meanings: [Meaning] = []
  private(set) var constraints: [Constraint] = []
  /// What is minimised.
  private(set) var objective = LinearExpression()
  /// Whether a constraint came out empty: nothing satisfies the model.
  private(set) var isInfeasible = false

  /// Far beyond any amount of a grid, and small enough that sums of a few stay inside 64 bits.
  static let unlimited: Int64 = 1 << 55

  var variableCount: Int { lower.count }

  // MARK: Building

  mutating func addVariable(_ range: ClosedRange<Int64>, _ meaning: Meaning) -> Int {
    lower.append(range.lowerBound)
    upper.append(range.upperBound)
    meanings.append(meaning)
    return lower.count - 1
  }

  mutating func addLiteral(_ meaning: Meaning) -> Literal {
    Literal(variable: addVariable(0...1, meaning))
  }

  /// At least one of the literals holds; constants are folded away.
  mutating func addClause(_ literals: [Literal]) {
    if literals.contains(.always) { return }
    let open = literals.filter { $0 != .never }
    if open.isEmpty {
      isInfeasible = true
    } else {
      constraints.append(.clause(open))
    }
  }

  /// - Precondition: no literal is a constant.
  mutating func addExactlyOne(_ literals: [Literal]) { constraints.append(.exactlyOne(literals)) }

  /// The sum lies in the range where the enforcing literals hold; what always holds is left out.
  mutating func add(
    _ sum: LinearExpression, in range: ClosedRange<Int64>, enforcedBy enforcers: [Literal] = []
  ) {
    if enforcers.contains(.never) { return }
    let open = enforcers.filter { $0 != .always }
    let merged = sum.merged
    let reach = self.reach(of: merged)
    if range.contains(reach.lowerBound) && range.contains(reach.upperBound) { return }
    if !range.overlaps(reach) {
      // The sum cannot lie there, so the enforcing literals cannot all hold.
      addClause(open.map(\.negated))
      return
    }
    constraints.append(.linear(merged, range, enforcedBy: open))
  }

  mutating func addGreatest(variable: Int, _ sums: [LinearExpression]) {
    constraints.append(.greatest(variable: variable, sums.map(\.merged)))
  }

  mutating func minimise(_ price: Int64, _ literal: Literal) { objective.add(price, literal) }

  mutating func minimise(_ price: Int64, variable: Int) {
    objective.add(price, variable: variable)
  }

  mutating func minimise(constant: Int64) { objective.constant += constant }

  mutating func minimise(_ price: Int64, _ sum: LinearExpression) {
    for (index, variable) in sum.variables.enumerated() {
      objective.add(price * sum.coefficients[index], variable: Int(variable))
    }
    objective.constant += price * sum.constant
  }

  mutating func mergeObjective() { objective = objective.merged }

  /// Least and greatest value of a sum by its variables' ranges.
  func reach(of sum: LinearExpression) -> ClosedRange<Int64> {
    var low = sum.constant
    var high = sum.constant
    for (index, variable) in sum.variables.enumerated() {
      let coefficient = sum.coefficients[index]
      let least = coefficient * lower[Int(variable)]
      let greatest = coefficient * upper[Int(variable)]
      low += min(least, greatest)
      high += max(least, greatest)
    }
    return low...high
  }

  // MARK: An answer's assignment

  /// A value for each variable, as the answer's cells fix it.
  ///
  /// - Complexity: O(size of the model).
  func assignment(of cells: [UInt16]) -> [Int64] {
    var values: [Int64] = []
    values.reserveCapacity(variableCount)
    for meaning in meanings {
      switch meaning {
      case .holds(let cell, let choices): values.append(choices.contains(cells[cell]) ? 1 : 0)
      case .all(let literals):
        values.append(literals.allSatisfy { Self.holds($0, values) } ? 1 : 0)
      case .any(let literals):
        values.append(literals.contains { Self.holds($0, values) } ? 1 : 0)
      case .atLeast(let sum, let least): values.append(sum.value(values) >= least ? 1 : 0)
      case .excess(let sum, let unit):
        values.append((max(0, sum.value(values)) + unit - 1) / unit)
      case .greatest(let sums): values.append(sums.map { $0.value(values) }.max() ?? 0)
      }
    }
    return values
  }

  static func holds(_ literal: Literal, _ values: [Int64]) -> Bool {
    if literal.isConstant { return literal == .always }
    return (values[literal.variable] != 0) != literal.isNegated
  }

  /// Whether an assignment satisfies every constraint and range; for tests and for answers that
  /// come from another process.
  func isSatisfied(by values: [Int64]) -> Bool {
    guard !isInfeasible, values.count == variableCount,
      values.indices.allSatisfy({ (lower[$0]...upper[$0]).contains(values[$0]) })
    else { return false }
    return constraints.allSatisfy { constraint in
      switch constraint {
      case .exactlyOne(let literals):
        literals.reduce(0) { $0 + (Self.holds($1, values) ? 1 : 0) } == 1
      case .clause(let literals): literals.contains { Self.holds($0, values) }
      case .linear(let sum, let range, let enforcers):
        !enforcers.allSatisfy { Self.holds($0, values) } || range.contains(sum.value(values))
      case .greatest(let variable, let sums):
        values[variable] == sums.map { $0.value(values) }.max()
      }
    }
  }
}
