import Domain

/// A person has at least ``minimum`` free days in any window of ``windowDays`` dates: one day in
/// seven averaged over four weeks is 4 in 28, the strict house rule 1 in 7.
///
/// A free day is a date that no duty and no home call touches by the clock (`calendarDay`: a night
/// that ends at 07:30 takes the morning after it), or one of the disjoint periods of 1,440 elapsed
/// minutes that fit into the time inside the window in which there is no duty and no home call
/// (`continuous24Hours`: ⌊gap ÷ 24 h⌋ for each gap). Windows are those of `averaged-hours`; one
/// shorter than ``windowDays`` has its share of ``minimum``, rounded down, one longer likewise.
/// Dates before the horizon of which history knows nothing are free.
///
/// With ``adjustsForLeave`` the minimum is ``minimum`` × (days not away) ÷ ``windowDays``, rounded
/// down, and dates of a granted absence count as worked from midnight to midnight; otherwise they
/// are dates like others.
///
/// One unit is a missing free day of one window. Only windows wholly in the person's scope are
/// looked at.
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
