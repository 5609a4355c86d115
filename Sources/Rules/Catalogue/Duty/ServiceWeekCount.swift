package import Domain

/// A member of the faculty has the service duty in at least ``minimum`` and at most ``maximum``
/// weeks of the year.
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
