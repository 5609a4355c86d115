import Domain
import Rules
import TestSupport
import Testing

/// ``EligibleActivities`` through the judge: weekends and the nights around them, only and never,
/// available days, holidays, scope by rotation and date.
struct EligibleActivitiesTests {
  static func never(
    _ activities: [ActivityID] = [], parts: [DayPart] = [], weekdays: [Weekday] = [],
    onHolidays: Bool? = nil
  ) -> AnyDutyRule {
    .eligibleActivities(
      EligibleActivities(
        selection: DutySelection(
          activities: activities, parts: parts, weekdays: weekdays, onHolidays: onHolidays),
        isAllowed: false))
  }

  static let weekends = never(weekdays: [.saturday, .sunday])
  static let onlyClinic = AnyDutyRule.eligibleActivities(
    EligibleActivities(
      selection: DutySelection(activities: ["Clinic"], parts: [.morning], weekdays: [.wednesday]),
      isAllowed: true))
  static let available = AnyDutyRule.eligibleActivities(
    EligibleActivities(
      selection: DutySelection(activities: ["Clinic"]), isAllowed: false,
      outsideAvailableDays: true))

  static func faculty(_ weekdays: [Weekday] = [])
    -> @Sendable (
      inout SmallDuties, inout RuleScope
    ) -> Void
  {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: 2)
      for index in small.duty.faculty.indices {
        small.duty.faculty[index].availableWeekdays = weekdays
      }
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(weekends, "n..", from: "2025-07-04", is: 0, "Days: a Friday night is Friday's"),
    DutyCase(weekends, ".n.", from: "2025-07-04", is: 1, "Days: a Saturday night"),
    DutyCase(weekends, "..n", from: "2025-07-04", is: 1, "Days: a Sunday night, into Monday"),
    DutyCase(weekends, ".c.", from: "2025-07-04", is: 2, "Unit of penalty: two halves"),
    DutyCase(weekends, ".j.", from: "2025-07-04", is: 1, "At the boundary: home call is duty here"),
    DutyCase(weekends, ".v.", from: "2025-07-04", is: 0, "At the boundary: away is no duty"),
    DutyCase(weekends, "c..c", from: "2025-07-04", is: 0, "Days: Friday and Monday"),
    DutyCase(onlyClinic, "a", from: "2025-07-09", is: 0, "At the boundary: clinic on Wednesday"),
    DutyCase(onlyClinic, ".", from: "2025-07-09", is: 0, "At the boundary: off on Wednesday"),
    DutyCase(onlyClinic, "v", from: "2025-07-09", is: 0, "At the boundary: away on Wednesday"),
    DutyCase(onlyClinic, "w", from: "2025-07-09", is: 1, "At the boundary: ward on Wednesday"),
    DutyCase(onlyClinic, "t", from: "2025-07-09", is: 1, "At the boundary: the desk on Wednesday"),
    DutyCase(onlyClinic, "l", from: "2025-07-09", is: 0, "Days: the afternoon is not spoken of"),
    DutyCase(onlyClinic, "w", from: "2025-07-10", is: 0, "Days: Thursday is not spoken of"),
    DutyCase(
      never(["Call"]), ".", "q", "q", is: 1, "Unit of penalty: of the role in scope",
      with: { small, scope in
        small = SmallDuties(residents: 1, faculty: 2)
        scope.roles = ["chief"]
      }),
    DutyCase(
      never(["Call"]), "q", "q", is: 1, "Unit of penalty: of faculty alone",
      with: { small, scope in
        small = SmallDuties(residents: 1, faculty: 1)
        scope.people = .faculty
      }),
    DutyCase(
      available, ".", "c", from: "2025-07-07", is: 0, "Available days: a Monday of theirs",
      with: faculty([.monday])),
    DutyCase(
      available, ".", "c", from: "2025-07-08", is: 2, "Available days: a Tuesday is none",
      with: faculty([.monday])),
    DutyCase(
      available, ".", "c", from: "2025-07-08", is: 0, "Available days: all when none is stated",
      with: faculty()),
    DutyCase(
      available, "c", ".", from: "2025-07-08", is: 0, "Available days: residents are not bound",
      with: faculty([.monday])),
    DutyCase(
      available, ".", "w", from: "2025-07-08", is: 0, "Available days: the ward is not spoken of",
      with: faculty([.monday])),
    DutyCase(
      never(["Clinic"], onHolidays: true), "ccc", is: 2, "Days: Independence Day is a holiday"),
    DutyCase(
      never(["Clinic"], onHolidays: false), "ccc", is: 4, "Days: the days around it are none"),
    DutyCase(
      never(onHolidays: true), "n.", from: "2025-12-31", is: 0,
      "Days: New Year's Eve, though its night ends on the holiday"),
    DutyCase(never(onHolidays: true), ".n", from: "2025-12-31", is: 1, "Days: New Year's night"),
    DutyCase(
      never(["Clinic"]), "aa", from: "2025-07-30", is: 1, "Unit of penalty: on dates of rotation A",
      with: { small, scope in
        small.planRows = ["AB"]
        scope.rotations = ["A"]
      }),
    DutyCase(
      never(["Clinic"]), "aaaa", from: "2025-07-09", is: 2, "Unit of penalty: on dates in scope",
      with: { _, scope in scope.dates = [SmallDuties.dates("2025-07-10", "2025-07-11")] }),
    DutyCase(
      never(["Night"], parts: [.night]), "n", from: "2028-02-29", is: 1, "Days: 29 February",
      with: { small, _ in small = SmallDuties(year: 2027) }),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
