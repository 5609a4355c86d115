import Domain

/// A person's counted minutes in any window stay within ``weeklyMinutes`` × days of the window ÷ 7,
/// rounded down.
///
/// Windows hold ``windowWeeks`` × 7 dates. `rolling`: every window that ends inside the horizon;
/// `perBlock`: those of ``Domain/AcademicCalendar/windows(ofDays:)``, one after the other from the
/// first day of block 1, that end inside the horizon. Dates before the horizon count what history
/// knows of them. With ``adjustsForLeave`` the days of a granted absence are taken out: the cap is
/// ``weeklyMinutes`` × (days not away) ÷ 7, rounded down, and away days count nothing. A duty
/// counts wholly to the date of its cell.
///
/// One unit is a started hour above the cap in one window.
package struct AveragedHours: Rule {
  package static let id: RuleID = "averaged-hours"

  /// Minutes a week, 1…10,080.
  package var weeklyMinutes: Int
  /// Weeks averaged over, 1…13.
  package var windowWeeks: Int
  /// Which windows are looked at.
  package var windows: WindowKind
  /// Whether leave shrinks the cap.
  package var adjustsForLeave: Bool

  package init(
    weeklyMinutes: Int, windowWeeks: Int = 4, windows: WindowKind = .rolling,
    adjustsForLeave: Bool = true
  ) {
    self.weeklyMinutes = weeklyMinutes
    self.windowWeeks = windowWeeks
    self.windows = windows
    self.adjustsForLeave = adjustsForLeave
  }
}
