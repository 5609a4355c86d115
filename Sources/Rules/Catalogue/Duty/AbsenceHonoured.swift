import Domain

/// On every date of a granted absence all three cells of the person hold an activity of kind
/// `away`, and on no other date does a cell. A duty of a date without absence ends, by the clock,
/// at most ``overrun`` minutes after the midnight that begins the next date of absence. Home call
/// is no duty here.
///
/// One unit is a cell of the horizon: the one that holds the wrong activity, or the late duty's.
package struct AbsenceHonoured: Rule {
  package static let id: RuleID = "absence-honoured"

  /// Minutes, 0…1440: how far a duty that began before an absence may reach into it.
  package var overrun: Int

  package init(overrun: Int = 0) {
    self.overrun = overrun
  }
}
