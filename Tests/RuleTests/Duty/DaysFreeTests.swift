import Domain
import Rules
import TestSupport
import Testing

/// ``DaysFree`` through the judge: four free days in 28 exactly and one fewer, by the clock and by
/// the calendar, nights into free days, changed clocks, leave, tails.
struct DaysFreeTests {
  static func rule(
    _ minimum: Int = 4, in days: Int = 28, _ windows: WindowKind = .perBlock,
    _ measure: FreeDayMeasure = .continuous24Hours, leave: Bool = true
  ) -> AnyDutyRule {
    .daysFree(
      DaysFree(
        windowDays: days, minimum: minimum, measure: measure, windows: windows,
        adjustsForLeave: leave))
  }

  static let rolling = rule(4, in: 28, .rolling)
  static let calendar = rule(4, in: 28, .perBlock, .calendarDay)
  static let strict = rule(1, in: 7, .rolling)
  static let week = rule(1, in: 7)
  static let calendarWeek = rule(1, in: 7, .perBlock, .calendarDay)

  static func leave(_ first: String, _ last: String)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in small.addLeave("R1", first, last) }
  }

  static func inYear2027(_ small: inout SmallDuties, _ scope: inout RuleScope) {
    small = SmallDuties(year: 2027)
  }

  static func lectureUntil(_ minute: Int)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      let index = small.duty.activities.firstIndex { $0.id == "Lecture" }!
      small.duty.activities[index].spans[1] = ClockSpan(start: 780, end: minute)
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(), "w24.4", is: 0, "At the boundary: four days off at the end"),
    DutyCase(rule(), "w25.3", is: 1, "At the boundary: three days off"),
    DutyCase(rule(), "w26.2", is: 2, "Unit of penalty: two missing"),
    DutyCase(rule(), "w28", is: 4, "Unit of penalty: all four missing"),
    DutyCase(rule(), "(w6.)4", is: 0, "At the boundary: every seventh day off"),
    DutyCase(rule(), "(w12..)2", is: 0, "At the boundary: twelve days on, two off"),
    DutyCase(rolling, "(w6.)4", is: 0, "History: windows that begin before it"),
    DutyCase(
      rolling, "w25.3", is: 4, "History: four windows reach at most three days before it"),
    DutyCase(
      rolling, "w27|.", is: 3, "History: one free day in the 28 to the first of the horizon"),
    DutyCase(rolling, "(w6.)3w6|.", is: 0, "History: four free days in them"),
    DutyCase(strict, "w6.w6", is: 0, "At the boundary: strictly one in seven"),
    DutyCase(strict, ".w7", is: 1, "At the boundary: seven in a row"),
    DutyCase(strict, "(w12..)2", is: 12, "Unit of penalty: each window of the twelve"),
    DutyCase(strict, "w6|w", is: 1, "History: six before and one now"),
    DutyCase(week, "w3uhw2", is: 1, "24 hours: night until 07:30, hand-over at 07:00, overlapping"),
    DutyCase(week, "w3u.w2", is: 1, "24 hours: from 07:30 to 06:30 of the next day but one are 23"),
    DutyCase(week, "w3u.cw", is: 0, "24 hours: to 08:00 they are 24 and a half"),
    DutyCase(week, "w3o.hw", is: 0, "24 hours: from 07:00 to 07:00 exactly"),
    DutyCase(week, "w3o.ww", is: 1, "24 hours: half an hour short"),
    DutyCase(week, "w3n.ww", is: 0, "24 hours: from 18:30 to a night at 18:30"),
    DutyCase(calendarWeek, "w3n.ww", is: 1, "Calendar days: no date of these is free"),
    DutyCase(calendarWeek, "w3u.cw", is: 1, "Calendar days: the night takes the morning after"),
    DutyCase(calendarWeek, "w3.www", is: 0, "Calendar days: one free"),
    DutyCase(
      calendarWeek, "w3l.ww", is: 0, "Calendar days: a duty that ends at midnight",
      with: lectureUntil(1440)),
    DutyCase(
      calendarWeek, "w3l.ww", is: 1, "Calendar days: a minute later", with: lectureUntil(1441)),
    DutyCase(calendar, "w23n.4", is: 1, "Calendar days: the first of four off has a morning"),
    DutyCase(rule(), "w23n.4", is: 0, "24 hours: three after that night, and a day before it"),
    DutyCase(calendar, "n|.4w24", is: 1, "History: a night of history takes the first morning"),
    DutyCase(calendar, "w|.4w24", is: 0, "History: a ward day does not"),
    DutyCase(rule(), "w24.3j", is: 1, "24 hours: home call takes the last"),
    DutyCase(calendar, "w24.3j", is: 1, "Calendar days: home call takes the last"),
    DutyCase(
      week, "w3n4", from: "2026-03-05", is: 1, "24 hours: only 23 pass when clocks go forward"),
    DutyCase(week, "w3n4", from: "2026-03-12", is: 0, "24 hours: a week later they are 24"),
    DutyCase(week, "w3n4", from: "2025-10-30", is: 0, "24 hours: 25 when clocks go back"),
    DutyCase(
      rule(), "v14w12..", is: 0, "Leave: half the window, two free days",
      with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(), "v14w13.", is: 1, "Leave: one of the two missing",
      with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(), "v14w14", is: 2, "Leave: days away are no free days",
      with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(leave: false), "v14w14", is: 0, "Leave: not adjusted for, they are",
      with: leave("2025-07-03", "2025-07-16")),
    DutyCase(
      rule(), "v8w18..", is: 0, "Leave: twenty days at work ask for two",
      with: leave("2025-07-03", "2025-07-10")),
    DutyCase(
      rule(), "v7w19..", is: 1, "Leave: twenty-one ask for three",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(), "w28", is: 0, "Scope: a window that begins out of scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-04", "2025-07-30")] }),
    DutyCase(
      rule(), "w28", is: 4, "Scope: a window wholly in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-03", "2025-07-30")] }),
    DutyCase(
      rule(), "w24.3", from: "2026-06-04", is: 0, "Leave: block 13 of 27 days asks for three"),
    DutyCase(rule(), "w25.2", from: "2026-06-04", is: 1, "Leave: two of the three"),
    DutyCase(
      rule(), "w26.4", from: "2028-06-01", is: 0, "Leave: block 13 of 30 days asks for four",
      with: inYear2027),
    DutyCase(
      rule(), "w27.3", from: "2028-06-01", is: 1, "Leave: three of the four", with: inYear2027),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
