/// A federal holiday of the United States in one calendar year.
///
/// Source: 5 U.S.C. 6103, as it stands since Juneteenth joined in 2021.
package struct FederalHoliday: Sendable, Hashable {
  /// The eleven of a year.
  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case newYear = "New Year's Day"
    case martinLutherKing = "Martin Luther King Jr. Day"
    case presidents = "Presidents' Day"
    case memorial = "Memorial Day"
    case juneteenth = "Juneteenth"
    case independence = "Independence Day"
    case labor = "Labor Day"
    case columbus = "Columbus Day"
    case veterans = "Veterans Day"
    case thanksgiving = "Thanksgiving Day"
    case christmas = "Christmas Day"
  }

  /// Which of the eleven it is.
  package var kind: Kind
  /// The holiday itself.
  package var date: CalendarDate
  /// The day off: the Friday before a Saturday, the Monday after a Sunday. 1 January on a Saturday
  /// is observed in the year before.
  package var observed: CalendarDate {
    switch date.weekday {
    case .saturday: date + -1
    case .sunday: date + 1
    default: date
    }
  }
}

extension FederalHoliday {
  /// The eleven holidays of a calendar year, in order of date.
  package static func all(inCalendarYear year: Int) -> [FederalHoliday] {
    Kind.allCases.map { FederalHoliday(kind: $0, date: $0.date(in: year)) }
  }

  /// Holidays whose date or day off lies in a range, in order of date.
  package static func all(in range: DateRange) -> [FederalHoliday] {
    // The year after the last may observe its New Year's Day in the last.
    (range.first.parts.year...range.last.parts.year + 1)
      .flatMap { all(inCalendarYear: $0) }
      .filter { range.contains($0.date) || range.contains($0.observed) }
  }
}

extension FederalHoliday.Kind {
  fileprivate func date(in year: Int) -> CalendarDate {
    switch self {
    case .newYear: fixed(year, 1, 1)
    case .martinLutherKing: nth(3, .monday, year, 1)
    case .presidents: nth(3, .monday, year, 2)
    case .memorial: last(.monday, ofMay: year)
    case .juneteenth: fixed(year, 6, 19)
    case .independence: fixed(year, 7, 4)
    case .labor: nth(1, .monday, year, 9)
    case .columbus: nth(2, .monday, year, 10)
    case .veterans: fixed(year, 11, 11)
    case .thanksgiving: nth(4, .thursday, year, 11)
    case .christmas: fixed(year, 12, 25)
    }
  }

  /// All of them are dates of every year.
  private func fixed(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day)!
  }

  private func nth(_ number: Int, _ weekday: Weekday, _ year: Int, _ month: Int) -> CalendarDate {
    let first = fixed(year, month, 1)
    let offset = (weekday.rawValue - first.weekday.rawValue + 7) % 7
    return first + (offset + 7 * (number - 1))
  }

  private func last(_ weekday: Weekday, ofMay year: Int) -> CalendarDate {
    let last = fixed(year, 5, 31)
    return last + -((last.weekday.rawValue - weekday.rawValue + 7) % 7)
  }
}
