package import Domain

/// Residents or faculty.
package enum DutyPeopleKind: String, Sendable, Hashable, Codable, CaseIterable {
  case residents, faculty
}

/// Assignments that a duty rule speaks of: activities by name (labels are resolved when a file is
/// read), in some parts of some days. Empty lists do not restrict.
package struct DutySelection: Sendable, Hashable, Codable {
  /// Activities; empty for every activity that is duty or home call.
  package var activities: [ActivityID]
  package var parts: [DayPart]
  /// Weekdays of the cell's date.
  package var weekdays: [Weekday]
  /// Whether the cell's date must be (true) or must not be (false) a holiday; nil for both.
  package var onHolidays: Bool?

  package init(
    activities: [ActivityID] = [], parts: [DayPart] = [], weekdays: [Weekday] = [],
    onHolidays: Bool? = nil
  ) {
    self.activities = activities
    self.parts = parts
    self.weekdays = weekdays
    self.onHolidays = onHolidays
  }
}

/// How a duty rule counts the assignments of a selection.
package enum DutyMeasure: String, Sendable, Hashable, Codable, CaseIterable {
  /// Cells: half-days and nights.
  case cells
  /// Dates with at least one.
  case days
  /// Weekends (Saturday and the Sunday after it) with at least one on their dates; a Friday night
  /// is on neither.
  case weekends
  /// Counted minutes.
  case minutes
}

/// The catalogue of the duty level as one closed type.
package enum AnyDutyRule: Sendable, Hashable, Codable {
  case patternHonoured(PatternHonoured)
  case absenceHonoured(AbsenceHonoured)
  case credentialRequired(CredentialRequired)
  case eligibleActivities(EligibleActivities)
  case lockedDuties(LockedDutiesHonoured)
  case noOverlap(NoOverlap)
  case averagedHours(AveragedHours)
  case daysFree(DaysFree)
  case stretchLimit(StretchLimit)
  case restAfter(RestAfter)
  case dutyCount(DutyCount)
  case consecutiveDuty(ConsecutiveDuty)
  case dutyCover(DutyCover)
  case supervision(Supervision)
  case dutySuccession(DutySuccession)
  case dutySpacing(DutySpacing)
  case dutyFairness(DutyFairness)
  case dutyWishes(DutyWishes)
  case pairing(Pairing)
  case serviceWeekCover(ServiceWeekCover)
  case serviceWeekCount(ServiceWeekCount)
  case serviceWeekSpacing(ServiceWeekSpacing)
  case afterServiceWeek(AfterServiceWeek)
}

/// A duty rule type with its numbers, scope and severity, as a programme states it.
///
/// What holds for every type unless its statement says otherwise: a rule sees an assignment only on
/// a date that is in the person's scope, and finds faults only in the horizon (the dates of the
/// duty schedule). Before the horizon it sees what ``Domain/DutyFacts/history`` says and nothing
/// where that is silent; rotations there are known only inside the year. A minimum is asked only of
/// windows and periods that lie wholly in scope. ``Domain/LockedDuty`` cells are judged like any
/// other.
package struct DutyRuleInstance: Sendable, Hashable, Codable {
  package var id: RuleInstanceID
  package var scope: RuleScope
  package var severity: Severity
  package var rule: AnyDutyRule

  package init(
    id: RuleInstanceID, scope: RuleScope, severity: Severity, rule: AnyDutyRule
  ) {
    self.id = id
    self.scope = scope
    self.severity = severity
    self.rule = rule
  }
}

/// A rule instance that does not bind for some people on some days. What it would have found is
/// reported apart and counts nothing.
package struct Relaxation: Sendable, Hashable, Codable {
  package var instance: RuleInstanceID
  /// Whom it spares; everybody when empty.
  package var people: [PersonID]
  /// When: a finding is spared when all its dates lie inside.
  package var dates: DateRange
  /// Why, and who allowed it.
  package var reason: String

  package init(instance: RuleInstanceID, people: [PersonID], dates: DateRange, reason: String) {
    self.instance = instance
    self.people = people
    self.dates = dates
    self.reason = reason
  }
}

/// Where a duty rule is broken: the days it looks at and the assignments that cause it.
package struct DutyPlace: Sendable, Hashable, Codable {
  /// One assignment of one person.
  package struct Assignment: Sendable, Hashable, Codable {
    package var person: PersonID
    package var slot: DutySlot
    package var activity: ActivityID

    package init(person: PersonID, slot: DutySlot, activity: ActivityID) {
      self.person = person
      self.slot = slot
      self.activity = activity
    }
  }

  /// The window or day looked at.
  package var dates: DateRange
  /// Assignments that cause it, at most ``limit``, in order of time.
  package var causes: [Assignment]

  /// Causes listed at most: a person reads no more, and a verdict is stored.
  package static let limit = 60

  package init(dates: DateRange, causes: [Assignment]) {
    self.dates = dates
    self.causes = causes
  }
}
