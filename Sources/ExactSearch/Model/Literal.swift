/// A variable of 0 and 1 or its negation, or a constant of either value.
///
/// Numbered as CP-SAT does: a variable's index, or minus the index minus 1 for its negation.
struct Literal: Hashable, Sendable {
  let code: Int32

  /// Always holds; a code that no variable has.
  static let always = Literal(code: .max)
  /// Never holds.
  static let never = Literal(code: .min)

  init(code: Int32) { self.code = code }

  init(variable: Int) { code = Int32(variable) }

  /// `−code − 1` swaps the two constants as well.
  var negated: Literal { Literal(code: -1 - code) }

  var isConstant: Bool { self == .always || self == .never }

  /// - Precondition: the literal is no constant.
  var variable: Int { Int(code >= 0 ? code : -1 - code) }
  var isNegated: Bool { code < 0 }
}

/// A sum of whole multiples of variables and a constant.
struct LinearExpression: Sendable {
  private(set) var variables: [Int32] = []
  private(set) var coefficients: [Int64] = []
  var constant: Int64 = 0

  mutating func add(_ coefficient: Int64, variable: Int) {
    guard coefficient != 0 else { return }
    variables.append(Int32(variable))
    coefficients.append(coefficient)
  }

  /// Adds a multiple of a literal's value of 0 or 1.
  mutating func add(_ coefficient: Int64, _ literal: Literal) {
    if literal == .never { return }
    if literal == .always {
      constant += coefficient
    } else if literal.isNegated {
      constant += coefficient
      add(-coefficient, variable: literal.variable)
    } else {
      add(coefficient, variable: literal.variable)
    }
  }

  mutating func add(_ other: LinearExpression) {
    variables.append(contentsOf: other.variables)
    coefficients.append(contentsOf: other.coefficients)
    constant += other.constant
  }

  var negated: LinearExpression { times(-1) }

  func times(_ factor: Int64) -> LinearExpression {
    var result = self
    result.coefficients = coefficients.map { $0 * factor }
    result.constant = constant * factor
    return result
  }

  func plus(_ other: LinearExpression) -> LinearExpression {
    var result = self
    result.add(other)
    return result
  }

  func plus(_ number: Int64) -> LinearExpression {
    var result = self
    result.constant += number
    return result
  }

  /// The same sum with each variable once, in rising order, and none with a coefficient of 0.
  var merged: LinearExpression {
    let order = variables.indices.sorted { variables[$0] < variables[$1] }
    var result = LinearExpression()
    result.constant = constant
    for index in order {
      if result.variables.last == variables[index] {
        result.coefficients[result.coefficients.count - 1] += coefficients[index]
      } else {
        result.variables.append(variables[index])
        result.coefficients.append(coefficients[index])
      }
    }
    let kept = result.coefficients.indices.filter { result.coefficients[$0] != 0 }
    if kept.count < result.coefficients.count {
      result.variables = kept.map { result.variables[$0] }
      result.coefficients = kept.map { result.coefficients[$0] }
    }
    return result
  }

  func value(_ values: [Int64]) -> Int64 {
    var total = constant
    for (index, variable) in variables.enumerated() {
      total += coefficients[index] * values[Int(variable)]
    }
    return total
  }
}
