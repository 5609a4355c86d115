package import Domain

/// After a duty of ``after`` ends, at least ``restMinutes`` pass before the person's next duty of
/// ``before`` begins: the first that begins at or after that end. Home call is no duty here. A gap
/// of less than ``joiningMinutes`` is a break inside one stretch and needs no rest.
///
/// With ``stretchMinutes`` it binds only when the stretch of duty that the duty belongs to (all
/// duties of the person, breaks shorter than ``joiningMinutes`` inside) has lasted at least so long
/// at the duty's end: 14 h after 24 h. The next duty lies in the horizon; the one before may be
/// history, and its date alone decides about scope. Overlaps are left to `no-overlap`.
///
/// One unit is a started hour of missing rest.
package struct RestAfter: Rule {
  package static let id: RuleID = "rest-after"

  /// Duties that need rest after them; empty for all duties.
  package var after: [ActivityID]
  /// Elapsed minutes of rest, 1…10,080.
  package var restMinutes: Int
  /// Duties that may not come too early; empty for all duties.
  package var before: [ActivityID]
  /// Least length of the stretch before, minutes; 0 for any.
  package var stretchMinutes: Int
  /// Duties closer than this are one stretch and need no rest, 0…1,440 minutes: more than the hour
  /// between a morning and an afternoon.
  package var joiningMinutes: Int

  package init(
    after: [ActivityID] = [], restMinutes: Int, before: [ActivityID] = [], stretchMinutes: Int = 0,
    joiningMinutes: Int = 90
  ) {
    self.after = after
    self.restMinutes = restMinutes
    self.before = before
    self.stretchMinutes = stretchMinutes
    self.joiningMinutes = joiningMinutes
  }
}
