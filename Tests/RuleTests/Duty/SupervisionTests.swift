import Domain
import Rules
import TestSupport
import Testing

/// ``Supervision`` through the judge: four units a supervisor, rounding up, first entry that fits,
/// who supplies. R1, R3, … are of level X with two units in clinic; everybody else has one.
struct SupervisionTests {
  static func rule(
    _ supply: [SupervisionSupply] = [
      SupervisionSupply(activities: ["Supervision"], roles: ["core", "chief"])
    ], perSupervisor: Int = 4
  ) -> AnyDutyRule {
    .supervision(
      Supervision(
        demand: [
          SupervisionDemand(activities: ["Clinic"], levels: ["X"], units: 2),
          SupervisionDemand(activities: ["Clinic"], units: 1),
        ], supply: supply, perSupervisor: perSupervisor))
  }

  static func people(_ residents: Int, _ faculty: Int = 0)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in small = SmallDuties(residents: residents, faculty: faculty) }
  }

  static let seniors: @Sendable (inout SmallDuties, inout RuleScope) -> Void = { small, _ in
    small = SmallDuties(residents: 5, faculty: 1)
    for index in small.facts.residents.indices { small.facts.residents[index].level = "Y" }
  }

  static let byChief = rule([SupervisionSupply(activities: ["Supervision"], roles: ["chief"])])
  static let bySenior = rule([SupervisionSupply(activities: ["Supervision"], levels: ["Y"])])
  static let byAnybody = rule([SupervisionSupply(activities: ["Supervision"])])
  static let twiceNamed = rule([
    SupervisionSupply(activities: ["Supervision"], roles: ["core"]),
    SupervisionSupply(activities: ["Supervision"]),
  ])

  static let cases: [DutyCase] = [
    DutyCase(
      rule(), "a", "a", "a", "a", ".", "s", is: 0, "At the boundary: four seniors", with: seniors),
    DutyCase(rule(), "a", "a", "a", "a", "a", "s", is: 1, "At the boundary: five", with: seniors),
    DutyCase(
      rule(), "a", ".", "a", "s", is: 0, "At the boundary: two first-years", with: people(3, 1)),
    DutyCase(
      rule(), "a", "a", "a", "s", is: 1, "At the boundary: five units, two", with: people(3, 1)),
    DutyCase(
      rule(), "a", "a", "a", "s", "s", is: 0, "At the boundary: and have them", with: people(3, 2)),
    DutyCase(rule(), "a", "a", "a", is: 2, "Unit of penalty: two missing", with: people(3)),
    DutyCase(
      rule(), ".", "a", ".", is: 1, "At the boundary: one unit needs a whole one",
      with: people(3, 1)),
    DutyCase(
      rule(), "w", "n", "s", is: 0, "Demand: other activities ask for nothing", with: people(2, 1)),
    DutyCase(
      rule(), ".", ".", ".", is: 0, "Slots: without demand nobody is needed", with: people(2, 1)),
    DutyCase(
      rule(), "c", "t", is: 2, "Supply: a desk is none, in neither half", with: people(1, 1)),
    DutyCase(rule(), "c", "s", is: 0, "Slots: both halves supervised", with: people(1, 1)),
    DutyCase(
      rule(), "p", "a", is: 2, "Demand: faculty in clinic has a unit too", with: people(1, 1)),
    DutyCase(byChief, "a", "s", ".", is: 1, "Supply: the wrong role", with: people(1, 2)),
    DutyCase(byChief, "a", ".", "s", is: 0, "Supply: the right role", with: people(1, 2)),
    DutyCase(bySenior, "a", "s", ".", is: 0, "Supply: a resident of the level", with: people(3)),
    DutyCase(bySenior, "a", ".", "s", is: 1, "Supply: a resident of another", with: people(3)),
    DutyCase(byAnybody, "a", ".", "s", is: 0, "Supply: anybody", with: people(3)),
    DutyCase(
      twiceNamed, "a", "a", "a", "s", is: 1, "Supply: named twice, one", with: people(3, 1)),
    DutyCase(
      rule(perSupervisor: 2), "a", "s", is: 0, "At the boundary: two units, two each",
      with: people(1, 1)),
    DutyCase(
      rule(perSupervisor: 1), "a", "s", is: 1, "At the boundary: two units, one each",
      with: people(1, 1)),
    DutyCase(
      rule(), "a", "a", is: 0, "Demand: people out of scope ask for nothing",
      with: { small, scope in
        small = SmallDuties(residents: 2)
        scope.residents = ["R3"]
      }),
    DutyCase(
      rule(), "a", "s", is: 0, "Supply: in scope or not",
      with: { small, scope in
        small = SmallDuties(residents: 1, faculty: 1)
        scope.people = .residents
      }),
    DutyCase(
      rule(), "a3", is: 1, "Slots: dates in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-04", "2025-07-04")] }),
    DutyCase(
      rule(), "a", from: "2028-02-29", is: 1, "Slots: 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
    DutyCase(rule(), "a|.", is: 0, "Slots: history is not judged"),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
