package import Domain

/// After a duty of ``after`` (empty: any duty) at least ``restMinutes`` pass before the person's
/// next duty of ``before`` (empty: any duty) begins. With ``stretchMinutes`` it binds only when the
/// stretch that ends with the duty (breaks shorter than 60 minutes inside) has lasted so long: 14 h
/// after 24 h. Duties that overlap are left to `no-overlap`. Only the next duty that begins after
/// the end is looked at; duties of one stretch (less than ``joiningMinutes`` apart) need no rest
/// between them.
///
/// One unit is a started hour of missing rest.
package struct RestAfter: Rule {
  package static let id: RuleID = "rest-after"

  /// Duties that need rest after them; empty for all.
  package var after: [ActivityID]
  /// Elapsed minutes of rest, 1…10,080.
  package var restMinutes: Int
  /// Duties that may not come too early; empty for all.
  package var before: [ActivityID]
  /// Least length of the stretch before, minutes; 0 for any.
  package var stretchMinutes: Int
  /// Duties closer than this are one stretch and need no rest, 0…1,440 minutes.
  package var joiningMinutes: Int

  package init(
    after: [ActivityID] = [], restMinutes: Int, before: [ActivityID] = [], stretchMinutes: Int = 0,
    joiningMinutes: Int = 60
  ) {
    self.after = after
    self.restMinutes = restMinutes
    self.before = before
    self.stretchMinutes = stretchMinutes
    self.joiningMinutes = joiningMinutes
  }
}
