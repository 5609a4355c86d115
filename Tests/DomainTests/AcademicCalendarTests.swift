import Domain
import Testing

/// One row of the table of academic years that the default policy must reproduce.
struct YearRow: Sendable, CustomStringConvertible {
  let year: Int
  let firstWeekday: Weekday
  let blockZeroDays: Int
  let blockOne: String
  let blockTen: (first: String, last: String)
  let blockThirteen: (first: String, days: Int)
  let days: Int

  var description: String { "academic year \(year)" }
}

@Suite struct AcademicCalendarTests {
  static let years: [YearRow] = [
    YearRow(
      year: 2023, firstWeekday: .saturday, blockZeroDays: 5, blockOne: "2023-07-06",
      blockTen: ("2024-03-14", "2024-04-10"), blockThirteen: ("2024-06-06", 25), days: 366),
    YearRow(
      year: 2024, firstWeekday: .monday, blockZeroDays: 3, blockOne: "2024-07-04",
      blockTen: ("2025-03-13", "2025-04-09"), blockThirteen: ("2025-06-05", 26), days: 365),
    YearRow(
      year: 2025, firstWeekday: .tuesday, blockZeroDays: 2, blockOne: "2025-07-03",
      blockTen: ("2026-03-12", "2026-04-08"), blockThirteen: ("2026-06-04", 27), days: 365),
    YearRow(
      year: 2026, firstWeekday: .wednesday, blockZeroDays: 1, blockOne: "2026-07-02",
      blockTen: ("2027-03-11", "2027-04-07"), blockThirteen: ("2027-06-03", 28), days: 365),
    YearRow(
      year: 2027, firstWeekday: .thursday, blockZeroDays: 0, blockOne: "2027-07-01",
      blockTen: ("2028-03-09", "2028-04-05"), blockThirteen: ("2028-06-01", 30), days: 366),
    YearRow(
      year: 2028, firstWeekday: .saturday, blockZeroDays: 5, blockOne: "2028-07-06",
      blockTen: ("2029-03-15", "2029-04-11"), blockThirteen: ("2029-06-07", 24), days: 365),
    YearRow(
      year: 2033, firstWeekday: .friday, blockZeroDays: 6, blockOne: "2033-07-07",
      blockTen: ("2034-03-16", "2034-04-12"), blockThirteen: ("2034-06-08", 23), days: 365),
  ]

  @Test(arguments: years)
  func theTableOfAcademicYearsHolds(row: YearRow) {
    let calendar = AcademicCalendar(year: row.year, policy: .thirteenBlocks)
    #expect(calendar.isPossible)
    #expect(calendar.dates.first.weekday == row.firstWeekday)
    #expect(calendar.dates.dayCount == row.days)
    #expect(calendar.slotCount == 2 * row.days)
    #expect((calendar.blockZero?.dayCount ?? 0) == row.blockZeroDays)
    let blocks = calendar.blocks
    #expect(blocks.count == 13)
    #expect(blocks[0].first.description == row.blockOne)
    #expect(blocks[9].first.description == row.blockTen.first)
    #expect(blocks[9].last.description == row.blockTen.last)
    #expect(blocks[12].first.description == row.blockThirteen.first)
    #expect(blocks[12].dayCount == row.blockThirteen.days)
  }

  @Test(arguments: 2000...2060)
  func everyDateOfAYearIsInExactlyOneBlock(year: Int) {
    let calendar = AcademicCalendar(year: year, policy: .thirteenBlocks)
    let parts = (calendar.blockZero.map { [$0] } ?? []) + calendar.blocks
    var next = calendar.dates.first
    for part in parts {
      #expect(part.first == next)
      next = part.last + 1
    }
    #expect(next == calendar.dates.last + 1)
    #expect(calendar.blocks.dropLast().allSatisfy { $0.dayCount == 28 })
    #expect(calendar.blocks.allSatisfy { $0.first.weekday == .thursday })
    #expect((23...30).contains(calendar.blocks[12].dayCount))
  }

