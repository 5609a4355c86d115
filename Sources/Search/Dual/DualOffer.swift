import Grid

extension DualProblem {
  /// Fineness of offered multipliers: a year of them still adds up in 32 bits.
  private static let denominator: Float = 256

  /// The offer that multipliers amount to, rounded to integers as the grid defines them.
  ///
  /// The claim is what this search believes, less what rounding may take; whoever checks it
  /// computes its own.
  func offer(_ multipliers: [Float], value: Double, isExact: Bool) -> BoundOffer {
    var covers: [Int32] = []
    for place in 0..<coverCount {
      covers.append(rounded(multipliers[place], place, step: coverSteps[place]))
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
}
