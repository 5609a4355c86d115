import Domain

/// On every date of a granted absence all three cells of the person hold an activity of kind
/// `away`, and no other cell does. The night before the first day of an absence holds no duty that
/// reaches past that day's midnight by more than ``overrun`` minutes.
///
/// One unit is a cell.
package struct AbsenceHonoured: Rule {
  package static let id: RuleID = "absence-honoured"

  /// Minutes, 0…1440: how far a duty that began before an absence may reach into it.
  package var overrun: Int

  package init(overrun: Int = 0) {
    self.overrun = overrun
  }
}
