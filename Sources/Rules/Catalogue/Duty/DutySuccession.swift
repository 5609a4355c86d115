package import Domain

/// What comes after an assignment of ``first``. `forbidden`: ``next`` does not stand in the part
/// that is ``distance`` parts later (one part later is the afternoon after a morning; three are the
/// same part of the next day). `required`: an activity of ``next`` does stand there, unless the
/// person is away. With ``nextDuty`` the place is the person's next duty of any kind, whatever free
/// cells lie between. The later cell must lie inside the horizon; the earlier may be history.
///
/// One unit is a pair (forbidden, so soft with a negative weight never) or a missing successor.
package struct DutySuccession: Rule {
  package static let id: RuleID = "duty-succession"

  /// Earlier assignments.
  package var first: DutySelection
  /// Later activities.
  package var next: [ActivityID]
  /// Parts later, 1…84; ignored with ``nextDuty``.
  package var distance: Int
  /// Whether they must or must not follow.
  package var mode: SuccessionMode
  /// Whether the next duty is meant rather than a fixed distance.
  package var nextDuty: Bool

  package init(
    first: DutySelection, next: [ActivityID], distance: Int = 1, mode: SuccessionMode = .forbidden,
    nextDuty: Bool = false
  ) {
    self.first = first
    self.next = next
    self.distance = distance
    self.mode = mode
    self.nextDuty = nextDuty
  }
}
