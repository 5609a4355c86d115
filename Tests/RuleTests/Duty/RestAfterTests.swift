import Domain
import Rules
import TestSupport
import Testing

/// ``RestAfter`` through the judge: rest exactly as required and a minute less, after stretches of
/// 24 hours, lunch, changed clocks, history.
struct RestAfterTests {
  static func rule(
    _ rest: Int, after: [ActivityID] = [], before: [ActivityID] = [], stretch: Int = 0,
    joining: Int = 90
  ) -> AnyDutyRule {
    .restAfter(
      RestAfter(
        after: after, restMinutes: rest, before: before, stretchMinutes: stretch,
        joiningMinutes: joining))
  }

  static let fourteen = rule(840, stretch: 1440)

  static let cases: [DutyCase] = [
    DutyCase(rule(720), "ww", is: 0, "At the boundary: twelve hours between ward days"),
    DutyCase(rule(721), "ww", is: 1, "At the boundary: a minute short"),
    DutyCase(rule(840), "ww", is: 2, "Unit of penalty: two hours short"),
    DutyCase(fourteen, "xn", is: 3, "At the boundary: eleven hours and a half after a call"),
    DutyCase(fourteen, "x.", is: 0, "Which duty: none comes"),
    DutyCase(fourteen, "x.w", is: 0, "Which duty: ward a day later"),
    DutyCase(rule(690, stretch: 1440), "xn", is: 0, "At the boundary: exactly as required"),
    DutyCase(rule(691, stretch: 1440), "xn", is: 1, "At the boundary: a minute short of it"),
    DutyCase(rule(840, stretch: 1441), "xn", is: 0, "Stretch: 24 hours are too few to bind"),
    DutyCase(fourteen, "on", is: 0, "Stretch: 23 hours are too few to bind"),
    DutyCase(
      fourteen, "xu", is: 8, "Stretch: it ends with the clinic morning, 6 h 30 before the night"),
    DutyCase(fourteen, "xcw", is: 1, "Stretch: the clinic day belongs to it, 13 h 30 before ward"),
    DutyCase(fourteen, "ww", is: 0, "Stretch: ward days do not bind it"),
    DutyCase(rule(480), "c", is: 0, "Which duty: an hour at noon needs no rest"),
    DutyCase(rule(480, joining: 60), "c", is: 7, "Which duty: unless an hour is no break"),
    DutyCase(rule(480, joining: 61), "c", is: 0, "Which duty: a minute more and it is"),
    DutyCase(
      rule(1440, after: ["Night"], before: ["Night"], joining: 0), "nn", is: 13,
      "Which duty: night after night, eleven hours between"),
    DutyCase(
      rule(1440, after: ["Night"], before: ["Night"], joining: 0), "n.n", is: 0,
      "Which duty: a night off between"),
    DutyCase(
      rule(1440, after: ["Night"], before: ["Night"], joining: 0), "nw", is: 0,
      "Which duty: ward is not named"),
    DutyCase(
      rule(480, after: ["Night"], before: ["Clinic"], joining: 0), "nc", is: 8,
      "Which duty: clinic half an hour after a night"),
    DutyCase(rule(480, joining: 0), "nw", is: 0, "Which duty: overlaps are left to others"),
    DutyCase(rule(721), "w|w", is: 1, "Scope and history: the earlier duty in history"),
    DutyCase(rule(721), "ww|.", is: 0, "Scope and history: both in history"),
    DutyCase(rule(1440), "wj", is: 0, "Which duty: home call is none"),
    DutyCase(rule(1440), "jw", is: 0, "Which duty: and needs no rest after it"),
    DutyCase(rule(780), "ww", from: "2025-11-01", is: 0, "Clock: thirteen hours in the long night"),
    DutyCase(rule(780), "ww", from: "2025-11-02", is: 1, "Clock: twelve in the next"),
    DutyCase(rule(660), "ww", from: "2026-03-07", is: 0, "Clock: eleven hours in the short night"),
    DutyCase(rule(661), "ww", from: "2026-03-07", is: 1, "Clock: and no more"),
    DutyCase(
      rule(721), "ww", is: 1, "Scope and history: the earlier date is in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-03", "2025-07-03")] }),
    DutyCase(
      rule(721), "ww", is: 0, "Scope and history: the earlier date is not",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-04", "2025-07-04")] }),
    DutyCase(
      rule(721), "w|w", from: "2025-07-01", is: 1, "Scope and history: last year's ward day"),
    DutyCase(
      rule(721), "ww", from: "2028-02-28", is: 1, "Clock: into 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
