import Domain
import Rules
import TestSupport
import Testing

/// ``DutyCover`` through the judge: exactly one on the night, slots by part, weekday and holiday,
/// who counts.
struct DutyCoverTests {
  static func rule(
    _ activities: [ActivityID], _ parts: [DayPart] = [], weekdays: [Weekday] = [],
    onHolidays: Bool? = nil, min: Int, max: Int? = nil
  ) -> AnyDutyRule {
    .dutyCover(
      DutyCover(
        selection: DutySelection(
          activities: activities, parts: parts, weekdays: weekdays, onHolidays: onHolidays),
        minimum: min, maximum: max))
  }

  static let night = rule(["Night"], [.night], min: 1, max: 1)
  static let halves: [DayPart] = [.morning, .afternoon]

  static let cases: [DutyCase] = [
    DutyCase(night, "n", ".", is: 0, "At the boundary: one on the night"),
    DutyCase(night, ".", ".", is: 1, "At the boundary: none"),
    DutyCase(night, "n", "n", is: 1, "At the boundary: two"),
    DutyCase(night, "n", "n", "n", is: 2, "Unit of penalty: three are two too many"),
    DutyCase(night, "n.", "..", is: 1, "At the boundary: a night covers its own date"),
    DutyCase(night, "n.", ".n", is: 0, "At the boundary: one each night"),
    DutyCase(night, "q", "w", is: 1, "Who counts: other duties do not"),
    DutyCase(night, "n|.", is: 1, "Slots: last night's is not tonight's"),
    DutyCase(
      rule(["Night"], [.night], weekdays: [.sunday, .monday], min: 1), "...", from: "2025-07-04",
      is: 1, "Slots: Friday and Saturday are not judged"),
    DutyCase(rule(["Clinic"], halves, min: 1), "a", is: 1, "Slots: the afternoon has nobody"),
    DutyCase(rule(["Clinic"], halves, min: 1), "a", "p", is: 0, "Slots: one in each half"),
    DutyCase(rule(["Clinic"], min: 1), "c", is: 1, "Slots: without parts the night is one too"),
    DutyCase(
      rule(["Clinic"], halves, min: 0, max: 1), "c", "c", is: 2, "Unit of penalty: each slot"),
    DutyCase(
      rule(["Clinic"], halves, min: 0, max: 2), "c", "c", is: 0, "At the boundary: room for two"),
    DutyCase(rule(["Clinic", "Ward"], [.morning], min: 2), "a", "w", is: 0, "Who counts: either"),
    DutyCase(
      rule(["Clinic", "Ward"], [.morning], min: 3), "a", "w", is: 1, "Who counts: one short"),
    DutyCase(
      night, "n", ".", is: 1, "Who counts: the level in scope",
      with: { _, scope in scope.levels = ["Y"] }),
    DutyCase(
      night, ".", "n", is: 0, "Who counts: that level on the night",
      with: { _, scope in scope.levels = ["Y"] }),
    DutyCase(
      rule(["Night"], [.night], min: 1), "nn", from: "2025-07-30", is: 1,
      "Who counts: on rotation A, which ends on 30 July",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["A"]
      }),
    DutyCase(
      night, "...", is: 1, "Slots: dates in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-04", "2025-07-04")] }),
    DutyCase(
      rule(["Clinic"], [.morning], onHolidays: true, min: 1), "...", is: 1,
      "Slots: Independence Day alone"),
    DutyCase(
      rule(["Clinic"], [.morning], onHolidays: false, min: 1), "...", is: 2,
      "Slots: the days around"),
    DutyCase(
      rule(["Clinic"], [.morning], min: 1), "a", ".", is: 1, "Who counts: faculty alone",
      with: { small, scope in
        small = SmallDuties(residents: 1, faculty: 1)
        scope.people = .faculty
      }),
    DutyCase(
      rule(["Clinic"], [.morning], min: 2), "a", "a", is: 0, "Who counts: residents and faculty",
      with: { small, _ in small = SmallDuties(residents: 1, faculty: 1) }),
    DutyCase(night, ".", from: "2026-06-30", is: 1, "Slots: the year's last night"),
    DutyCase(
      night, "n.n", from: "2028-02-28", is: 1, "Slots: 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
