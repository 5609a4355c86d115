import Domain
import Rules
import TestSupport
import Testing

/// ``DutySuccession`` through the judge: required and forbidden, at a distance and as the next
/// duty, over midnight, history and the horizon's end.
struct DutySuccessionTests {
  static func rule(
    _ first: DutySelection, _ next: [ActivityID], distance: Int = 1,
    _ mode: SuccessionMode = .forbidden, nextDuty: Bool = false
  ) -> AnyDutyRule {
    .dutySuccession(
      DutySuccession(first: first, next: next, distance: distance, mode: mode, nextDuty: nextDuty))
  }

  static func after(_ activity: ActivityID) -> DutySelection {
    DutySelection(activities: [activity])
  }

  static let postCall = rule(after("Call"), ["Post-call"], .required)
  static let noNightTwice = rule(after("Night"), ["Night"], distance: 3)
  static let nightThenClinic = rule(after("Night"), ["Clinic"], nextDuty: true)
  static let nightThenWard = rule(after("Night"), ["Ward"], .required, nextDuty: true)

  static let cases: [DutyCase] = [
    DutyCase(postCall, "qf", is: 0, "At the boundary: the morning after is post-call"),
    DutyCase(postCall, "q.", is: 1, "At the boundary: the morning after is off"),
    DutyCase(postCall, "qc", is: 1, "Unit of penalty: the successor is missing once"),
    DutyCase(postCall, "q", is: 0, "At the boundary: the horizon's last night"),
    DutyCase(postCall, "ff", is: 0, "Place: post-call without a call"),
    DutyCase(
      postCall, "qv", is: 0, "Leave: the morning after is leave",
      with: { small, _ in small.addLeave("R1", "2025-07-04", "2025-07-04") }),
    DutyCase(postCall, "qv", is: 1, "Leave: away without leave"),
    DutyCase(postCall, "q|f", is: 0, "Scope and history: a call of history"),
    DutyCase(postCall, "q|.", is: 1, "Scope and history: and no post-call"),
    DutyCase(postCall, "q.|f", is: 0, "Scope and history: both in history"),
    DutyCase(postCall, "q|.", from: "2025-07-01", is: 1, "Scope and history: last year's call"),
    DutyCase(
      rule(after("Call"), ["Post-call"], distance: 2, .required), "qf", is: 0,
      "Place: two parts later is the afternoon"),
    DutyCase(
      rule(after("Call"), ["Post-call"], distance: 4, .required), "qf.", is: 1,
      "Place: four parts later is the next morning but one"),
    DutyCase(
      rule(after("Call"), ["Post-call"], distance: 4, .required), "qf", is: 0,
      "Place: beyond the horizon nothing is asked"),
    DutyCase(noNightTwice, "nn", is: 1, "Place: the night after the night"),
    DutyCase(noNightTwice, "nnn", is: 2, "Unit of penalty: two pairs"),
    DutyCase(noNightTwice, "n.n", is: 0, "Place: a night off between"),
    DutyCase(noNightTwice, "n|n", is: 1, "Scope and history: the first in history"),
    DutyCase(rule(after("Clinic"), ["Clinic"]), "c", is: 1, "Place: the afternoon after a morning"),
    DutyCase(rule(after("Clinic"), ["Clinic"]), "cc", is: 2, "Place: the night lies between days"),
    DutyCase(
      rule(after("Clinic"), ["Night"], distance: 2), "u", is: 1, "Place: the night of the date"),
    DutyCase(
      rule(DutySelection(activities: ["Clinic"], weekdays: [.friday]), ["Ward"], distance: 3),
      "aaw",
      is: 1, "Place: after Fridays alone"),
    DutyCase(nightThenClinic, "n..c", is: 1, "Place: the next duty, days later"),
    DutyCase(nightThenClinic, "n..w", is: 0, "Place: the next duty is ward"),
    DutyCase(nightThenClinic, "n.wc", is: 0, "Place: ward comes between"),
    DutyCase(nightThenClinic, "njc", is: 1, "Place: home call is no duty here"),
    DutyCase(nightThenClinic, "nvvc", is: 1, "Place: nor is leave"),
    DutyCase(nightThenClinic, "n..", is: 0, "Place: no duty comes"),
    DutyCase(nightThenClinic, "nnc", is: 1, "Place: only the second night is next to it"),
    DutyCase(nightThenClinic, "n|..c", is: 1, "Scope and history: the night in history"),
    DutyCase(nightThenClinic, "nc|c", is: 0, "Scope and history: the next duty in history"),
    DutyCase(nightThenWard, "n.w", is: 0, "Place: the next duty as required"),
    DutyCase(nightThenWard, "n.c", is: 1, "Place: the next duty is another"),
    DutyCase(nightThenWard, "n..", is: 0, "Place: none within the horizon"),
    DutyCase(
      noNightTwice, "nn", from: "2025-07-30", is: 1, "Scope and history: the earlier date decides",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["A"]
      }),
    DutyCase(
      noNightTwice, "nn", from: "2025-07-30", is: 0, "Scope and history: not the later",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["B"]
      }),
    DutyCase(
      noNightTwice, "nn", from: "2028-02-28", is: 1, "Place: 29 February follows the 28th",
      with: { small, _ in small = SmallDuties(year: 2027) }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
