import Domain
import Rules
import TestSupport
import Testing

/// ``AbsenceHonoured`` through the judge: first and last days, the night before, edges of horizon
/// and year. Leave is on 10 and 11 July.
struct AbsenceHonouredTests {
  static func rule(_ overrun: Int = 0) -> AnyDutyRule {
    .absenceHonoured(AbsenceHonoured(overrun: overrun))
  }

  static func leave(_ small: inout SmallDuties, _ scope: inout RuleScope) {
    small.addLeave("R1", "2025-07-10", "2025-07-11")
  }

  static let cases: [DutyCase] = [
    DutyCase(
      rule(), ".vv.", from: "2025-07-09", is: 0, "At the boundary: away on both days", with: leave),
    DutyCase(
      rule(), ".vc.", from: "2025-07-09", is: 3, "At the boundary: clinic on the second",
      with: leave),
    DutyCase(
      rule(), ".v..", from: "2025-07-09", is: 3, "Unit of penalty: off is not away", with: leave),
    DutyCase(
      rule(), ".vvv", from: "2025-07-09", is: 3, "At the boundary: away a day too long",
      with: leave),
    DutyCase(
      rule(), "vvv.", from: "2025-07-09", is: 3, "At the boundary: away a day too early",
      with: leave),
    DutyCase(
      rule(), "nvv.", from: "2025-07-09", is: 1, "The night before: it ends at 07:30", with: leave),
    DutyCase(
      rule(449), "nvv.", from: "2025-07-09", is: 1,
      "The night before: a minute past what is allowed",
      with: leave),
    DutyCase(
      rule(450), "nvv.", from: "2025-07-09", is: 0, "The night before: exactly what is allowed",
      with: leave),
    DutyCase(
      rule(419), "xvv.", from: "2025-07-09", is: 1, "The night before: a day's call ends at 07:00",
      with: leave),
    DutyCase(
      rule(420), "xvv.", from: "2025-07-09", is: 0, "The night before: exactly seven hours",
      with: leave),
    DutyCase(
      rule(), "jvv.", from: "2025-07-09", is: 0, "The night before: home call is no duty",
      with: leave),
    DutyCase(
      rule(), "cvv.", from: "2025-07-09", is: 0, "The night before: a day's work ends in time",
      with: leave),
    DutyCase(
      rule(), "n", from: "2025-07-09", is: 1, "Dates: leave begins after the horizon", with: leave),
    DutyCase(
      rule(), "n|vv.", from: "2025-07-10", is: 0, "Dates: a night of history is not judged",
      with: leave),
    DutyCase(
      rule(), "vvn", from: "2025-07-10", is: 0, "Dates: a night after the leave", with: leave),
    DutyCase(
      rule(), "zv", from: "2025-07-10", is: 2, "Unit of penalty: away in the afternoon alone",
      with: leave),
    DutyCase(
      rule(), "z", from: "2025-07-14", is: 1, "Unit of penalty: one cell away without leave"),
    DutyCase(
      rule(), "..", from: "2025-07-10", is: 0, "Dates: an absence that is only asked for",
      with: { small, _ in small.addLeave("R1", "2025-07-10", "2025-07-11", .pending) }),
    DutyCase(
      rule(), "vv", from: "2025-07-10", is: 6, "Dates: away on what was refused",
      with: { small, _ in small.addLeave("R1", "2025-07-10", "2025-07-11", .refused) }),
    DutyCase(
      rule(), "vvv", from: "2025-07-10", is: 0, "Dates: absences that overlap are one",
      with: { small, scope in
        leave(&small, &scope)
        small.addLeave("R1", "2025-07-11", "2025-07-12")
      }),
    DutyCase(
      rule(), "v.", from: "2026-06-29", is: 3, "Dates: the year's last day",
      with: { small, _ in small.addLeave("R1", "2026-06-29", "2026-07-02") }),
    DutyCase(
      rule(), "v.", from: "2025-07-01", is: 0, "Dates: the year's first day, from leave before it",
      with: { small, _ in small.addLeave("R1", "2025-06-20", "2025-07-01") }),
    DutyCase(
      rule(), ".v.", from: "2028-02-28", is: 0, "Dates: leave on 29 February",
      with: { small, _ in
        small = SmallDuties(year: 2027)
        small.addLeave("R1", "2028-02-29", "2028-02-29")
      }),
    DutyCase(
      rule(), "n.n", from: "2028-02-28", is: 4,
      "Dates: a night into 29 February, and no leave on it",
      with: { small, _ in
        small = SmallDuties(year: 2027)
        small.addLeave("R1", "2028-02-29", "2028-02-29")
      }),
    DutyCase(
      rule(450), "nvv", from: "2025-11-01", is: 0,
      "The night before: by the clock, though it changes",
      with: { small, _ in small.addLeave("R1", "2025-11-02", "2025-11-03") }),
    DutyCase(
      rule(), ".", "c", from: "2025-07-10", is: 0, "Unit of penalty: of people in scope",
      with: { small, scope in
        small.addLeave("R2", "2025-07-10", "2025-07-10")
        scope.residents = ["R1"]
      }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
