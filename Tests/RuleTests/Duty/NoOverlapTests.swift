import Domain
import Rules
import TestSupport
import Testing

/// ``NoOverlap`` through the judge: duties that meet, that overlap by half an hour over midnight,
/// history, home call, changed clocks.
struct NoOverlapTests {
  static let rule = AnyDutyRule.noOverlap(NoOverlap())

  /// The hand-over from another minute on.
  static func handOver(from minute: Int)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      let index = small.duty.activities.firstIndex { $0.id == "Hand-over" }!
      small.duty.activities[index].spans[0] = ClockSpan(start: minute, end: 720)
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule, "xh", is: 0, "At the boundary: a call and a hand-over meet at 07:00"),
    DutyCase(rule, "xw", is: 1, "At the boundary: ward begins half an hour before the call ends"),
    DutyCase(rule, "xc", is: 0, "At the boundary: clinic an hour later"),
    DutyCase(rule, "xx", is: 0, "Clock: calls from seven to seven meet"),
    DutyCase(rule, "nw", is: 1, "Clock: ward at 06:30 after a night"),
    DutyCase(rule, "nh", is: 1, "Clock: a hand-over half an hour before the night ends"),
    DutyCase(rule, "nc", is: 0, "Clock: clinic half an hour after it"),
    DutyCase(rule, "nn", is: 0, "Clock: two nights"),
    DutyCase(rule, "y", is: 1, "Clock: ward and clinic of one afternoon"),
    DutyCase(rule, "xy", is: 2, "Unit of penalty: two pairs"),
    DutyCase(rule, "oh", is: 0, "Clock: an overnight call ends at seven"),
    DutyCase(rule, "ow", is: 1, "Clock: ward before it ends"),
    DutyCase(rule, "jw", is: 0, "Clock: home call is no duty here"),
    DutyCase(rule, "x|w", is: 1, "Unit of penalty: the earlier one in history"),
    DutyCase(rule, "x|h", is: 0, "Unit of penalty: history and horizon meet"),
    DutyCase(rule, "xw|.", is: 0, "Unit of penalty: both in history"),
    DutyCase(
      rule, "nh", from: "2025-11-01", is: 0, "Clock: meets at 07:30 in the night of 25 hours",
      with: handOver(from: 450)),
    DutyCase(
      rule, "nh", from: "2025-11-01", is: 1, "Clock: a minute earlier in that night",
      with: handOver(from: 449)),
    DutyCase(
      rule, "nh", from: "2026-03-07", is: 0, "Clock: meets at 07:30 in the night of 23 hours",
      with: handOver(from: 450)),
    DutyCase(
      rule, "nh", from: "2026-03-07", is: 1, "Clock: a minute earlier in that night",
      with: handOver(from: 449)),
    DutyCase(
      rule, "xw", from: "2028-02-28", is: 1, "Clock: into 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
    DutyCase(rule, "x|w", from: "2025-07-01", is: 1, "Unit of penalty: last year's call"),
    DutyCase(rule, "x", from: "2026-06-30", is: 0, "Clock: into next year"),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
