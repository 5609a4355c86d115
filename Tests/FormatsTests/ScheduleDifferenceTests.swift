import Domain
import Formats
import Rules
import SampleProgrammes
import Testing
import Validation

/// Two schedules of a year compared by names, and what a year hands to the next.
struct ScheduleDifferenceTests {
  private static func planted() throws -> (program: Program, schedule: NamedSchedule) {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal))
    return (
      sample.program,
      NamedSchedule(
        facts: sample.program.facts, plan: sample.planted.plan, year: sample.planted)
    )
  }

  @Test func theSameScheduleTouchesNobody() throws {
    let (_, schedule) = try Self.planted()
    let difference = try #require(ScheduleDifference(from: schedule, to: schedule))
    #expect(difference.changes.isEmpty)
    #expect(difference.people.isEmpty)
    #expect(difference.comparedCells > 24 * 365 * 3)
  }

  @Test func everyChangedCellIsNamedOnce() throws {
    let (program, before) = try Self.planted()
    var after = before
    let width = before.plan.columnCount
    let rotation = before.plan[2, width - 1]
    after.plan[2, width - 1] = (rotation + 1) % program.facts.rotations.count
    after.year?.plan = after.plan
    var year = try #require(after.year)
    // Three mornings of one resident, two of them next to each other and alike.
    for day in [10, 11, 20] { year.duties[5, day * DayPart.count] = 0 }
    var old = try #require(before.year)
    for day in [10, 11, 20] { old.duties[5, day * DayPart.count] = 1 }
    let changed = NamedSchedule(facts: before.facts, plan: after.plan, year: year)
    let first = NamedSchedule(facts: before.facts, plan: before.plan, year: old)
    let difference = try #require(ScheduleDifference(from: first, to: changed))

    let plan = difference.changes.filter { $0.level == .plan }
    #expect(plan.count == 1)
    #expect(plan.first?.person == program.facts.residents[2].id)
    #expect(plan.first?.before == program.facts.rotations[rotation].id.rawValue)
    let duties = difference.changes.filter { $0.level == .duties }
    let start = program.facts.calendar.dates.first
    #expect(
      duties.map(\.dates) == [
        DateRange(first: start + 10, last: start + 11),
        DateRange(first: start + 20, last: start + 20),
      ])
    #expect(duties.allSatisfy { $0.part == .morning })
    #expect(difference.people.map(\.person) == [2, 5].map { program.facts.residents[$0].id })
    #expect(difference.people.map(\.dutyDates) == [0, 3])
    #expect(difference.changedCells == 4)

    let report = DifferenceReport(difference, from: "version 1", to: "version 2")
    let lines = report.csv().split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.first == "person,level,first,last,part,before,after")
    #expect(report.text().contains("3 duty cells on 3 dates"))
    #expect(try report.json().contains("\"changedCells\" : 4"))
  }

  @Test func aYearAndTheNextHaveNoCellsInCommon() throws {
    let (_, schedule) = try Self.planted()
    var next = schedule
    next.facts.calendar.year += 1
    #expect(ScheduleDifference(from: schedule, to: next) == nil)
  }

  @Test func whatAYearHandsOnIsReadByTheNextYearsProgramme() throws {
    let (program, schedule) = try Self.planted()
    let year = try #require(schedule.year)
    let people = try #require(DutyPeople(program.facts))
    let judge = try #require(DutyJudge(program: program))
    let tallies = judge.tallies(after: year)
    #expect(!tallies.isEmpty)
    let last = try #require(program.facts.levels.last)
    let end = YearEnd(of: year, people, tallies: tallies, leaving: [last])

    // The next year of the same people, those of the last level gone.
    var next = program
    next.facts.calendar.year += 1
    let stay = people.ids.filter { id in
      !program.facts.residents.contains { $0.id == id && $0.level == last }
    }
    #expect(Set(end.history.map(\.person)) == Set(stay))
    #expect(end.history.count == stay.count * YearEnd.historyDays * DayPart.count)
    let dates = end.history.map(\.slot.date)
    #expect(dates.max() == next.facts.calendar.dates.first + -1)
    #expect(end.files.keys.sorted() == ["history.csv", "tallies.csv"])
    // The files that the programme's own writer makes of the same rows are these.
    next.facts.duty?.history = end.history
    next.facts.duty?.tallies = end.tallies
    let files = ProgramWriter.files(of: next)
    #expect(files["history.csv"] == end.files["history.csv"])
    #expect(files["tallies.csv"] == end.files["tallies.csv"])
  }
}
