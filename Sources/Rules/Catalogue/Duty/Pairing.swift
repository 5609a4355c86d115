import Domain

/// Two people are together or apart in the slots of ``selection``'s parts and days. `together`: one
/// costs when just one of them is on the selection and the other is not away with a granted
/// absence; `apart`: when both are; `overlapping`: when just one is and the other holds a duty or
/// home call that the selection does not name. Both must be in scope on the date.
///
/// One unit is a slot.
package struct Pairing: Rule {
  package static let id: RuleID = "pairing"

  /// Pairs of people.
  package var pairs: [PersonPair]
  /// Assignments that count.
  package var selection: DutySelection
  /// What they should be.
  package var mode: PairingMode

  package init(pairs: [PersonPair], selection: DutySelection, mode: PairingMode = .together) {
    self.pairs = pairs
    self.selection = selection
    self.mode = mode
  }
}
