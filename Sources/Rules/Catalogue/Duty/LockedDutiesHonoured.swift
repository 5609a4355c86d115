import Domain

/// Every locked duty cell of the horizon, of people in scope, holds its activity.
///
/// One unit is a cell, however many of its locks it breaks.
package struct LockedDutiesHonoured: Rule {
  package static let id: RuleID = "locked-duties-honoured"

  package init() {}
}
