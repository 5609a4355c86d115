import Domain
import Rules
import TestSupport
import Testing

/// ``AveragedHours`` through the judge: 320 hours in four weeks exactly and past it, windows,
/// leave, history, tails, leap day. A ward day has 12 hours.
struct AveragedHoursTests {
  static func rule(
    _ weekly: Int = 4800, weeks: Int = 4, _ windows: WindowKind = .rolling, leave: Bool = true
  ) -> AnyDutyRule {
    .averagedHours(
      AveragedHours(
        weeklyMinutes: weekly, windowWeeks: weeks, windows: windows, adjustsForLeave: leave))
  }

  static func rule(_ windows: WindowKind) -> AnyDutyRule { rule(4800, windows) }

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

  static let cases: [DutyCase] = [
    DutyCase(rule(), "w26..", is: 0, "At the boundary: 312 hours in four weeks"),
    DutyCase(rule(), ".w27", is: 4, "At the boundary: 324 hours are four too many"),
    DutyCase(rule(), "w27.", is: 8, "Windows: the window that ends a day earlier has them too"),
    DutyCase(rule(), ".cw26", is: 0, "At the boundary: exactly 320 hours"),
    DutyCase(rule(), "cw26a", is: 4, "At the boundary: a clinic morning past it"),
    DutyCase(rule(), "cw26l", is: 3, "Hours: education counts"),
    DutyCase(rule(4799), ".cw26", is: 1, "Unit of penalty: four minutes are a started hour"),
    DutyCase(rule(), "w14", is: 0, "History: where it is silent there were no hours"),
    DutyCase(rule(), ".w13|w14", is: 4, "History: thirteen days before and fourteen now"),
    DutyCase(rule(), "w27|.", is: 4, "History: a window that ends on a day off"),
    DutyCase(rule(), "w28|..", is: 4, "History: windows of 324 and of 312 hours"),
    DutyCase(rule(), "w28|.3", is: 4, "Windows: those wholly in history are not judged"),
    DutyCase(rule(.perBlock), "w27.", is: 4, "Windows: one a block"),
    DutyCase(
      rule(.perBlock), "w14.14", from: "2025-07-17", is: 0,
      "Windows: half of block 1 and half of block 2"),
    DutyCase(
      rule(), ".w27", from: "2025-07-16", is: 4, "Windows: over the border of blocks 1 and 2"),
    DutyCase(
      rule(.perBlock), ".w27", from: "2025-07-16", is: 0,
      "Windows: no block's window ends with such a stretch over its border"),
    DutyCase(
      rule(.perBlock), "w25..", from: "2026-06-04", is: 0,
      "Windows: block 13 of 27 days holds 308 hours"),
    DutyCase(
      rule(.perBlock), "w26.", from: "2026-06-04", is: 4, "Windows: 312 hours are too many"),
    DutyCase(
      rule(.perBlock), "w28..", from: "2028-06-01", is: 0,
      "Windows: block 13 of 30 days holds 342 hours", with: inYear2027),
    DutyCase(
      rule(.perBlock), "w29.", from: "2028-06-01", is: 6,
      "Windows: 348 hours are five and a bit too many", with: inYear2027),
    DutyCase(
      rule(), "v7w20.", is: 0, "Leave: a week of it leaves 240 hours",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(), "v7w21", is: 12, "At the boundary: a ward day more than the 240",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(leave: false), "v7w21", is: 0, "Leave: not adjusted for, 252 hours are few",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(), "w7w20.", is: 0, "Leave: hours on days away do not count",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(leave: false), "w7w20.", is: 8, "Leave: not adjusted for, they do",
      with: leave("2025-07-03", "2025-07-09")),
    DutyCase(
      rule(), "v28", is: 0, "Leave: all days away", with: leave("2025-07-03", "2025-07-30")),
    DutyCase(rule(840), "j28", is: 0, "Hours: home call counts its two hours, 56 in all"),
    DutyCase(rule(839), "j28", is: 1, "Hours: four minutes past the cap"),
    DutyCase(
      rule(780, weeks: 1), "n", from: "2025-11-01", is: 0,
      "Hours: the night of a changed clock counts by the clock"),
    DutyCase(
      rule(1560, weeks: 1), "n.5n", is: 0, "Hours: the last night counts wholly to its date"),
    DutyCase(rule(1559, weeks: 1), "n.5n", is: 1, "Hours: so that a minute less is too little"),
    DutyCase(
      rule(), "w.w26", from: "2025-07-30", is: 4, "At the boundary: over a change of rotation",
      with: { small, _ in small.planRows = ["AB"] }),
    DutyCase(
      rule(), "w.w26", from: "2025-07-30", is: 0, "Scope: on rotation B alone it is 312",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["B"]
      }),
    DutyCase(rule(), "w27", from: "2025-07-01", is: 4, "History: none before the year"),
    DutyCase(
      rule(), ".w27", from: "2028-02-02", is: 4, "Windows: 28 dates up to 29 February",
      with: inYear2027),
    DutyCase(
      rule(), ".", ".w27", is: 0, "Scope: people who are not named",
      with: { _, scope in scope.residents = ["R1"] }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
