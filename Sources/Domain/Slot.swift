/// Half a day: the morning or the afternoon of one date.
package struct Slot: Sendable, Hashable, Codable {
  /// Which half of the day.
  package enum Part: String, Sendable, Hashable, Codable, CaseIterable {
    case morning = "AM"
    case afternoon = "PM"
  }

  package var date: CalendarDate
  package var part: Part

  package init(date: CalendarDate, part: Part) {
    self.date = date
    self.part = part
  }
}

extension Slot: Comparable {
  package static func < (left: Slot, right: Slot) -> Bool {
    if left.date != right.date { return left.date < right.date }
    return left.part == .morning && right.part == .afternoon
  }
}

extension AcademicCalendar {
  /// Slots of the year: two a day, 730, or 732 when it holds a 29 February.
  package var slotCount: Int { 2 * dates.dayCount }

  /// The slot at a position in 0..<``slotCount``; nil for any other.
  package func slot(at index: Int) -> Slot? {
    guard (0..<slotCount).contains(index) else { return nil }
    return Slot(date: dates.first + index / 2, part: index % 2 == 0 ? .morning : .afternoon)
  }

  /// Position of a slot in the year, from 0; nil when its date is outside the year.
  package func index(of slot: Slot) -> Int? {
    guard dates.contains(slot.date) else { return nil }
    return 2 * (slot.date - dates.first) + (slot.part == .morning ? 0 : 1)
  }
}
