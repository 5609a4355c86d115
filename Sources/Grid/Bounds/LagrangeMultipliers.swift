/// What an offer of a global bound consists of: a price for each unit of the amounts that couple
/// rows, and of those of a row that its programme is not to carry.
///
/// **What is relaxed.** Write *p(y)* for the penalty of a cover group or sum window at amount *y*,
/// and *a(x)* for the amount of an answer *x*. A relaxed group with multiplier *u* is replaced by
///
///     min over y in [lo, hi] of (p(y) + u·y)  −  u·a(x),
///
/// where *[lo, hi]* is what the domains alone let the amount reach. At *y = a(x)* both sides agree,
/// so the replacement never exceeds *p(a(x))*. Hard groups allow only amounts without penalty.
///
/// **L(multipliers)** is the sum, in units of 1 ÷ ``denominator``, of
///
/// 1. for each group of each cover rule: min over y of (p(y) + u·y);
/// 2. for each relaxed window of a row, listed in ``windows``: the same with its multiplier;
/// 3. for each row: the least, over its sequences inside the domains that keep every hard rule of
///    the row not relaxed, of its soft cell prices, soft transitions, runs, orders and windows not
///    relaxed, less u·weight for each of its choices in each relaxed group or window.
///
/// Since every valid answer is one such sequence for each row, its soft points are at least
/// L ÷ denominator; since they are an integer, at least that rounded up. A cover group without
/// a multiplier of its own has the multiplier 0. Bounds speak of *valid* answers: hard rules are
/// constraints, only the soft level is summed. A hard level with a negative price somewhere is
/// no constraint and is left out.
///
/// Multipliers outside ``AmountPrice/multiplierBox`` times ``denominator`` are refused.
///
/// Rows whose exact programme is too large lose windows by ``BoundProgram``'s stated order, each as
/// if it were listed with multiplier 0; the value only falls. Nothing is ever banded or cut off.
package struct LagrangeMultipliers: Sendable, Hashable {
  /// What every numerator is divided by, 1...``denominatorMax``. 64 loses at most 1 ÷ 128 of a
  /// point for each unit of each amount.
  package var denominator: Int32
  /// A numerator for each group of each cover rule: rules in the order of the grid, groups in the
  /// order of their rule. As many as ``DenseGrid/coverGroupCount``.
  package var covers: [Int32]
  /// Windows of single rows that are relaxed instead of carried, rising by rule, row and window.
  package var windows: [WindowMultiplier]

  /// Finest denominator: a year of prices of hundreds of points then still adds up in 32 bits.
  package static let denominatorMax: Int32 = 1_024
  /// Absolute prices along a row, times the denominator, must stay below this for the checker's 32
  /// bits to add them up.
  package static let rowPricesMax = Double(BoundLimits.rowPrices)
  /// Largest multiplier of a hard rule in whole points; soft ones end at their rule's own price.
  package static let hardMultiplierMax = 1_000_000

  package init(denominator: Int32, covers: [Int32], windows: [WindowMultiplier] = []) {
    self.denominator = denominator
    self.covers = covers
    self.windows = windows
  }

  /// All multipliers 0: covers are not seen, and every window is carried where it fits.
  package static func zero(for grid: DenseGrid) -> LagrangeMultipliers {
    LagrangeMultipliers(
      denominator: 1, covers: Array(repeating: 0, count: grid.coverGroupCount))
  }
}

/// A window of one row that is relaxed, and its multiplier.
package struct WindowMultiplier: Sendable, Hashable {
  /// Index into ``DenseGrid/rules``; names a sum rule.
  package var rule: Int32
  /// One of the rule's rows.
  package var row: Int32
  /// Index into ``SumFamily/windows``.
  package var window: Int32
  package var numerator: Int32

  package init(rule: Int, row: Int, window: Int, numerator: Int) {
    self.rule = Int32(rule)
    self.row = Int32(row)
    self.window = Int32(window)
    self.numerator = Int32(numerator)
  }
}

/// A claim that no valid answer costs less than ``claimed`` soft points, with what proves it.
///
/// A hint until ``DenseGrid/check(_:workers:)`` has recomputed it.
package struct BoundOffer: Sendable, Hashable {
  package var claimed: Int
  package var multipliers: LagrangeMultipliers

  package init(claimed: Int, multipliers: LagrangeMultipliers) {
    self.claimed = claimed
    self.multipliers = multipliers
  }
}

extension DenseGrid {
  /// Groups of all cover rules: the length of ``LagrangeMultipliers/covers``.
  package var coverGroupCount: Int {
    rules.reduce(0) { sum, rule in
      if case .cover(let family) = rule.family { sum + family.groups.count } else { sum }
    }
  }
}
