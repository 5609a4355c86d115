/// A date of the proleptic Gregorian calendar, without a time or a zone.
///
/// Conversion between day numbers and dates follows H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (2014): exact for all years used here.
package struct CalendarDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01, negative before it.
  package var dayNumber: Int

  package init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// The date with the given parts, or nil when there is none such (30 February).
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
    let parts = self.parts
    guard parts.year == year, parts.month == month, parts.day == day else { return nil }
  }

  /// Year, month 1…12 and day of the month.
  package var parts: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  /// The day of the week.
  package var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let index = (dayNumber + 3) % 7
    // The remainder lies in 0...6 after the shift, so the raw value is one of the seven.
    return Weekday(rawValue: (index < 0 ? index + 7 : index) + 1)!
  }

  /// Whether the date is a Saturday or a Sunday.
  package var isWeekend: Bool { weekday == .saturday || weekday == .sunday }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.dayNumber < right.dayNumber
  }

  /// Days from the right date to the left.
  package static func - (left: CalendarDate, right: CalendarDate) -> Int {
    left.dayNumber - right.dayNumber
  }

  /// The date a number of days later, or earlier when negative.
  package static func + (date: CalendarDate, days: Int) -> CalendarDate {
    CalendarDate(dayNumber: date.dayNumber + days)
  }
}

/// ISO weekday numbers: Monday is 1, Sunday 7.
package enum Weekday: Int, Sendable, Hashable, Codable, CaseIterable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday
}

extension CalendarDate: Codable, CustomStringConvertible {
  /// ISO 8601: `2026-03-12`.
  package var description: String {
    let (year, month, day) = parts
    func padded(_ number: Int, to width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// Reads `2026-03-12`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, fields[0].count == 4, fields[1].count == 2, fields[2].count == 2,
      fields.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let year = Int(fields[0]), let month = Int(fields[1]), let day = Int(fields[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = CalendarDate(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is not a date like 2026-03-12")
    }
    self = date
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Consecutive dates, both ends included.
package struct DateRange: Sendable, Hashable, Codable {
  package var first: CalendarDate
  package var last: CalendarDate

  /// - Precondition: `last` is not before `first`, or exactly the day before it (an empty range).
  package init(first: CalendarDate, last: CalendarDate) {
    precondition(last - first >= -1, "A range of dates from \(first) back to \(last)")
    self.first = first
    self.last = last
  }

  /// Days in the range; 0 when it is empty.
  package var dayCount: Int { last - first + 1 }

  /// Whether the date is one of the range's.
  package func contains(_ date: CalendarDate) -> Bool { first <= date && date <= last }

  /// Days that both ranges hold.
  package func overlap(with other: DateRange) -> Int {
    max(0, min(last, other.last) - max(first, other.first) + 1)
  }
}
