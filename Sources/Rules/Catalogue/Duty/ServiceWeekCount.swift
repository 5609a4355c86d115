package import Domain

/// A member of the faculty in scope has the service duty in at least ``minimum`` and at most
/// ``maximum`` weeks of the year; weeks cut by the year's edges are weeks.
///
/// One unit is a week.
package struct ServiceWeekCount: Rule {
  package static let id: RuleID = "service-week-count"

  /// The duty.
  package var duty: ServiceDutyID
  /// Weeks, at least 0.
  package var minimum: Int
  /// Weeks; nil for no maximum.
  package var maximum: Int?

  package init(duty: ServiceDutyID, minimum: Int = 0, maximum: Int? = nil) {
    self.duty = duty
    self.minimum = minimum
    self.maximum = maximum
  }
}
