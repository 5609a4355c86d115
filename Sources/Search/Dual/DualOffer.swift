import Grid

extension DualProblem {
  /// The nearest multiplier that an offer with a denominator can state.
  func offerable(
    _ multiplier: Float, _ place: Int,
    denominator: Int32 = LagrangeMultipliers.denominatorMax
  ) -> Float {
    let step = steps[place]
    return (multiplier / step * Float(denominator)).rounded() / Float(denominator) * step
  }

  /// The offer that multipliers amount to, as integers as the grid defines them.
  ///
  /// The claim is what this search believes, less what its floating sums may have lost; whoever
  /// checks it computes its own.
  func offer(
    _ multipliers: [Float], value: Double, denominator: Int32, isExact: Bool
  ) -> BoundOffer {
    var covers: [Int32] = []
    for place in 0..<coverCount {
      covers.append(rounded(multipliers[place], place, denominator))
    }
    var windows: [WindowMultiplier] = []
    for row in rows {
      for window in row.windows where !(isExact && window.isFollowed) {
        let rule = row.rules.windows[window.index]
        windows.append(
          WindowMultiplier(
            rule: rule.rule, row: row.row, window: rule.position,
            numerator: Int(rounded(multipliers[window.place], window.place, denominator))))
      }
    }
    windows.sort { ($0.rule, $0.row, $0.window) < ($1.rule, $1.row, $1.window) }
    let claimed = (value - 0.25 - 1e-4 * abs(value)).rounded(.up)
    return BoundOffer(
      claimed: Int(max(-1e15, min(1e15, claimed))),
      multipliers: LagrangeMultipliers(
        denominator: denominator, covers: covers, windows: windows))
  }

  /// A multiplier a unit instead of a step, as a numerator inside its box.
  private func rounded(_ multiplier: Float, _ place: Int, _ denominator: Int32) -> Int32 {
    let step = steps[place]
    let box = amounts[place].box
    let limit = Float(LagrangeMultipliers.hardMultiplierMax)
    let low = max(-limit, box.lowerBound / step)
    let high = min(limit, box.upperBound / step)
    let inside = min(high, max(low, multiplier / step))
    return Int32((inside * Float(denominator)).rounded())
  }

  /// What an offer's multipliers are in steps; windows that it does not list have 0.
  ///
  /// - Precondition: they were made for this grid.
  func multipliers(of offer: LagrangeMultipliers) -> [Float] {
    var result = [Float](repeating: 0, count: amounts.count)
    let denominator = Float(offer.denominator)
    for (place, numerator) in offer.covers.enumerated() where place < coverCount {
      result[place] = offerable(Float(numerator) / denominator * steps[place], place)
    }
    var known: [[Int32]: Int32] = [:]
    for item in offer.windows { known[[item.rule, item.row, item.window]] = item.numerator }
    for row in rows {
      for window in row.windows {
        let rule = row.rules.windows[window.index]
        let key = [Int32(rule.rule), Int32(row.row), Int32(rule.position)]
        if let numerator = known[key] {
          let multiplier = Float(numerator) / denominator * window.step
          result[window.place] = offerable(multiplier, window.place)
        }
      }
    }
    return result
  }
}

extension DualPricer {
  /// Multipliers as an offer can state them, and what they are worth.
  struct Offerable {
    var multipliers: [Float]
    var value: Double
    var denominator: Int32
  }

  /// The finest denominator with which the checker can still add up every row's prices; nil when
  /// the budget ended before coarser multipliers were priced.
  ///
  /// Multipliers are climbed with the finest one, so that only coarser ones need to be priced anew.
  func offerable(
    _ multipliers: [Float], value: Double, _ scope: Scope, _ meter: SearchMeter
  ) -> Offerable? {
    let finest = LagrangeMultipliers.denominatorMax
    var denominator = finest
    let largest = largestRowPrices(multipliers, scope)
    // Half of the checker's limit: prices of runs and pairs come on top.
    while denominator > 1 && 2 * largest * Double(denominator) > LagrangeMultipliers.rowPricesMax {
      denominator /= 2
    }
    if denominator == finest {
      return Offerable(multipliers: multipliers, value: value, denominator: finest)
    }
    let coarse = multipliers.indices.map {
      problem.offerable(multipliers[$0], $0, denominator: denominator)
    }
    return evaluate(coarse, scope, meter, until: 1).map {
      Offerable(multipliers: coarse, value: $0.value, denominator: denominator)
    }
  }
}
