import Domain
import Rules
import TestSupport
import Testing

/// ``LockedDutiesHonoured`` through the judge: as locked, otherwise, outside the horizon, twice on
/// one cell.
struct LockedDutiesHonouredTests {
  static let rule = AnyDutyRule.lockedDuties(LockedDutiesHonoured())

  static func locks(
    _ locks: (person: PersonID, slot: String, activity: ActivityID)...
  ) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: 1)
      small.duty.lockedDuties = locks.map {
        LockedDuty(person: $0.person, slot: SmallDuties.slot($0.slot), activity: $0.activity)
      }
    }
  }

  static let clinic = locks(("R1", "2025-07-10 AM", "Clinic"))
  static let twice = locks(("R1", "2025-07-10 AM", "Clinic"), ("R1", "2025-07-10 AM", "Ward"))
  static let day = locks(
    ("R1", "2025-07-10 AM", "Clinic"), ("R1", "2025-07-10 PM", "Clinic"),
    ("R1", "2025-07-10 night", "Off"))

  static let cases: [DutyCase] = [
    DutyCase(rule, "a", from: "2025-07-10", is: 0, "At the boundary: as locked", with: clinic),
    DutyCase(rule, ".", from: "2025-07-10", is: 1, "At the boundary: off instead", with: clinic),
    DutyCase(rule, "w", from: "2025-07-10", is: 1, "At the boundary: ward instead", with: clinic),
    DutyCase(
      rule, "c", from: "2025-07-10", is: 0, "At the boundary: the rest is free", with: clinic),
    DutyCase(
      rule, ".", from: "2025-07-11", is: 0, "At the boundary: before the horizon", with: clinic),
    DutyCase(
      rule, ".", from: "2025-07-09", is: 0, "At the boundary: after the horizon", with: clinic),
    DutyCase(
      rule, "a", from: "2025-07-10", is: 1, "Unit of penalty: two locks, one held", with: twice),
    DutyCase(
      rule, ".", from: "2025-07-10", is: 1, "Unit of penalty: two locks, none held", with: twice),
    DutyCase(
      rule, "c", from: "2025-07-10", is: 0, "Unit of penalty: a whole day as locked", with: day),
    DutyCase(
      rule, ".", from: "2025-07-10", is: 2, "Unit of penalty: two of three cells", with: day),
    DutyCase(rule, "n", from: "2025-07-10", is: 3, "Unit of penalty: three of three", with: day),
    DutyCase(
      rule, ".", "t", from: "2025-07-10", is: 0, "At the boundary: faculty as locked",
      with: locks(("F1", "2025-07-10 AM", "Desk"))),
    DutyCase(
      rule, ".", ".", from: "2025-07-10", is: 1, "At the boundary: faculty otherwise",
      with: locks(("F1", "2025-07-10 AM", "Desk"))),
    DutyCase(
      rule, "n", from: "2026-06-30", is: 0, "At the boundary: the year's last night",
      with: locks(("R1", "2026-06-30 night", "Night"))),
    DutyCase(
      rule, ".", from: "2025-07-10", is: 0, "Unit of penalty: of people in scope",
      with: { small, scope in
        clinic(&small, &scope)
        scope.people = .faculty
      }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
