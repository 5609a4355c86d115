import Domain
import Testing

/// Elapsed time between local times, and windows of days, at their edges.
@Suite struct ElapsedClockTests {
  private let clock = ElapsedClock(changes: [
    OffsetChange(date: date("2026-03-08"), minute: 120, shift: 60),
    OffsetChange(date: date("2025-11-02"), minute: 120, shift: -60),
  ])

  private static func date(_ text: String) -> CalendarDate {
    // The tests write dates that are dates.
    CalendarDate(text)!
  }

  private func elapsed(_ from: (String, Int), _ to: (String, Int)) -> Int {
    clock.minutes(at: Self.date(to.0), minute: to.1)
      - clock.minutes(at: Self.date(from.0), minute: from.1)
  }

  @Test func aNightLastsThirteenFourteenOrTwelveHours() {
    #expect(elapsed(("2025-10-31", 1110), ("2025-10-31", 1890)) == 780)
    #expect(elapsed(("2025-11-01", 1110), ("2025-11-01", 1890)) == 840)
    #expect(elapsed(("2026-03-07", 1110), ("2026-03-07", 1890)) == 720)
  }

  @Test func aTimeThatIsLeftOutIsTheMomentOfTheChange() {
    #expect(elapsed(("2026-03-08", 120), ("2026-03-08", 150)) == 0)
    #expect(elapsed(("2026-03-08", 119), ("2026-03-08", 150)) == 1)
    #expect(elapsed(("2026-03-08", 120), ("2026-03-08", 180)) == 0)
    #expect(elapsed(("2026-03-08", 120), ("2026-03-08", 181)) == 1)
  }

  @Test func aTimeThatIsRepeatedIsMeantTheFirstTime() {
    #expect(elapsed(("2025-11-02", 60), ("2025-11-02", 119)) == 59)
    #expect(elapsed(("2025-11-02", 119), ("2025-11-02", 120)) == 61)
  }

  @Test func timeNeverRunsBackwards() {
    for day in ["2025-11-02", "2026-03-08"] {
      for minute in 0..<1440 { #expect(elapsed((day, minute), (day, minute + 1)) >= 0) }
    }
  }

  @Test func windowsFollowOneAnotherAndTheLastTakesAShortRest() {
    func windows(_ year: Int, _ days: Int) -> [DateRange] {
      AcademicCalendar(year: year, policy: .thirteenBlocks).windows(ofDays: days)
    }
    #expect(windows(2025, 28).count == 13)
    #expect(windows(2025, 28).last?.dayCount == 27)
    #expect(windows(2027, 28).last?.dayCount == 30)
    #expect(windows(2033, 28).last?.dayCount == 23)
    #expect(windows(2025, 28).first?.first == Self.date("2025-07-03"))
    #expect(windows(2025, 7).map(\.dayCount).last == 6)
    #expect(windows(2025, 366).map(\.dayCount) == [363])
    for days in [1, 7, 28, 91] {
      let all = windows(2026, days)
      #expect(zip(all, all.dropFirst()).allSatisfy { $0.last + 1 == $1.first })
      #expect(all.last?.last == Self.date("2027-06-30"))
    }
  }
}
