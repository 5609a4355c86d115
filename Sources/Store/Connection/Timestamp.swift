/// A moment in UTC as PostgreSQL keeps it, to the microsecond.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before.
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Reads the form that a session in UTC with ISO dates sends, such as
  /// `2026-07-01 06:30:00.25+00`; nil for any other text.
  init?(databaseText text: String) {
    guard text.hasSuffix("+00") else { return nil }
    let halves = text.dropLast(3).split(separator: " ")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-").compactMap { Int64($0) }
    let clock = halves[1].split(separator: ".")
    let time = clock[0].split(separator: ":").compactMap { Int64($0) }
    guard date.count == 3, time.count == 3 else { return nil }
    var fraction: Int64 = 0
    if clock.count == 2 {
      let digits = clock[1] + String(repeating: "0", count: max(0, 6 - clock[1].count))
      guard let value = Int64(digits) else { return nil }
      fraction = value
    }
    let days = Self.days(year: date[0], month: date[1], day: date[2])
    let seconds = days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    self.microseconds = seconds * 1_000_000 + fraction
  }

  package static func < (first: Timestamp, second: Timestamp) -> Bool {
    first.microseconds < second.microseconds
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap
  /// day comes last.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.quotientFloored(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted.quotientFloored(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 in UTC to the millisecond, such as `2026-07-01T06:30:00.250Z`.
  package var description: String {
    let seconds = microseconds.quotientFloored(by: 1_000_000)
    let milliseconds = (microseconds - seconds * 1_000_000) / 1_000
    let days = seconds.quotientFloored(by: 86_400)
    let time = seconds - days * 86_400
    let date = Self.date(days: days)
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let dateText = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    let clock = [time / 3_600, time / 60 % 60, time % 60].map { padded($0, 2) }
    return "\(dateText)T\(clock.joined(separator: ":")).\(padded(milliseconds, 3))Z"
  }
}

extension Int64 {
  /// The quotient rounded towards negative infinity; `divisor` is positive.
  fileprivate func quotientFloored(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
