package import Domain

/// At least ``minimumGap`` weeks lie between any two service weeks of one person: 1 forbids
/// back-to-back weeks. Weeks are counted inside the year only.
///
/// One unit is a pair of weeks closer than that: three in a row with a gap of 2 are three pairs.
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
