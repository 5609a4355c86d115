import Domain

/// Readers of the duty level's own notations.
extension YAMLValue {
  /// `"08:00-12:00"`; the end is on the next day when it isn't later. Nil after a fault.
  func clockSpan() -> ClockSpan? {
    guard let text = text() else { return nil }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    if ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]) {
      return ClockSpan(start: start, end: end > start ? end : end + 1440)
    }
    fault(
      .clockWrong, found: "\(name): \(text)", expected: "a clock span like \"18:30-07:30\"",
      remedy: "write two times of 24 hours with a hyphen, in quotes")
    return nil
  }

  /// A whole number of minutes from `14h`, `1h30` or `45min`, in `range`; nil after a fault.
  func duration(in range: ClosedRange<Int>) -> Int? {
    guard let text = text() else { return nil }
    if let minutes = Self.minutes(text), range.contains(minutes) { return minutes }
    fault(
      .durationWrong, found: "\(name): \(text)",
      expected: "a duration from \(range.lowerBound) to \(range.upperBound) minutes",
      remedy: "write 14h, 1h30 or 45min")
    return nil
  }

  /// A date, or nil after a fault.
  func date() -> CalendarDate? {
    guard let text = text() else { return nil }
    if let date = CalendarDate(text) { return date }
    fault(
      .dateWrong, found: "\(name): \(text)", expected: "a date like 2026-03-12",
      remedy: "write year-month-day with leading zeros")
    return nil
  }

  /// Parts of a day; nil after a fault.
  func dayParts() -> [DayPart]? {
    let items = items()
    let parts = items.compactMap { $0.word(DayPart.allCases.map { ($0.name, $0) }) }
    return parts.count == items.count ? parts : nil
  }

  /// Weekdays, with `weekdays`, `weekend` and `all`; nil after a fault.
  func weekdays() -> [Weekday]? {
    let items = items()
    let groups = items.compactMap { $0.word(Self.dayWords) }
    guard groups.count == items.count else { return nil }
    let named = Set(groups.flatMap { $0 })
    return Weekday.allCases.filter(named.contains)
  }

  /// Words for days, widest first.
  static let dayWords: [(String, [Weekday])] =
    [
      ("all", Weekday.allCases),
      ("weekdays", [.monday, .tuesday, .wednesday, .thursday, .friday]),
      ("weekend", [.saturday, .sunday]),
    ] + Weekday.allCases.map { ("\($0)", [$0]) }

  private static func minute(_ text: Substring) -> Int? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count == 2, fields[1].count == 2, let hour = Int(fields[0]),
      let minute = Int(fields[1]), (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  private static func minutes(_ text: String) -> Int? {
    if text.hasSuffix("min") { return Int(text.dropLast(3)) }
    let fields = text.split(separator: "h", omittingEmptySubsequences: false)
    guard fields.count == 2, let hours = Int(fields[0]), (0...10_000).contains(hours) else {
      return nil
    }
    if fields[1].isEmpty { return hours * 60 }
    guard let rest = Int(fields[1]), (0...59).contains(rest) else { return nil }
    return hours * 60 + rest
  }
}
