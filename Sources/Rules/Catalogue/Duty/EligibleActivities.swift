import Domain

/// People in scope hold assignments of ``selection`` (`isAllowed` false: never; true: nothing else
/// in the selection's parts and days but these activities, `free` and `away`). Where
/// ``availableDays`` holds, faculty are held to it only on weekdays they are not available.
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
