/// Which of the three duty cells of a date: two slots and the night that begins that evening.
package enum DayPart: Int, Sendable, Hashable, CaseIterable, Codable {
  case morning = 0
  case afternoon = 1
  case night = 2

  /// Cells of one date.
  package static let count = 3

  /// As files write it: `AM`, `PM`, `night`.
  package var name: String {
    switch self {
    case .morning: "AM"
    case .afternoon: "PM"
    case .night: "night"
    }
  }

  /// Reads ``name``; nil for any other text.
  package init?(name: some StringProtocol) {
    switch name {
    case "AM": self = .morning
    case "PM": self = .afternoon
    case "night": self = .night
    default: return nil
    }
  }
}

/// One duty cell of a person: a part of a date.
package struct DutySlot: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
  package var date: CalendarDate
  package var part: DayPart

  package init(date: CalendarDate, part: DayPart) {
    self.date = date
    self.part = part
  }

  /// `2025-07-03 AM`.
  package var description: String { "\(date) \(part.name)" }

  package static func < (left: DutySlot, right: DutySlot) -> Bool {
    (left.date.dayNumber, left.part.rawValue) < (right.date.dayNumber, right.part.rawValue)
  }
}
