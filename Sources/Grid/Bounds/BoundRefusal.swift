/// Why an offer of a bound is not believed.
package enum BoundRefusal: Error, Sendable, Hashable {
  /// The denominator is not in 1...``LagrangeMultipliers/denominatorMax``.
  case denominator(Int32)
  /// There are more or fewer multipliers than groups of covers.
  case coverCount(found: Int, expected: Int)
  /// A relaxed window names no window of a sum rule, or a row that the rule does not have.
  case unknownWindow(WindowMultiplier)
  /// Relaxed windows do not rise, or one stands twice; the position of the first that is wrong.
  case windowsOutOfOrder(position: Int)
  /// A multiplier lies outside its box; the box is in units of 1 ÷ denominator.
  case outsideBox(place: String, numerator: Int, box: ClosedRange<Int>)
  /// Sums of prices and multipliers leave what the programme adds up exactly.
  case overflow(String)
  /// The multipliers prove less than was claimed.
  case tooHigh(claimed: Int, proved: Int)
  /// A soft rule that bounds leave out may reward without a limit that is known.
  case unlimitedReward(rule: Int)
  /// The offer was made for another grid.
  case otherGrid(found: String, expected: String)
}

extension BoundRefusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .denominator(let found):
      "the denominator \(found) is not in 1...\(LagrangeMultipliers.denominatorMax)"
    case .coverCount(let found, let expected):
      "\(found) cover multipliers for \(expected) groups"
    case .unknownWindow(let item):
      "rule \(item.rule) has no window \(item.window) of row \(item.row)"
    case .windowsOutOfOrder(let position):
      "relaxed window \(position) does not follow the one before it"
    case .outsideBox(let place, let numerator, let box):
      "the multiplier \(numerator) of \(place) is outside \(box)"
    case .overflow(let place):
      "\(place) is too large to add up exactly: use a coarser denominator or smaller multipliers"
    case .tooHigh(let claimed, let proved):
      "\(claimed) was claimed, but the multipliers prove \(proved) only"
    case .unlimitedReward(let rule):
      "what rule \(rule) may reward has no known limit, so no bound leaves it out"
    case .otherGrid(let found, let expected):
      "it was made for grid \(found), not for \(expected)"
    }
  }
}