  @Test func anEmptyBlockZeroIsNone() {
    let calendar = AcademicCalendar(year: 2027, policy: .thirteenBlocks)
    #expect(calendar.blockZero == nil)
    #expect(calendar.block(of: calendar.dates.first) == 1)
    #expect(AcademicCalendar(year: 2032, policy: .thirteenBlocks).blockZero == nil)
  }

  @Test func aDateKnowsItsBlockHalfAndWeek() throws {
    let calendar = AcademicCalendar(year: 2025, policy: .thirteenBlocks)
    func place(_ text: String) throws -> [Int?] {
      let date = try #require(CalendarDate(text))
      return [calendar.block(of: date), calendar.half(of: date), calendar.week(of: date)]
    }
    #expect(try place("2025-06-30") == [nil, nil, nil])
    #expect(try place("2025-07-01") == [0, nil, 1])
    #expect(try place("2025-07-02") == [0, nil, 1])
    #expect(try place("2025-07-03") == [1, 1, 1])
    #expect(try place("2025-07-16") == [1, 1, 2])
    #expect(try place("2025-07-17") == [1, 2, 3])
    #expect(try place("2025-07-30") == [1, 2, 4])
    #expect(try place("2025-07-31") == [2, 1, 1])
    #expect(try place("2026-06-30") == [13, 2, 4])
    #expect(try place("2026-07-01") == [nil, nil, nil])
  }

  @Test func aLongLastBlockHasAFifthWeek() throws {
    let calendar = AcademicCalendar(year: 2027, policy: .thirteenBlocks)
    #expect(calendar.week(of: try #require(CalendarDate("2028-06-28"))) == 4)
    #expect(calendar.week(of: try #require(CalendarDate("2028-06-29"))) == 5)
  }

  @Test func halvesSplitEveryBlockOnItsFifteenthDay() {
    for year in 2023...2033 {
      let calendar = AcademicCalendar(year: year, policy: .thirteenBlocks)
      let columns = calendar.planColumns(.halfBlock)
      #expect(columns.count == 26)
      for (index, column) in columns.enumerated() {
        #expect(column.block == index / 2 + 1)
        #expect(column.half == index % 2 + 1)
        #expect(column.dates.first.weekday == .thursday)
        #expect(index % 2 == 1 || column.dates.dayCount == 14)
        #expect(calendar.half(of: column.dates.first) == column.half)
        #expect(calendar.half(of: column.dates.last) == column.half)
      }
    }
  }

  @Test func theAcademicYearOfADateTurnsOnItsFirstDay() throws {
    func year(_ text: String) throws -> Int {
      let date = try #require(CalendarDate(text))
      return AcademicCalendar(holding: date, policy: .thirteenBlocks).year
    }
    #expect(try year("2025-06-30") == 2024)
    #expect(try year("2025-07-01") == 2025)
    #expect(try year("2026-01-01") == 2025)
  }
}

/// Calendars that programmes cut by another policy than the default.
@Suite struct CalendarPolicyTests {
  private func policy(
    anchor: Weekday?, blocks: Int = 13, length: Int = 28,
    zero: CalendarPolicy.BlockZero = .none, tail: CalendarPolicy.Tail = .lastBlockVaries
  ) -> CalendarPolicy {
    CalendarPolicy(
      startMonth: 7, startDay: 1, anchorWeekday: anchor, blockCount: blocks, blockLength: length,
      blockZero: zero, tail: tail)
  }

  @Test func blocksFromTheFirstOfJulyLeaveTheSurplusDayToTheLast() {
    let calendar = AcademicCalendar(year: 2025, policy: policy(anchor: nil))
    #expect(calendar.blockZero == nil)
    #expect(calendar.blocks[0].first.description == "2025-07-01")
    #expect(calendar.blocks[1].first.description == "2025-07-29")
    #expect(calendar.blocks[12].first.description == "2026-06-02")
    #expect(calendar.blocks[12].dayCount == 29)
    #expect(AcademicCalendar(year: 2027, policy: policy(anchor: nil)).blocks[12].dayCount == 30)
  }

