import Domain

/// Two people are together or apart: `together`: in each slot where one of them is on
/// ``selection``, so is the other, unless away; `apart`: never both in one slot; `overlapping`: of
/// all slots of either, each not shared costs only when one is on and the other is at work
/// elsewhere.
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
