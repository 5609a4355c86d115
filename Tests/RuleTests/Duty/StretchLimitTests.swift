import Domain
import Rules
import TestSupport
import Testing

/// ``StretchLimit`` through the judge: 24 hours and 4, breaks at the joining time, midnight,
/// changed clocks, history.
struct StretchLimitTests {
  static func rule(_ maximum: Int = 1440, _ activities: [ActivityID] = []) -> AnyDutyRule {
    .stretchLimit(StretchLimit(maximumMinutes: maximum, activities: activities))
  }

  /// The hand-over of four hours from another minute on.
  static func handOver(from minute: Int)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      let index = small.duty.activities.firstIndex { $0.id == "Hand-over" }!
      small.duty.activities[index].spans[0] = ClockSpan(start: minute, end: minute + 240)
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(), "x", is: 0, "At the boundary: 24 hours"),
    DutyCase(rule(1439), "x", is: 1, "At the boundary: a minute past the limit"),
    DutyCase(rule(), "xh", is: 4, "At the boundary: hand-over counts to 24"),
    DutyCase(rule(1680), "xh", is: 0, "At the boundary: 28 with it"),
    DutyCase(rule(1679), "xh", is: 1, "Unit of penalty: a minute is a started hour"),
    DutyCase(rule(1440, ["24 h", "Clinic"]), "xh", is: 0, "Stretch: hand-over does not count"),
    DutyCase(rule(), "xc", is: 10, "Stretch: an hour's breaks join the clinic day"),
    DutyCase(rule(), "nc", is: 0, "Stretch: 22 hours and a half"),
    DutyCase(rule(), "nw", is: 0, "Stretch: overlapping, 24 hours in all"),
    DutyCase(rule(1439), "nw", is: 1, "Stretch: overlapping, a minute too long"),
    DutyCase(rule(), "on", is: 0, "Stretch: 23 hours, then eleven and a half off"),
    DutyCase(rule(), "ow", is: 11, "Unit of penalty: ten hours and a half"),
    DutyCase(rule(), "xx", is: 24, "Stretch: two calls that meet"),
    DutyCase(
      rule(), "xh", is: 6, "At the boundary: a break of 89 minutes joins",
      with: handOver(from: 509)),
    DutyCase(
      rule(), "xh", is: 0, "At the boundary: one of 90 does not", with: handOver(from: 510)),
    DutyCase(rule(), "jc", is: 0, "Stretch: home call is no duty here"),
    DutyCase(rule(479), "c", is: 2, "Stretch: the hour at noon belongs to it"),
    DutyCase(rule(540), "c", is: 0, "Stretch: nine hours with it"),
    DutyCase(rule(780), "n", from: "2025-10-31", is: 0, "Clock: thirteen hours"),
    DutyCase(rule(780), "n", from: "2025-11-01", is: 1, "Clock: fourteen when clocks go back"),
    DutyCase(rule(840), "n", from: "2025-11-01", is: 0, "Clock: and no more"),
    DutyCase(rule(720), "n", from: "2026-03-07", is: 0, "Clock: twelve when they go forward"),
    DutyCase(rule(719), "n", from: "2026-03-07", is: 1, "Clock: and no less"),
    DutyCase(rule(), "x|h", is: 4, "History: a call of history with its hand-over"),
    DutyCase(rule(), "xh|.", is: 0, "History: wholly before the horizon"),
    DutyCase(rule(), "x", from: "2026-06-30", is: 0, "Clock: into next year"),
    DutyCase(
      rule(), "xh", from: "2028-02-28", is: 4, "Clock: into 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
    DutyCase(
      rule(960), "x", "x", is: 8, "Unit of penalty: 16 hours for first-years alone",
      with: { _, scope in scope.levels = ["X"] }),
    DutyCase(
      rule(), "xh", is: 0, "Stretch: a hand-over out of scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-03", "2025-07-03")] }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
