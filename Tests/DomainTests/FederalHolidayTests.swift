import Domain
import Testing

@Suite struct FederalHolidayTests {
  @Test func theElevenOf2026FallOnTheirDates() {
    let dates = FederalHoliday.all(inCalendarYear: 2026).map(\.date.description)
    #expect(
      dates == [
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-04",
        "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
      ])
  }

  @Test func floatingHolidaysStayInTheirWeeks() {
    for year in 2000...2060 {
      for holiday in FederalHoliday.all(inCalendarYear: year) {
        let day = holiday.date.parts.day
        switch holiday.kind {
        case .martinLutherKing, .presidents:
          #expect(holiday.date.weekday == .monday && (15...21).contains(day))
        case .memorial: #expect(holiday.date.weekday == .monday && (25...31).contains(day))
        case .labor: #expect(holiday.date.weekday == .monday && (1...7).contains(day))
        case .columbus: #expect(holiday.date.weekday == .monday && (8...14).contains(day))
        case .thanksgiving:
          #expect(holiday.date.weekday == .thursday && (22...28).contains(day))
        case .newYear, .juneteenth, .independence, .veterans, .christmas:
          #expect(!holiday.observed.isWeekend)
        }
      }
    }
  }

  @Test func aSaturdayIsObservedOnFridayAndASundayOnMonday() throws {
    func observed(_ year: Int, _ kind: FederalHoliday.Kind) throws -> String {
      let holidays = FederalHoliday.all(inCalendarYear: year)
      return try #require(holidays.first { $0.kind == kind }).observed.description
    }
    #expect(try observed(2026, .independence) == "2026-07-03")
    #expect(try observed(2027, .independence) == "2027-07-05")
    #expect(try observed(2025, .independence) == "2025-07-04")
    #expect(try observed(2028, .newYear) == "2027-12-31")
    #expect(try observed(2023, .newYear) == "2023-01-02")
  }

  @Test func anAcademicYearHoldsEachHolidayOnce() {
    for year in 2020...2040 {
      let dates = AcademicCalendar(year: year, policy: .thirteenBlocks).dates
      #expect(FederalHoliday.all(in: dates).count == 11)
    }
  }

  @Test func aDayOffInTheYearBeforeIsFound() throws {
    let last = try #require(CalendarDate("2027-12-31"))
    let found = FederalHoliday.all(in: DateRange(first: last, last: last))
    #expect(found.map(\.kind) == [.newYear])
  }
}
