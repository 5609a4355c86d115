import Domain
import Testing

@Suite struct CalendarDateTests {
  @Test func everyDayOfEightCenturiesHasOneDate() {
    // Walks the calendar by its own rules beside the day numbers, over two whole cycles.
    var (year, month, day) = (1900, 1, 1)
    var weekday = Weekday.monday
    let start = CalendarDate(year: 1900, month: 1, day: 1)
    for offset in 0..<(800 * 366) {
      guard year < 2700 else { break }
      let date = CalendarDate(year: year, month: month, day: day)
      guard let date, let start, date - start == offset, date.parts == (year, month, day),
        date.weekday == weekday
      else {
        Issue.record("\(year)-\(month)-\(day) is not day \(offset)")
        return
      }
      weekday = Weekday(rawValue: weekday.rawValue % 7 + 1) ?? .monday
      day += 1
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test func dayZeroIsTheFirstOfJanuary1970() {
    #expect(CalendarDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
    #expect(CalendarDate(dayNumber: -1).description == "1969-12-31")
  }

  @Test(arguments: [
    "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31",
    "26-01-01", "2026-1-01", "2026-01-1", "2026/01/01", "", "2026-01", "2026-01-01-01",
    "2026-01-0x", "+026-01-01", " 2026-01-01",
  ])
  func whatIsNoDateIsNotRead(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test(arguments: ["2028-02-29", "2026-12-31", "0001-01-01", "9999-12-31"])
  func aDateIsWrittenAsItIsRead(text: String) {
    #expect(CalendarDate(text)?.description == text)
  }

  @Test func rangesOverlapByTheDaysTheyShare() throws {
    func range(_ first: Int, _ last: Int) -> DateRange {
      DateRange(first: CalendarDate(dayNumber: first), last: CalendarDate(dayNumber: last))
    }
    #expect(range(0, 9).overlap(with: range(9, 20)) == 1)
    #expect(range(0, 9).overlap(with: range(10, 20)) == 0)
    #expect(range(0, 9).overlap(with: range(30, 40)) == 0)
    #expect(range(0, 9).overlap(with: range(3, 5)) == 3)
    #expect(range(3, 5).overlap(with: range(0, 9)) == 3)
    #expect(range(5, 4).dayCount == 0)
    #expect(range(5, 4).overlap(with: range(0, 9)) == 0)
    #expect(range(0, 9).contains(CalendarDate(dayNumber: 9)))
    #expect(range(0, 9).contains(CalendarDate(dayNumber: 0)))
    #expect(!range(0, 9).contains(CalendarDate(dayNumber: 10)))
    #expect(!range(0, 9).contains(CalendarDate(dayNumber: -1)))
  }

  @Test func weekendsAreSaturdayAndSunday() throws {
    let friday = try #require(CalendarDate("2025-07-04"))
    #expect((0..<4).map { (friday + $0).isWeekend } == [false, true, true, false])
  }
}
