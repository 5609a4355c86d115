package import Domain

/// At least ``minimumGap`` weeks without the duty lie between two service weeks of one person: 1
/// forbids back-to-back weeks.
///
/// One unit is a pair of weeks closer than that.
package struct ServiceWeekSpacing: Rule {
  package static let id: RuleID = "service-week-spacing"

  /// The duty.
  package var duty: ServiceDutyID
  /// Weeks between, 1…26.
  package var minimumGap: Int

  package init(duty: ServiceDutyID, minimumGap: Int = 1) {
    self.duty = duty
    self.minimumGap = minimumGap
  }
}
