package import Domain

/// No unbroken stretch of duty is longer than ``maximumMinutes``. Duties of ``activities`` (empty:
/// every duty) belong to one stretch when less than ``joiningMinutes`` pass between them. Its
/// length is the time from its first start to its last end, breaks included. Twenty-four hours and
/// four for transition are two instances: 24 h without the hand-over activities, 28 h with all.
///
/// One unit is a started hour above the limit of one stretch.
package struct StretchLimit: Rule {
  package static let id: RuleID = "stretch-limit"

  /// Elapsed minutes, 1…10,080.
  package var maximumMinutes: Int
  /// Breaks shorter than this do not end a stretch, 1…1,440 minutes.
  package var joiningMinutes: Int
  /// Duties that count; empty for all.
  package var activities: [ActivityID]

  package init(maximumMinutes: Int, joiningMinutes: Int = 60, activities: [ActivityID] = []) {
    self.maximumMinutes = maximumMinutes
    self.joiningMinutes = joiningMinutes
    self.activities = activities
  }
}
