import Domain

/// The year of a sample programme as days counted from the start of the history before it.
struct SampleCalendar {
  /// Days of history before the year: the longest averaging window (28) and a week, so that a
  /// window that begins with the history's first whole week is known throughout.
  static let historyDays = 35
  static let timeZone = "America/New_York"

  /// Days from one Thursday (or the start of a plan column) to the next.
  struct Week {
    var days: Range<Int>
    /// Plan column; -1 and -2 in the history.
    var column: Int
  }

  let academic: AcademicCalendar
  /// Days of history and year.
  let dayCount: Int
  let holidays: [CalendarDate]
  let weeks: [Week]
  /// Plan column of each day, -1 and -2 in the history.
  let columnOfDay: [Int]
  private let isHolidayOfDay: [Bool]

  init(year: Int) {
    academic = AcademicCalendar(year: year, policy: .thirteenBlocks)
    let dates = academic.dates
    let count = Self.historyDays + dates.dayCount
    dayCount = count
    let first = dates.first + -Self.historyDays
    let all = FederalHoliday.all(in: DateRange(first: first, last: dates.last)).map(\.observed)
    holidays = all.filter { dates.contains($0) }.sorted()
    isHolidayOfDay = (0..<count).map { all.contains(first + $0) }
    let columns = academic.planColumns(.halfBlock)
    let columnOfDay = (0..<count).map { day -> Int in
      let date = first + day
      if day < Self.historyDays { return day < Self.historyDays - 14 ? -2 : -1 }
      return columns.firstIndex { $0.dates.contains(date) } ?? 0
    }
    self.columnOfDay = columnOfDay
    var weeks: [Week] = []
    for day in 0..<count {
      let isNext =
        day == 0 || (first + day).weekday == .thursday
        || columnOfDay[day] != columnOfDay[day - 1]
      if isNext {
        weeks.append(Week(days: day..<day + 1, column: columnOfDay[day]))
      } else {
        weeks[weeks.count - 1].days = weeks[weeks.count - 1].days.lowerBound..<day + 1
      }
    }
    self.weeks = weeks
  }

  func date(_ day: Int) -> CalendarDate { academic.dates.first + (day - Self.historyDays) }

  func day(of date: CalendarDate) -> Int { date - academic.dates.first + Self.historyDays }

  func isHoliday(_ day: Int) -> Bool { isHolidayOfDay[day] }

  /// Monday to Friday, holidays apart.
  func isWorkday(_ day: Int) -> Bool { !date(day).isWeekend && !isHoliday(day) }

  /// The afternoon of lectures: Wednesday's.
  func isLecture(_ day: Int, _ part: DayPart) -> Bool {
    part == .afternoon && date(day).weekday == .wednesday && isWorkday(day)
  }

  /// Whether clocks go back in the night that begins on a day: 24 hours by the clock are then 25.
  func isLongNight(_ day: Int) -> Bool {
    clockChanges.contains { $0.shift < 0 && $0.date == date(day + 1) }
  }

  /// The year's dates on whose days a condition holds, as ranges.
  func dates(where holds: (Int) -> Bool) -> [DateRange] {
    var ranges: [DateRange] = []
    for day in yearDays where holds(day) {
      if let last = ranges.last, last.last + 1 == date(day) {
        ranges[ranges.count - 1].last = date(day)
      } else {
        ranges.append(DateRange(first: date(day), last: date(day)))
      }
    }
    return ranges
  }

  /// Days of the year, without the history.
  var yearDays: Range<Int> { Self.historyDays..<dayCount }

  /// Changes of the clock in the United States: an hour forward at two in the morning on the second
  /// Sunday of March, back on the first Sunday of November (15 U.S.C. 260a).
  var clockChanges: [OffsetChange] {
    let range = DateRange(first: academic.dates.first + -60, last: academic.dates.last)
    let years = range.first.parts.year...range.last.parts.year
    let changes = years.flatMap { year in
      [
        OffsetChange(date: Self.sunday(2, of: 3, in: year), minute: 120, shift: 60),
        OffsetChange(date: Self.sunday(1, of: 11, in: year), minute: 120, shift: -60),
      ]
    }
    return changes.filter { range.contains($0.date) }
  }

  private static func sunday(_ number: Int, of month: Int, in year: Int) -> CalendarDate {
    // Every month has a first day.
    let first = CalendarDate(year: year, month: month, day: 1)!
    return first + ((7 - first.weekday.rawValue) % 7 + 7 * (number - 1))
  }
}
