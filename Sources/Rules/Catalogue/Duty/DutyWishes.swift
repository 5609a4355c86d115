import Domain

/// Duty wishes of people in scope are granted: each cell that a wish to avoid speaks of and that
/// holds what it would avoid costs, and each date of a positive wish on which none of its cells
/// holds what it asks for. Dates of the person's own granted absences cost nothing. A wish that
/// names no activity speaks of every duty and home call. Each wish is judged by itself.
///
/// One unit is one such cell or date; ``high``, ``medium`` and ``low`` multiply it by priority.
package struct DutyWishes: Rule {
  package static let id: RuleID = "duty-wishes"

  /// Units of a wish of high priority, 0…1,000.
  package var high: Int
  /// Units of medium priority.
  package var medium: Int
  /// Units of low priority.
  package var low: Int

  package init(high: Int = 4, medium: Int = 2, low: Int = 1) {
    self.high = high
    self.medium = medium
    self.low = low
  }
}
