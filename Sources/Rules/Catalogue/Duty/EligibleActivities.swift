import Domain

/// People in scope never hold an assignment of ``selection`` (``isAllowed`` false), or hold nothing
/// else in its parts and days but its activities and those of kind `free` and `away` (true). With
/// ``outsideAvailableDays`` it binds faculty on weekdays outside their available ones, and nobody
/// else.
///
/// One unit is a cell.
package struct EligibleActivities: Rule {
  package static let id: RuleID = "eligible-activities"

  /// Activities, parts and days that it speaks of.
  package var selection: DutySelection
  /// Whether only these activities may stand there (true) or none of them may (false).
  package var isAllowed: Bool
  /// Whether it binds faculty only on weekdays outside ``FacultyMember/availableWeekdays``.
  package var outsideAvailableDays: Bool

  package init(selection: DutySelection, isAllowed: Bool, outsideAvailableDays: Bool = false) {
    self.selection = selection
    self.isAllowed = isAllowed
    self.outsideAvailableDays = outsideAvailableDays
  }
}
