import Domain

/// A person's counted minutes in any window stay within ``weeklyMinutes`` × weeks of the window.
///
/// Windows hold ``windowWeeks`` × 7 dates. `rolling`: one begins on each date of the horizon and of
/// the history before it, so long as it ends inside the horizon; `perBlock`: windows follow one
/// another from the first day of block 1. With ``adjustsForLeave`` the days of a granted absence
/// are taken out: the cap is ``weeklyMinutes`` × (days not away) ÷ 7, rounded down, and away days
/// count nothing. A duty counts wholly to the date of its cell. Windows that reach before the
/// history count what is known.
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
