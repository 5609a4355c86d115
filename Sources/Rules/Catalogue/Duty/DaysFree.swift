import Domain

/// A person has at least ``minimum`` free days in any window of ``windowDays`` dates: one day in
/// seven averaged over four weeks is 4 in 28, the strict house rule 1 in 7.
///
/// A free day is a date that no duty and no home call touches (`calendarDay`: a night that ends at
/// 07:30 takes the morning after it), or one of the disjoint 24-hour periods that fit into the time
/// between duties inside the window (`continuous24Hours`). Windows are those of `averaged-hours`.
/// Dates of a granted absence count as neither: with ``adjustsForLeave`` the minimum is ``minimum``
/// × (days not away) ÷ ``windowDays``, rounded down, and only free days outside absences count;
/// otherwise they are free.
///
/// One unit is a missing free day of one window.
package struct DaysFree: Rule {
  package static let id: RuleID = "days-free"

  /// Dates of a window, 7…91.
  package var windowDays: Int
  /// Free days, 1…``windowDays``.
  package var minimum: Int
  /// What a free day is.
  package var measure: FreeDayMeasure
  /// Which windows are looked at.
  package var windows: WindowKind
  /// Whether leave lowers the minimum.
  package var adjustsForLeave: Bool

  package init(
    windowDays: Int = 28, minimum: Int = 4, measure: FreeDayMeasure = .continuous24Hours,
    windows: WindowKind = .rolling, adjustsForLeave: Bool = true
  ) {
    self.windowDays = windowDays
    self.minimum = minimum
    self.measure = measure
    self.windows = windows
    self.adjustsForLeave = adjustsForLeave
  }
}
