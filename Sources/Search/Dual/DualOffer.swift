import Grid

extension DualProblem {
  /// Fineness of offered multipliers: a year of them still adds up in 32 bits.
  private static let denominator = Float(LagrangeMultipliers.denominatorMax)

  /// The nearest multiplier that an offer can state.
  func offerable(_ multiplier: Float, _ place: Int) -> Float {
    let step = steps[place]
    return (multiplier / step * Self.denominator).rounded() / Self.denominator * step
  }

  /// The offer that multipliers amount to, as integers as the grid defines them.
  ///
  /// The claim is what this search believes, less what its floating sums may have lost; whoever
  /// checks it computes its own.
  func offer(_ multipliers: [Float], value: Double, isExact: Bool) -> BoundOffer {
    var covers: [Int32] = []
    for place in 0..<coverCount {
      covers.append(rounded(multipliers[place], place, step: steps[place]))
    }
    var windows: [WindowMultiplier] = []
    for row in rows {
      for window in row.windows where !(isExact && window.isFollowed) {
        let rule = row.rules.windows[window.index]
        windows.append(
          WindowMultiplier(
            rule: rule.rule, row: row.row, window: rule.position,
            numerator: Int(rounded(multipliers[window.place], window.place, step: window.step))))
      }
    }
    windows.sort { ($0.rule, $0.row, $0.window) < ($1.rule, $1.row, $1.window) }
    let claimed = (value - 0.25 - 1e-4 * abs(value)).rounded(.up)
    return BoundOffer(
      claimed: Int(max(-1e15, min(1e15, claimed))),
      multipliers: LagrangeMultipliers(
        denominator: Int32(Self.denominator), covers: covers, windows: windows))
  }

  /// A multiplier a unit instead of a step, as a numerator inside its box.
  private func rounded(_ multiplier: Float, _ place: Int, step: Float) -> Int32 {
    let box = amounts[place].box
    let limit = Float(LagrangeMultipliers.hardMultiplierMax)
    let low = max(-limit, box.lowerBound / step)
    let high = min(limit, box.upperBound / step)
    let inside = min(high, max(low, multiplier / step))
    return Int32((inside * Self.denominator).rounded())
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
