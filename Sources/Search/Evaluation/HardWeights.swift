import Grid

/// What a unit of each rule costs while searching.
///
/// Soft units cost their own price. A hard unit costs ``scale`` for a typical step of its counter,
/// times a factor of its grid rule that grows while the rule stays broken.
struct HardWeights: Sendable {
  let model: SearchModel
  /// Price of a typical step in points.
  var scale: Float
  /// Factor of each grid rule, 1…``factorMax``.
  private(set) var factorOfRule: [Float]
  /// Price of a unit of hard row structure.
  var structure: Float

  /// Largest factor: beyond it a search no longer sees soft prices and only drifts.
  static let factorMax: Float = 20

  init(_ model: SearchModel, scale: Float) {
    self.model = model
    self.scale = scale
    structure = scale * 2
    factorOfRule = Array(repeating: 1, count: model.grid.rules.count)
  }

  /// The price of a counter's amount.
  func price(_ counter: Int, _ amount: Int32) -> Float {
    let table = model.counters
    if amount < table.low[counter] {
      return Float(table.low[counter] - amount) * unit(counter, table.priceUnder[counter])
    }
    if amount > table.high[counter] {
      return Float(amount - table.high[counter]) * unit(counter, table.priceOver[counter])
    }
    return 0
  }

  /// The price of a sum that may still gather up to `reachable`: surplus counts at once, a
  /// shortfall only as far as it can no longer be made up.
  func price(_ counter: Int, _ amount: Int32, reachable: Int32) -> Float {
    let table = model.counters
    if table.low[counter] > amount + reachable {
      return Float(table.low[counter] - amount - reachable)
        * unit(counter, table.priceUnder[counter])
    }
    if amount > table.high[counter] {
      return Float(amount - table.high[counter]) * unit(counter, table.priceOver[counter])
    }
    return 0
  }

  func unit(_ counter: Int, _ price: Int32) -> Float {
    let table = model.counters
    guard table.isHard[counter] else { return Float(price) }
    let rule = Int(table.rule[counter])
    let factor = rule >= 0 ? factorOfRule[rule] : 1
    return Float(price) * scale * factor / Float(table.step[counter])
  }

  /// Writes the prices into a state.
  func apply(to state: inout GridState) {
    for counter in 0..<model.counters.linearCount where model.counters.isHard[counter] {
      state.counters[counter].energyUnder = unit(counter, model.counters.priceUnder[counter])
      state.counters[counter].energyOver = unit(counter, model.counters.priceOver[counter])
    }
    for term in 0..<model.terms.terms.count where model.terms.terms.base[term].isHard {
      let item = model.terms.terms.base[term]
      state.terms.factors[term] = scale * factorOfRule[Int(item.rule)] / Float(item.step)
    }
    state.structureWeight = structure
  }

  /// Raises the factors of rules that the state breaks and lowers the others a little.
  mutating func adapt(to state: borrowing GridState, up: Float, down: Float) {
    var isBroken = [Bool](repeating: false, count: factorOfRule.count)
    for counter in 0..<model.counters.linearCount where model.counters.isHard[counter] {
      let item = state.counters[counter]
      if item.value < item.low || item.value > item.high {
        let rule = Int(model.counters.rule[counter])
        if rule >= 0 { isBroken[rule] = true }
      }
    }
    for term in 0..<model.terms.terms.count
    where model.terms.terms.base[term].isHard && state.terms.points[term] > 0 {
      isBroken[Int(model.terms.terms.base[term].rule)] = true
    }
    for rule in factorOfRule.indices {
      let factor = factorOfRule[rule] * (isBroken[rule] ? up : down)
      factorOfRule[rule] = min(Self.factorMax, max(1, factor))
    }
  }
}
