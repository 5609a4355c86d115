import Domain

/// Who holds an activity that requires credentials has each of them on the cell's date.
///
/// One unit is a missing credential of one cell.
package struct CredentialRequired: Rule {
  package static let id: RuleID = "credential-required"

  package init() {}
}
