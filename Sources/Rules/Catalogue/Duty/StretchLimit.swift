package import Domain

/// No unbroken stretch of duty is longer than ``maximumMinutes``. Duties of ``activities`` (empty:
/// every duty; home call is none) belong to one stretch when less than ``joiningMinutes`` pass
/// between the latest end so far and the next start. Its length is the elapsed time from its first
/// start to its last end, breaks included. Twenty-four hours and four for transition are two
/// instances: 24 h without the hand-over activities, 28 h with all.
///
/// One unit is a started hour above the limit of one stretch that has a duty in the horizon.
package struct StretchLimit: Rule {
  package static let id: RuleID = "stretch-limit"

  /// Elapsed minutes, 1…10,080.
  package var maximumMinutes: Int
  /// Breaks shorter than this do not end a stretch, 1…1,440 minutes. The hour between a morning and
  /// an afternoon of four hours must not, so an hour is too little.
  package var joiningMinutes: Int
  /// Duties that count; empty for all.
  package var activities: [ActivityID]

  package init(maximumMinutes: Int, joiningMinutes: Int = 90, activities: [ActivityID] = []) {
    self.maximumMinutes = maximumMinutes
    self.joiningMinutes = joiningMinutes
    self.activities = activities
  }
}
