import Domain

/// Two dates with ``selection`` of one person are at least ``minimumDays`` apart: each pair of
/// dates that is less apart costs. Falling prices by distance are several instances. The later date
/// lies in the horizon, the earlier may be history.
///
/// One unit is a pair of dates.
package struct DutySpacing: Rule {
  package static let id: RuleID = "duty-spacing"

  /// Assignments that are spaced.
  package var selection: DutySelection
  /// Dates from one to the next, 2…28: 3 forbids neighbours and every other day.
  package var minimumDays: Int

  package init(selection: DutySelection, minimumDays: Int) {
    self.selection = selection
    self.minimumDays = minimumDays
  }
}
