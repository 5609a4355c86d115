package import Domain

/// Which windows of days an averaged rule looks at.
package enum WindowKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// One from each date on.
  case rolling
  /// One after the other from the first day of block 1.
  case perBlock = "per-block"
}

/// What counts as a free day.
package enum FreeDayMeasure: String, Sendable, Hashable, Codable, CaseIterable {
  case calendarDay = "calendar-day"
  case continuous24Hours = "24-hours"
}

/// Over which periods a count is taken.
package enum DutyPeriod: Sendable, Hashable, Codable {
  case year
  case block
  /// Monday to Sunday.
  case week
  case month
  /// Any window of so many dates, 2…364.
  case rolling(days: Int)
}

/// What a run is made of.
package enum RunUnit: String, Sendable, Hashable, Codable, CaseIterable {
  case days, nights, weekends
}

/// Whether a successor is required or forbidden.
package enum SuccessionMode: String, Sendable, Hashable, Codable, CaseIterable {
  case forbidden, required
}

/// Who is compared with whom.
package enum FairnessGroups: String, Sendable, Hashable, Codable, CaseIterable {
  /// Everybody in scope together.
  case all
  /// Residents by level, faculty by role.
  case level
}

/// How unfairness is measured.
package enum FairnessKind: String, Sendable, Hashable, Codable, CaseIterable {
  case spread, deviation
}

/// What two people should be.
package enum PairingMode: String, Sendable, Hashable, Codable, CaseIterable {
  case together, apart, overlapping
}

/// Two people.
package struct PersonPair: Sendable, Hashable, Codable {
  package var first: PersonID
  package var second: PersonID

  package init(first: PersonID, second: PersonID) {
    self.first = first
    self.second = second
  }
}

/// Assignments that need supervision, and how much each.
package struct SupervisionDemand: Sendable, Hashable, Codable {
  package var activities: [ActivityID]
  /// Levels of residents; empty for everybody.
  package var levels: [LevelID]
  /// Units of each such assignment, 1…1,000: 2 for half a supervisor of four units.
  package var units: Int

  package init(activities: [ActivityID], levels: [LevelID] = [], units: Int) {
    self.activities = activities
    self.levels = levels
    self.units = units
  }
}

/// Assignments that give supervision: by faculty of some roles, or residents of some levels.
package struct SupervisionSupply: Sendable, Hashable, Codable {
  package var activities: [ActivityID]
  package var roles: [RoleID]
  package var levels: [LevelID]

  package init(activities: [ActivityID], roles: [RoleID] = [], levels: [LevelID] = []) {
    self.activities = activities
    self.roles = roles
    self.levels = levels
  }
}
