import Domain

/// A person has at least ``minimum`` and at most ``maximum`` of ``selection``, by ``measure``, in
/// each period. Periods: the whole horizon's year, each block, each week (from ``Weekday/monday``),
/// each calendar month, or any window of N dates. A period cut by the horizon's edge is held to its
/// maximum only, with history before the horizon counted in. With ``adjustsForLeave`` both bounds
/// shrink in proportion to the days not away (minimum rounded down, maximum up).
///
/// Calls no more often than every third night, averaged over four weeks, are at most 9 in any 28
/// dates. One unit is a missing or surplus unit of the measure; of minutes, a started hour.
package struct DutyCount: Rule {
  package static let id: RuleID = "duty-count"

  /// What is counted.
  package var selection: DutySelection
  /// How.
  package var measure: DutyMeasure
  /// Over which periods.
  package var period: DutyPeriod
  /// At least; 0 for no minimum.
  package var minimum: Int
  /// At most; nil for no maximum.
  package var maximum: Int?
  /// Whether leave shrinks the bounds.
  package var adjustsForLeave: Bool

  package init(
    selection: DutySelection, measure: DutyMeasure = .cells, period: DutyPeriod, minimum: Int = 0,
    maximum: Int? = nil, adjustsForLeave: Bool = false
  ) {
    self.selection = selection
    self.measure = measure
    self.period = period
    self.minimum = minimum
    self.maximum = maximum
    self.adjustsForLeave = adjustsForLeave
  }
}
