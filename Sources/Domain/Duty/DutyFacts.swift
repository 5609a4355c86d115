/// What a programme's duty level knows beyond its rotation plan: faculty, activities, patterns,
/// credentials, wishes, history.
package struct DutyFacts: Sendable, Hashable, Codable {
  /// IANA name of the zone whose clocks the programme lives by: `America/New_York`.
  package var timeZone: String
  /// Changes of that clock from 60 days before the year to its end.
  package var clockChanges: [OffsetChange] = []
  package var sites: [SiteID] = []
  /// Roles of faculty in the order of the file.
  package var roles: [RoleID] = []
  /// Faculty in the order of the file: rows of a duty schedule after the residents.
  package var faculty: [FacultyMember] = []
  /// Activities in the order of the file: a duty schedule's cells are positions in it.
  package var activities: [Activity] = []
  package var patterns: [DutyPattern] = []
  /// The pattern of each rotation that has duties, by the order of the rotations.
  package var rotationPatterns: [RotationPattern] = []
  /// What faculty may be set to for a whole service week, apart from their own pattern.
  package var serviceDuties: [ServiceDuty] = []
  /// Weekday on which service weeks begin; Friday to Thursday by default.
  package var serviceWeekStart: Weekday = .friday
  /// Days on which holiday patterns and holiday rules hold, rising.
  package var holidays: [CalendarDate] = []
  /// Credentials that people hold.
  package var credentials: [HeldCredential] = []
  /// What stood before the horizon: before the year's first day, at most 56 days back, and in a run
  /// of a part of the year what stands before that part.
  package var history: [DutyRecord] = []
  /// Amounts to date that fairness starts from.
  package var tallies: [Tally] = []
  /// Cells settled before the run.
  package var lockedDuties: [LockedDuty] = []
  /// What people asked for at the level of days.
  package var wishes: [DutyWish] = []

  package init(timeZone: String) { self.timeZone = timeZone }
}

/// One who teaches and supervises.
package struct FacultyMember: Sendable, Hashable, Codable {
  package var id: PersonID
  package var role: RoleID
  /// The pattern of an ordinary week.
  package var pattern: PatternID
  /// Weekdays on which clinic may be given; all when empty.
  package var availableWeekdays: [Weekday]
  /// Share of a full post in percent, 1…100: fairness compares amounts in proportion to it.
  package var workPercentage: Int

  package init(
    id: PersonID, role: RoleID, pattern: PatternID, availableWeekdays: [Weekday] = [],
    workPercentage: Int = 100
  ) {
    self.id = id
    self.role = role
    self.pattern = pattern
    self.availableWeekdays = availableWeekdays
    self.workPercentage = workPercentage
  }
}

/// The pattern that a rotation's residents follow, for all levels or for some.
package struct RotationPattern: Sendable, Hashable, Codable {
  package var rotation: RotationID
  /// Levels that follow it; empty for all that no other entry of the rotation names.
  package var levels: [LevelID]
  package var pattern: PatternID

  package init(rotation: RotationID, levels: [LevelID] = [], pattern: PatternID) {
    self.rotation = rotation
    self.levels = levels
    self.pattern = pattern
  }
}

/// A week-long duty of faculty with a pattern of its own.
package struct ServiceDuty: Sendable, Hashable, Codable {
  package var id: ServiceDutyID
  package var pattern: PatternID

  package init(id: ServiceDutyID, pattern: PatternID) {
    self.id = id
    self.pattern = pattern
  }
}

/// A credential and the days on which it is valid.
package struct HeldCredential: Sendable, Hashable, Codable {
  package var person: PersonID
  package var credential: CredentialID
  package var dates: DateRange

  package init(person: PersonID, credential: CredentialID, dates: DateRange) {
    self.person = person
    self.credential = credential
    self.dates = dates
  }
}

/// One duty cell as it was before the horizon.
package struct DutyRecord: Sendable, Hashable, Codable {
  package var person: PersonID
  package var slot: DutySlot
  package var activity: ActivityID

  package init(person: PersonID, slot: DutySlot, activity: ActivityID) {
    self.person = person
    self.slot = slot
    self.activity = activity
  }
}

/// What a person has had of something before the horizon.
package struct Tally: Sendable, Hashable, Codable {
  package var person: PersonID
  /// The id of the fairness rule instance that starts from it.
  package var measure: String
  package var amount: Int

  package init(person: PersonID, measure: String, amount: Int) {
    self.person = person
    self.measure = measure
    self.amount = amount
  }
}

/// A duty cell settled before the run.
package struct LockedDuty: Sendable, Hashable, Codable {
  /// Who settled it. All of them hold; reports name it.
  package enum Provenance: String, Sendable, Hashable, Codable, CaseIterable {
    case preload, manual, solver
  }

  package var person: PersonID
  package var slot: DutySlot
  package var activity: ActivityID
  package var provenance: Provenance

  package init(
    person: PersonID, slot: DutySlot, activity: ActivityID, provenance: Provenance = .manual
  ) {
    self.person = person
    self.slot = slot
    self.activity = activity
    self.provenance = provenance
  }
}

/// What a person would like, or rather not have, on some days.
package struct DutyWish: Sendable, Hashable, Codable {
  package var person: PersonID
  /// Whether the activities are wanted or to be avoided.
  package var isWanted: Bool
  /// Activities that it speaks of; empty for any duty and home call.
  package var activities: [ActivityID]
  package var dates: DateRange
  /// Weekdays inside the dates; all when empty.
  package var weekdays: [Weekday]
  /// Parts of the day; all when empty.
  package var parts: [DayPart]
  package var priority: Wish.Priority

  package init(
    person: PersonID, isWanted: Bool, activities: [ActivityID], dates: DateRange,
    weekdays: [Weekday] = [], parts: [DayPart] = [], priority: Wish.Priority = .medium
  ) {
    self.person = person
    self.isWanted = isWanted
    self.activities = activities
    self.dates = dates
    self.weekdays = weekdays
    self.parts = parts
    self.priority = priority
  }
}
