package import Domain

/// What comes after an assignment of ``first``. `forbidden`: no activity of ``next`` stands in the
/// part that is ``distance`` parts later (one part later is the afternoon after a morning; three
/// are the same part of the next day). `required`: one does stand there, unless the person is away
/// on that date with a granted absence. With ``nextDuty`` the place is the person's next cell that
/// holds duty, whatever other cells lie between; home call is no duty here. The later cell lies
/// inside the horizon, else nothing is asked; the earlier may be history, and its date alone
/// decides about scope.
///
/// One unit is a forbidden pair or a missing successor.
package struct DutySuccession: Rule {
  package static let id: RuleID = "duty-succession"

  /// Earlier assignments.
  package var first: DutySelection
  /// Later activities, at least one.
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
