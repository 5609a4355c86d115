import Domain
import Rules
import TestSupport
import Testing

/// ``DutyWishes`` through the judge: avoided cells, wanted dates, priorities, leave, edges.
struct DutyWishesTests {
  static let rule = AnyDutyRule.dutyWishes(DutyWishes())

  static func avoid(
    _ activities: [ActivityID] = [], _ first: String = "2025-07-05", _ last: String? = nil,
    weekdays: [Weekday] = [], parts: [DayPart] = [], priority: Wish.Priority = .high
  ) -> DutyWish {
    DutyWish(
      person: "R1", isWanted: false, activities: activities,
      dates: SmallDuties.dates(first, last ?? first), weekdays: weekdays, parts: parts,
      priority: priority)
  }

  static func want(
    _ activities: [ActivityID], _ first: String, _ last: String, parts: [DayPart] = []
  ) -> DutyWish {
    DutyWish(
      person: "R1", isWanted: true, activities: activities,
      dates: SmallDuties.dates(first, last), parts: parts, priority: .low)
  }

  static func wish(_ wishes: DutyWish...)
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      if small.facts.residents.count == 1 { small = SmallDuties(residents: 1, faculty: 1) }
      small.duty.wishes = wishes
    }
  }

  static let clinic = wish(want(["Clinic"], "2025-07-08", "2025-07-08"))

  static let cases: [DutyCase] = [
    DutyCase(
      rule, ".", from: "2025-07-05", is: 0, "At the boundary: off as wished", with: wish(avoid())),
    DutyCase(
      rule, "c", from: "2025-07-05", is: 8, "At the boundary: two cells of high priority",
      with: wish(avoid())),
    DutyCase(
      rule, "a", from: "2025-07-05", is: 4, "Unit of penalty: one cell", with: wish(avoid())),
    DutyCase(
      rule, "j", from: "2025-07-05", is: 4, "Activities: home call is one of them",
      with: wish(avoid())),
    DutyCase(
      rule, "f", from: "2025-07-05", is: 0, "Activities: post-call is none", with: wish(avoid())),
    DutyCase(rule, "v", from: "2025-07-05", is: 0, "Activities: nor is away", with: wish(avoid())),
    DutyCase(
      rule, "a", from: "2025-07-05", is: 2, "Unit of penalty: medium priority",
      with: wish(avoid([], "2025-07-05", priority: .medium))),
    DutyCase(
      rule, "a", from: "2025-07-05", is: 1, "Unit of penalty: low priority",
      with: wish(avoid([], "2025-07-05", priority: .low))),
    DutyCase(
      .dutyWishes(DutyWishes(high: 0)), "c", from: "2025-07-05", is: 0,
      "Unit of penalty: a priority of no units", with: wish(avoid())),
    DutyCase(
      rule, "cw", from: "2025-07-05", is: 8, "To avoid: its own dates", with: wish(avoid())),
    DutyCase(
      rule, "w", from: "2025-07-05", is: 0, "To avoid: ward is not named",
      with: wish(avoid(["Clinic"]))),
    DutyCase(
      rule, "c9", is: 8, "To avoid: two Fridays",
      with: wish(
        avoid([], "2025-07-03", "2025-07-31", weekdays: [.friday], parts: [.morning]))),
    DutyCase(
      rule, "u", from: "2025-07-05", is: 4, "To avoid: the night alone",
      with: wish(avoid(parts: [.night]))),
    DutyCase(
      rule, "n.", from: "2025-07-04", is: 0, "To avoid: Friday's night is not Saturday's",
      with: wish(avoid())),
    DutyCase(
      rule, "c", from: "2025-07-06", is: 0, "To avoid: before the horizon", with: wish(avoid())),
    DutyCase(
      rule, "c", from: "2025-07-04", is: 0, "To avoid: after the horizon", with: wish(avoid())),
    DutyCase(
      rule, "c|.", from: "2025-07-06", is: 0, "To avoid: in history", with: wish(avoid())),
    DutyCase(
      rule, "a", from: "2025-07-05", is: 6, "Activities: two wishes for one cell",
      with: wish(avoid(), avoid(["Clinic"], "2025-07-05", priority: .medium))),
    DutyCase(
      rule, "c", from: "2025-07-05", is: 0, "Leave: a date of absence",
      with: { small, scope in
        wish(avoid())(&small, &scope)
        small.addLeave("R1", "2025-07-05", "2025-07-05")
      }),
    DutyCase(
      rule, "a", from: "2025-07-08", is: 0, "At the boundary: a clinic morning", with: clinic),
    DutyCase(rule, "w", from: "2025-07-08", is: 1, "At the boundary: ward instead", with: clinic),
    DutyCase(rule, ".", from: "2025-07-08", is: 1, "Wanted: nothing at all", with: clinic),
    DutyCase(rule, "c", from: "2025-07-08", is: 0, "Wanted: more than a half", with: clinic),
    DutyCase(
      rule, "a.a", from: "2025-07-08", is: 1, "Wanted: each of its dates",
      with: wish(want(["Clinic"], "2025-07-08", "2025-07-10"))),
    DutyCase(
      rule, "p", from: "2025-07-08", is: 1, "Wanted: in the morning",
      with: wish(want(["Clinic"], "2025-07-08", "2025-07-08", parts: [.morning]))),
    DutyCase(
      rule, ".", from: "2025-07-08", is: 0, "Leave: a wanted date of absence",
      with: { small, scope in
        clinic(&small, &scope)
        small.addLeave("R1", "2025-07-08", "2025-07-08")
      }),
    DutyCase(
      rule, ".", from: "2025-07-08", is: 0, "Unit of penalty: of people in scope",
      with: { small, scope in
        clinic(&small, &scope)
        scope.people = .faculty
      }),
    DutyCase(
      rule, "n", from: "2028-02-29", is: 4, "To avoid: 29 February",
      with: { small, _ in
        small = SmallDuties(year: 2027)
        small.duty.wishes = [avoid([], "2028-02-29")]
      }),
    DutyCase(
      rule, "n", from: "2026-06-30", is: 4, "To avoid: the year's last night",
      with: wish(avoid([], "2026-06-30", "2026-07-04"))),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
