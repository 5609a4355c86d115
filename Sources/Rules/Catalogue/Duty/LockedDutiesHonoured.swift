import Domain

/// Every locked duty cell holds its activity.
///
/// One unit is a cell.
package struct LockedDutiesHonoured: Rule {
  package static let id: RuleID = "locked-duties-honoured"

  package init() {}
}
