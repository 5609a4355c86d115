import Domain
import Rules
import TestSupport
import Testing

/// ``Pairing`` through the judge: together, apart and overlapping, leave, slots, scope.
struct PairingTests {
  static func rule(
    _ mode: PairingMode, _ activities: [ActivityID] = ["Clinic"], parts: [DayPart] = [],
    weekdays: [Weekday] = [], with second: PersonID = "R2"
  ) -> AnyDutyRule {
    .pairing(
      Pairing(
        pairs: [PersonPair(first: "R1", second: second)],
        selection: DutySelection(activities: activities, parts: parts, weekdays: weekdays),
        mode: mode))
  }

  static let cases: [DutyCase] = [
    DutyCase(rule(.together), "c", "c", is: 0, "At the boundary: both on clinic"),
    DutyCase(rule(.together), "c", ".", is: 2, "At the boundary: one on clinic, one off"),
    DutyCase(rule(.together), "a", "c", is: 1, "Together: the afternoon alone"),
    DutyCase(rule(.together), "a", "p", is: 2, "Together: each without the other"),
    DutyCase(rule(.together), ".", "w", is: 0, "Together: neither on clinic"),
    DutyCase(
      rule(.together), "c", "v", is: 0, "Together: the other on leave",
      with: { small, _ in small.addLeave("R2", "2025-07-03", "2025-07-03") }),
    DutyCase(
      rule(.together), "v", "c", is: 0, "Together: the one on leave",
      with: { small, _ in small.addLeave("R1", "2025-07-03", "2025-07-03") }),
    DutyCase(rule(.together), "c", "v", is: 2, "Together: away without leave"),
    DutyCase(
      rule(.together, parts: [.morning]), "c", ".", is: 1, "Unit of penalty: mornings alone"),
    DutyCase(
      rule(.together, weekdays: [.friday]), "cc", "..", is: 2, "Unit of penalty: Fridays alone"),
    DutyCase(rule(.together, ["Night"]), "n", ".", is: 1, "Unit of penalty: the night"),
    DutyCase(rule(.together, []), "w", "a", is: 0, "Together: any duty, in the morning"),
    DutyCase(rule(.together, []), "c", "a", is: 1, "Together: any duty, but not in the afternoon"),
    DutyCase(rule(.apart), "c", "c", is: 2, "At the boundary: both on clinic, who should not"),
    DutyCase(rule(.apart), "c", ".", is: 0, "Apart: one off"),
    DutyCase(rule(.apart), "a", "p", is: 0, "Apart: in different halves"),
    DutyCase(rule(.apart, ["Night"]), "n", "n", is: 1, "Apart: one night"),
    DutyCase(rule(.apart, ["Night"]), "n.", ".n", is: 0, "Apart: two nights"),
    DutyCase(rule(.overlapping), "c", ".", is: 0, "At the boundary: the other is off"),
    DutyCase(rule(.overlapping), "c", "w", is: 1, "At the boundary: the other is on ward"),
    DutyCase(rule(.overlapping), "c", "s", is: 2, "Overlapping: elsewhere in both halves"),
    DutyCase(rule(.overlapping), "c", "c", is: 0, "Overlapping: both there"),
    DutyCase(rule(.overlapping, ["Night"]), "n", "j", is: 1, "Overlapping: home call elsewhere"),
    DutyCase(rule(.overlapping), "c", "v", is: 0, "Overlapping: away is not at work"),
    DutyCase(
      rule(.together, with: "R9"), "c", ".", is: 0, "Scope: a name that is nobody's"),
    DutyCase(
      rule(.together, with: "F1"), "c", ".", is: 2, "Scope: a resident and a member of faculty",
      with: { small, _ in small = SmallDuties(residents: 1, faculty: 1) }),
    DutyCase(
      rule(.together), "c", ".", is: 0, "Scope: one of them alone",
      with: { _, scope in scope.residents = ["R1"] }),
    DutyCase(
      rule(.together), "c", ".", is: 0, "Scope: on rotation A, where one is not",
      with: { small, scope in
        small.planRows = ["A", "B"]
        scope.rotations = ["A"]
      }),
    DutyCase(
      rule(.together), "a", ".", from: "2028-02-29", is: 1, "Unit of penalty: 29 February",
      with: { small, _ in small = SmallDuties(residents: 2, year: 2027) }),
    DutyCase(rule(.together), "c|.", ".|.", is: 0, "Unit of penalty: history is not judged"),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
