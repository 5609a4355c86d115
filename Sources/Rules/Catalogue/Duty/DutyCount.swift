import Domain

/// A person has at least ``minimum`` and at most ``maximum`` of ``selection``, by ``measure``, in
/// each period. Periods: the year, each block from block 1 on, each week from Monday, each calendar
/// month, or any window of N dates that ends inside the horizon. A period that does not lie wholly
/// inside horizon and scope is held to its maximum only, with history before the horizon counted
/// in; the rest of a period after the horizon counts nothing.
///
/// Calls no more often than every third night, averaged over four weeks, are at most 9 in any 28
/// dates. With ``adjustsForLeave`` assignments on dates of a granted absence count nothing and both
/// bounds shrink in proportion to the period's days not away: minimum rounded down, maximum up.
///
/// One unit is a missing or surplus unit of the measure; of minutes, a started hour.
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
