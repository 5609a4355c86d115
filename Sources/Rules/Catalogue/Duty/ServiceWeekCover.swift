package import Domain

/// In each service week of the year at least ``minimum`` and at most ``maximum`` faculty in scope
/// have the service duty. Weeks cut by the year's edges are weeks. Scope dates restrict the weeks
/// by their first date.
///
/// One unit is a person in one week.
package struct ServiceWeekCover: Rule {
  package static let id: RuleID = "service-week-cover"

  /// The duty.
  package var duty: ServiceDutyID
  /// Faculty, at least 0.
  package var minimum: Int
  /// Faculty; nil for no maximum.
  package var maximum: Int?

  package init(duty: ServiceDutyID, minimum: Int, maximum: Int? = nil) {
    self.duty = duty
    self.minimum = minimum
    self.maximum = maximum
  }
}
