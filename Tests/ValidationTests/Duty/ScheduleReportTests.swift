import Domain
import Rules
import TestSupport
import Testing
import Validation

/// The measures that reports show.
@Suite struct ScheduleReportTests {
  private func report(
    _ small: SmallDuties, _ rows: [String], from start: String = "2025-07-03"
  ) throws -> ScheduleReport {
    var laid = small
    let schedule = laid.lay(rows, from: start)
    let judge = try #require(DutyJudge(program: laid.program))
    return try #require(ScheduleReport(judge: judge, schedule: schedule))
  }

  @Test func coverageCountsFilledAndRequiredSlots() throws {
    var small = SmallDuties(residents: 2)
    small.add(.noOverlap(NoOverlap()))
    small.add(
      .dutyCover(
        DutyCover(
          selection: DutySelection(activities: ["Clinic"], parts: [.morning]), minimum: 2,
          maximum: 3)),
      id: "clinic")
    let coverage = try #require(try report(small, ["ca.", "c.."]).coverage.first)
    #expect(coverage.instance == "clinic" && coverage.activities == ["Clinic"])
    #expect(coverage.slots.map(\.filled) == [2, 1, 0])
    #expect(coverage.requiredTotal == 6 && coverage.filledTotal == 3)
    #expect(coverage.gaps.map(\.slot.description) == ["2025-07-04 AM", "2025-07-05 AM"])
    #expect(coverage.required == 2 && coverage.allowed == 3)
  }

  @Test func fairnessCountsWhatIsSharedOut() throws {
    let small = SmallDuties(residents: 3, faculty: 1)
    // R1: Thursday night, a clinic on the holiday, a call on Saturday and home call on Sunday.
    let report = try report(small, ["ncxj", "....", "n...", "..o."])
    #expect(report.fairness.groups.map(\.name) == ["X", "Y", "core"])
    let first = try #require(report.fairness.groups[0].people.first)
    #expect(first.person == "R1")
    #expect(first[.minutes] == (13 + 8 + 24 + 2) * 60)
    #expect(first[.nights] == 1)
    #expect(first[.weekends] == 1)
    #expect(first[.calls] == 1)
    #expect(first[.holidays] == 1)
    let core = report.fairness.groups[2]
    #expect(core.people[0][.nights] == 1 && core.people[0][.calls] == 1)
    #expect(report.fairness.groups[0].spread(of: .minutes) == (47 - 13) * 60)
    #expect(report.fairness.groups[0].mean(of: .nights) == 1)
    #expect(report.fairness.groups[0].gini(of: .nights) == 0)
    #expect(report.fairness.groups[0].gini(of: .calls) == 0.5)
  }

  @Test func giniRunsFromAlikeToAlone() {
    #expect(giniIndex([]) == 0 && giniIndex([0, 0]) == 0 && giniIndex([5, 5, 5]) == 0)
    #expect(giniIndex([0, 0, 0, 8]) == 0.75)
    #expect(giniIndex([1, 3]) == 0.25)
  }

  @Test func preferencesCountDaysAskedAndGranted() throws {
    var small = SmallDuties()
    small.addLeave("R1", "2025-07-07", "2025-07-07")
    small.duty.wishes = [
      DutyWish(
        person: "R1", isWanted: false, activities: [],
        dates: SmallDuties.dates("2025-07-05", "2025-07-07")),
      DutyWish(
        person: "R1", isWanted: true, activities: ["Clinic"],
        dates: SmallDuties.dates("2025-07-03", "2025-07-04"), priority: .high),
    ]
    small.facts.wishes = [
      Wish(
        resident: "R1", rotation: "A", dates: SmallDuties.dates("2025-07-03", "2025-08-27"),
        priority: .low)
    ]
    small.planRows = ["AB"]
    let person = try #require(try report(small, ["c.w.v"]).preferences.first)
    #expect(person.entries.map(\.text) == ["wants rotation A", "avoids any duty", "wants Clinic"])
    #expect(person.entries.map(\.asked) == [2, 2, 2])
    #expect(person.entries.map(\.granted) == [1, 1, 1])
    #expect(person.asked == 6 && person.granted == 3)
  }

  @Test func hoursAreListedByWeekAndTheHeaviestFourWeeksFound() throws {
    var small = SmallDuties()
    small.addLeave("R1", "2025-07-03", "2025-07-09")
    let hours = try #require(try report(small, ["v7w20."]).hours.first)
    #expect(hours.weeks.map(\.minutes) == [0, 4 * 720, 7 * 720, 7 * 720, 2 * 720])
    #expect(hours.weeks.map(\.daysAway) == [4, 3, 0, 0, 0])
    #expect(hours.weeks.first?.dates == SmallDuties.dates("2025-07-03", "2025-07-06"))
    let heaviest = try #require(hours.heaviest)
    #expect(heaviest.dates == SmallDuties.dates("2025-07-03", "2025-07-30"))
    #expect(heaviest.daysAway == 7 && heaviest.weeklyMinutes == 80 * 60)
  }

  @Test func fewerThanFourKnownWeeksHaveNoAverage() throws {
    #expect(try report(SmallDuties(), ["w20"]).hours.first?.heaviest == nil)
    #expect(try report(SmallDuties(), ["w8|w20"]).hours.first?.heaviest?.minutes == 28 * 720)
  }
}
