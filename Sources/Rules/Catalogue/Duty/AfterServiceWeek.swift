package import Domain

/// After the last date of a service week of the duty, ``days`` later (1 is the next day), the cells
/// of ``parts`` of the same person hold one of ``activities``, or (``isForbidden``) none of them,
/// unless the person is away on that date with a granted absence or in another such week. Only
/// dates of the horizon are looked at, and scope dates restrict them; weeks may end before it.
///
/// One unit is a cell.
package struct AfterServiceWeek: Rule {
  package static let id: RuleID = "after-service-week"

  /// The duty.
  package var duty: ServiceDutyID
  /// Days after the week's last date, 1…14.
  package var days: Int
  /// Parts; all when empty.
  package var parts: [DayPart]
  /// Activities that must, or must not, stand there.
  package var activities: [ActivityID]
  /// Whether they must not.
  package var isForbidden: Bool

  package init(
    duty: ServiceDutyID, days: Int, parts: [DayPart] = [], activities: [ActivityID],
    isForbidden: Bool = false
  ) {
    self.duty = duty
    self.days = days
    self.parts = parts
    self.activities = activities
    self.isForbidden = isForbidden
  }
}
