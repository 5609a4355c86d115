/// A name that a programme's files give to something; unique within its kind.
package protocol ProgramIdentifier: RawRepresentable, Sendable, Hashable, Comparable, Codable,
  CustomStringConvertible, ExpressibleByStringLiteral
where RawValue == String {
  init(rawValue: String)
}

extension ProgramIdentifier {
  package init(_ text: String) { self.init(rawValue: text) }
  package init(stringLiteral value: String) { self.init(rawValue: value) }
  package var description: String { rawValue }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A resident or a member of the faculty, as in the programme's files: `R1_001`. Synthetic or real,
/// it never leaves for a node.
package struct PersonID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A year of training or a class of people with a curriculum of its own: `PGY1`, `R_NEURO`.
package struct LevelID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A rotation: `MICU`, `Night float`, `LEAVE`.
package struct RotationID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// What fills one duty cell: `Clinic`, `Ward long day`, `Post-call`.
package struct ActivityID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A weekly pattern: `fmit-resident`, `core-faculty`.
package struct PatternID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A role of faculty: `core`, `programme-director`.
package struct RoleID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A place of work: `Main hospital`.
package struct SiteID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A kind of credential: `BLS`, `vasectomy`.
package struct CredentialID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// What a member of the faculty may be set to for a service week: `Inpatient team week`.
package struct ServiceDutyID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}
