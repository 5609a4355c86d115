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
  /// What prices are written for, and rules that are adapted; nil to write all prices.
  private var watched: Watched?

  /// Batches of moves that one adapting stands for.
  private(set) var pace = 1

  /// Hard counters that are looked at in a twentieth of a batch's time; a region that feeds more
  /// is adapted to every few batches, as far as factors still grow smoothly.
  private static let countersPerBatch = 4_096
  private static let paceMax = 8

  /// Largest factor: beyond it a search no longer sees soft prices and only drifts.
  static let factorMax: Float = 20

  init(_ model: SearchModel, scale: Float) {
    self.model = model
    self.scale = scale
    structure = scale * 2
    factorOfRule = Array(repeating: 1, count: model.grid.rules.count)
  }

  /// Starts anew with all factors 1.
  mutating func reset(scale: Float) {
    self.scale = scale
    structure = scale * 2
    factorOfRule = Array(repeating: 1, count: factorOfRule.count)
  }

  /// From now on looks only at what some cells feed: a part of a large grid is searched in batches
  /// that take less time than a look at all its counters.
  ///
  /// - Precondition: no other cells change in the state.
  mutating func watch(_ cells: [Int32], in state: borrowing GridState) {
    let found = Watched(model, cells, state)
    pace = min(Self.paceMax, max(1, found.counters.count / Self.countersPerBatch))
    watched = found
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
    if let watched {
      for counter in watched.counters { writePrices(of: Int(counter), into: &state) }
    } else {
      for counter in 0..<model.counters.linearCount where model.counters.isHard[counter] {
        writePrices(of: counter, into: &state)
      }
    }
    for term in 0..<model.terms.terms.count where model.terms.terms.base[term].isHard {
      let item = model.terms.terms.base[term]
      state.terms.factors[term] = scale * factorOfRule[Int(item.rule)] / Float(item.step)
    }
    state.structureWeight = structure
  }

  @inline(__always)
  private func writePrices(of counter: Int, into state: inout GridState) {
    state.counters[counter].energyUnder = unit(counter, model.counters.priceUnder[counter])
    state.counters[counter].energyOver = unit(counter, model.counters.priceOver[counter])
  }

  /// Raises the factors of rules that the state breaks and lowers the others a little, by what
  /// ``pace`` batches make.
  ///
  /// - Precondition: ``watch(_:in:)`` has said which cells change.
  mutating func adapt(to state: borrowing GridState, up: Float, down: Float) {
    guard let watched else { preconditionFailure("Weights that watch nothing") }
    var isBroken = watched.isBrokenElsewhere
    for counter in watched.counters.lazy.map(Int.init) where state.isBroken(counter) {
      let rule = Int(model.counters.rule[counter])
      if rule >= 0 { isBroken[rule] = true }
    }
    for term in 0..<model.terms.terms.count
    where model.terms.terms.base[term].isHard && state.terms.points[term] > 0 {
      isBroken[Int(model.terms.terms.base[term].rule)] = true
    }
    let raised = (0..<pace).reduce(Float(1)) { factor, _ in factor * up }
    let lowered = (0..<pace).reduce(Float(1)) { factor, _ in factor * down }
    for rule in watched.rules.lazy.map(Int.init) {
      let factor = factorOfRule[rule] * (isBroken[rule] ? raised : lowered)
      factorOfRule[rule] = min(Self.factorMax, max(1, factor))
    }
  }
}

/// Hard counters and rules that a search may change something about.
private struct Watched: Sendable {
  let counters: [Int32]
  /// Grid rules of the counters, and of all hard terms.
  let rules: [Int32]
  /// Rules that cells which do not change break.
  var isBrokenElsewhere: [Bool]

  init(_ model: SearchModel, _ cells: [Int32], _ state: borrowing GridState) {
    isBrokenElsewhere = Array(repeating: false, count: model.grid.rules.count)
    let isFed = model.isFed(by: cells)
    var own: [Int] = []
    for counter in 0..<model.counters.linearCount where model.counters.isHard[counter] {
      if isFed[counter] {
        own.append(counter)
      } else if state.isBroken(counter), model.counters.rule[counter] >= 0 {
        isBrokenElsewhere[Int(model.counters.rule[counter])] = true
      }
    }
    counters = own.map(Int32.init)
    var found = Set(own.map { model.counters.rule[$0] }.filter { $0 >= 0 })
    for term in 0..<model.terms.terms.count where model.terms.terms.base[term].isHard {
      found.insert(model.terms.terms.base[term].rule)
    }
    rules = found.sorted()
  }
}

extension SearchModel {
  /// Whether some choice of the cells feeds a counter, by itself or through a group.
  ///
  /// - Complexity: O(counters + cells × choices × counters that a choice feeds).
  fileprivate func isFed(by cells: [Int32]) -> [Bool] {
    var isFed = [Bool](repeating: false, count: counters.count)
    for cell in cells.lazy.map(Int.init) {
      for choice in choicesOfDomain[Int(domainOfCell.base[cell])] {
        feeds.visit(cell / columnCount, cell % columnCount, Int(choice)) { counter, _ in
          isFed[counter] = true
        }
      }
    }
    for counter in counters.linearCount..<counters.count
    where isFed[counter] && counters.parent[counter] >= 0 {
      isFed[Int(counters.parent[counter])] = true
    }
    return isFed
  }
}

extension GridState {
  /// Whether a counter is outside its band.
  fileprivate func isBroken(_ counter: Int) -> Bool {
    let item = counters[counter]
    return item.value < item.low || item.value > item.high
  }
}
