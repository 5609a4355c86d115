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

/// A resident, as in the programme's files: `R1_001`. Synthetic or real, it never leaves for a
/// node.
package struct ResidentID: ProgramIdentifier {
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