  @Test func blocksOfAnotherWeekdayFollowIt() {
    let calendar = AcademicCalendar(
      year: 2025, policy: policy(anchor: .monday, zero: .orientation))
    #expect(calendar.blockZero?.dayCount == 6)
    #expect(calendar.blocks[0].first.description == "2025-07-07")
    #expect(calendar.blocks.allSatisfy { $0.first.weekday == .monday })
  }

  @Test func withoutABlockZeroTheFirstBlockTakesItsDays() throws {
    let calendar = AcademicCalendar(year: 2025, policy: policy(anchor: .thursday))
    #expect(calendar.blockZero == nil)
    #expect(calendar.blocks[0].first.description == "2025-07-01")
    #expect(calendar.blocks[0].dayCount == 30)
    #expect(calendar.blocks[1].first.description == "2025-07-31")
    // Its second half begins on the anchor weekday, as every other's.
    let halves = calendar.planColumns(.halfBlock)
    #expect(halves[0].dates.dayCount == 16)
    #expect(halves[1].dates.first.description == "2025-07-17")
    #expect(calendar.half(of: try #require(CalendarDate("2025-07-16"))) == 1)
    #expect(calendar.half(of: try #require(CalendarDate("2025-07-17"))) == 2)
  }

  @Test func daysAfterBlocksOfEqualLengthAreInNone() throws {
    let calendar = AcademicCalendar(year: 2025, policy: policy(anchor: nil, tail: .unassigned))
    #expect(calendar.blocks[12].dayCount == 28)
    #expect(calendar.block(of: try #require(CalendarDate("2026-06-29"))) == 13)
    #expect(calendar.block(of: try #require(CalendarDate("2026-06-30"))) == nil)
  }

  @Test func shorterBlocksFillTheYearToo() {
    let fortnights = AcademicCalendar(
      year: 2025, policy: policy(anchor: nil, blocks: 26, length: 14))
    #expect(fortnights.blocks[25].dayCount == 15)
    let weeks = AcademicCalendar(year: 2025, policy: policy(anchor: nil, blocks: 52, length: 7))
    #expect(weeks.blocks[51].dayCount == 8)
  }

  @Test func blocksMayBeCalendarMonths() throws {
    var months = policy(anchor: nil, blocks: 12)
    months.blocksAreMonths = true
    let calendar = AcademicCalendar(year: 2027, policy: months)
    #expect(calendar.isPossible)
    #expect(
      calendar.blocks.map(\.dayCount) == [31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30])
    #expect(calendar.block(of: try #require(CalendarDate("2028-02-29"))) == 8)
    #expect(calendar.half(of: try #require(CalendarDate("2028-02-14"))) == 1)
    #expect(calendar.half(of: try #require(CalendarDate("2028-02-15"))) == 2)
  }

  @Test func aLastBlockShorterThanAHalfHasNoSecondHalf() {
    let calendar = AcademicCalendar(year: 2025, policy: policy(anchor: nil, blocks: 14))
    #expect(calendar.isPossible)
    let halves = calendar.planColumns(.halfBlock)
    #expect(halves[26].dates.dayCount == 1)
    #expect(halves[27].dates.dayCount == 0)
  }

  @Test func aPolicyThatCannotCutAYearSaysSo() {
    func isPossible(_ policy: CalendarPolicy) -> Bool {
      AcademicCalendar(year: 2025, policy: policy).isPossible
    }
    #expect(isPossible(policy(anchor: nil, blocks: 14)))
    #expect(!isPossible(policy(anchor: nil, blocks: 15)))
    #expect(isPossible(policy(anchor: nil, tail: .unassigned)))
    #expect(!isPossible(policy(anchor: nil, blocks: 14, tail: .unassigned)))
    #expect(!isPossible(policy(anchor: nil, blocks: 0)))
    #expect(!isPossible(policy(anchor: nil, length: 0)))
    var leapDay = policy(anchor: nil)
    leapDay.startMonth = 2
    leapDay.startDay = 29
    #expect(!isPossible(leapDay))
    leapDay.startDay = 28
    #expect(isPossible(leapDay))
    var months = policy(anchor: nil, blocks: 13)
    months.blocksAreMonths = true
    #expect(!isPossible(months))
  }
}
