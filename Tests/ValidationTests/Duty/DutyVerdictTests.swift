import Domain
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// Verdicts on both levels: what a violation carries, locks, relaxations, shape.
@Suite struct DutyVerdictTests {
  private let eighty = AnyDutyRule.averagedHours(AveragedHours(weeklyMinutes: 4800))

  private func verdict(
    _ small: SmallDuties, _ rows: [String], from start: String = "2025-07-03"
  ) throws -> Verdict {
    var laid = small
    let schedule = laid.lay(rows, from: start)
    return try #require(DutyJudge(program: laid.program)).verdict(on: schedule)
  }

  @Test func aViolationNamesPersonWindowAmountAndAssignments() throws {
    var small = SmallDuties()
    small.add(eighty, Severity(level: .accreditation), id: "hours")
    let verdict = try verdict(small, [".w27"])
    #expect(verdict.score == Score(accreditation: 4))
    let violation = try #require(verdict.violations.first)
    #expect(violation.instance == "hours")
    #expect(violation.rule == "averaged-hours")
    #expect(violation.person == "R1")
    #expect(violation.columns.isEmpty)
    #expect(violation.duty?.dates == SmallDuties.dates("2025-07-03", "2025-07-30"))
    #expect(violation.duty?.causes.count == 27)
    #expect(
      violation.duty?.causes.first
        == DutyPlace.Assignment(
          person: "R1", slot: SmallDuties.slot("2025-07-04 AM"), activity: "Ward"))
    #expect(
      violation.explanation
        == "R1 works 324 h from 2025-07-03 to 2025-07-30, at most 320 h allowed in its 28 days at "
        + "work (80 h a week)")
  }

  @Test func bothLevelsAddUpToOneVerdict() throws {
    var small = SmallDuties()
    small.add(.noOverlap(NoOverlap()), id: "overlap")
    let schedule = small.lay(["xw"], from: "2025-07-03")
    var program = small.program
    program.rules = [
      RuleInstance(
        id: "eligible", scope: RuleScope(), severity: Severity(level: .soft, weight: 2),
        rule: .eligibleRotations(EligibleRotations(rotations: ["B"])))
    ]
    let verdict = try #require(DutyJudge(program: program)).verdict(on: schedule)
    #expect(verdict.level == .dutySchedule)
    #expect(verdict.byInstance.map(\.instance) == ["eligible", "overlap"])
    #expect(verdict.score == Score(institution: 1, soft: 26))
  }

  @Test func aLockThatBreaksAnotherRuleIsNamed() throws {
    var small = SmallDuties()
    small.duty.lockedDuties = [
      LockedDuty(
        person: "R1", slot: SmallDuties.slot("2025-07-04 AM"), activity: "Ward",
        provenance: .preload),
      LockedDuty(person: "R1", slot: SmallDuties.slot("2025-07-05 AM"), activity: "Clinic"),
    ]
    small.add(.noOverlap(NoOverlap()), id: "overlap")
    small.add(.lockedDuties(LockedDutiesHonoured()), id: "locks")
    let verdict = try verdict(small, ["xww"])
    #expect(
      verdict.violations.map(\.explanation) == [
        "R1 is still at work in 2025-07-03 AM 24 h when 2025-07-04 AM Ward begins; locked: R1 "
          + "2025-07-04 AM Ward (preload)",
        "R1 has 2025-07-05 AM Ward, a cell locked to Clinic (manual)",
      ])
  }

  @Test func aRelaxationSparesItsPeopleInsideItsDates() throws {
    var small = SmallDuties(residents: 2)
    small.add(.noOverlap(NoOverlap()), id: "overlap")
    small.relaxations = [
      Relaxation(
        instance: "overlap", people: ["R1"], dates: SmallDuties.dates("2025-07-03", "2025-07-04"),
        reason: "agreed with the director")
    ]
    let both = try verdict(small, ["xw.xw", "xw"])
    #expect(both.score == Score(institution: 2), "R1 on 6 and 7 July, R2 on 3 and 4 July")
    #expect(both.relaxed.map(\.person) == ["R1"])
    #expect(both.violations.map(\.person) == ["R1", "R2"])
    let spared = try verdict(small, ["xw"])
    #expect(spared.isValid)
    #expect(spared.violations.isEmpty && spared.relaxed.count == 1)
  }

  @Test func aRelaxationMustHoldAllDatesOfAFinding() throws {
    var small = SmallDuties()
    small.add(.noOverlap(NoOverlap()), id: "overlap")
    small.relaxations = [
      Relaxation(
        instance: "overlap", people: [], dates: SmallDuties.dates("2025-07-04", "2025-07-31"),
        reason: "a day too late")
    ]
    #expect(try verdict(small, ["xw"]).score == Score(institution: 1))
    small.relaxations[0].dates = SmallDuties.dates("2025-07-03", "2025-07-04")
    #expect(try verdict(small, ["xw"]).isValid)
    small.relaxations[0].instance = "another"
    #expect(try verdict(small, ["xw"]).score == Score(institution: 1))
  }

  @Test func headsAreSparedOnlyForEverybody() throws {
    var small = SmallDuties()
    small.add(
      .dutyCover(
        DutyCover(
          selection: DutySelection(activities: ["Night"], parts: [.night]), minimum: 1)),
      id: "night")
    small.relaxations = [
      Relaxation(
        instance: "night", people: ["R1"], dates: SmallDuties.dates("2025-07-03", "2025-07-31"),
        reason: "one person")
    ]
    #expect(try verdict(small, ["."]).score == Score(institution: 1))
    small.relaxations[0].people = []
    #expect(try verdict(small, ["."]).isValid)
  }

  @Test func relaxationsHoldForPlanRulesByTheDatesOfTheirColumns() throws {
    var small = SmallDuties()
    let schedule = small.lay(["."], from: "2025-07-03")
    var program = small.program
    program.rules = [
      RuleInstance(
        id: "fixed", scope: RuleScope(), severity: Severity(level: .institution),
        rule: .fixedRotations(FixedRotations(rotations: ["B"], columns: [0, 1])))
    ]
    program.relaxations = [
      Relaxation(
        instance: "fixed", people: ["R1"], dates: SmallDuties.dates("2025-07-03", "2025-07-30"),
        reason: "block 1")
    ]
    let verdict = try #require(DutyJudge(program: program)).verdict(on: schedule)
    #expect(verdict.score == Score(institution: 1))
    #expect(verdict.relaxed.map(\.columns) == [[0]])
  }

  @Test func softViolationsAreListedUpToALimitAndCountedAll() throws {
    var small = SmallDuties(residents: 4)
    small.add(
      .eligibleActivities(
        EligibleActivities(
          selection: DutySelection(activities: ["Off"]), isAllowed: false)),
      Severity(level: .soft))
    let verdict = try verdict(small, [".100"])
    #expect(verdict.violations.count == Verdict.softViolationLimit)
    #expect(verdict.violationCount == 1200)
    #expect(verdict.score == Score(soft: 1200))
  }

  @Test func aProgrammeWithoutDutiesHasNoDutyJudge() {
    var small = SmallDuties()
    small.facts.duty = nil
    #expect(DutyJudge(program: small.program) == nil)
  }
}

/// What is no schedule of the programme is refused before any rule.
@Suite struct DutyShapeTests {
  private func faults(_ schedule: YearSchedule, _ small: SmallDuties) throws -> Verdict {
    let judge = try #require(DutyJudge(program: small.program))
    #expect(!judge.isShaped(schedule))
    #expect(IncrementalDutyJudge(judge: judge, schedule: schedule) == nil)
    #expect(ScheduleReport(judge: judge, schedule: schedule) == nil)
    return judge.verdict(on: schedule)
  }

  private func laid() -> (SmallDuties, YearSchedule) {
    var small = SmallDuties(residents: 1, faculty: 1)
    small.add(.noOverlap(NoOverlap()))
    let schedule = small.lay(["..", ".."], from: "2025-07-03")
    return (small, schedule)
  }

  @Test func anActivityWhereItMayNotStandIsRefused() throws {
    var (small, schedule) = laid()
    let night = try #require(small.duty.activities.firstIndex { $0.id == "Night" })
    schedule.duties[0, 0] = night
    schedule.duties[1, 3] = small.duty.activities.count
    let verdict = try faults(schedule, small)
    #expect(verdict.byInstance.map(\.rule) == ["duty-shape"])
    #expect(verdict.score == Score(institution: 2))
    #expect(
      verdict.violations.map(\.explanation) == [
        "R1 has Night, which may not stand there, on 2025-07-03 AM",
        "F1 has activity number 13, of 13, on 2025-07-04 AM",
      ])
    small.rules = []
    #expect(!(try faults(schedule, small).isValid))
  }

  @Test func datesOutsideTheYearAreRefused() throws {
    let (small, schedule) = laid()
    for dates in [("2025-06-30", "2025-07-01"), ("2026-06-30", "2026-07-01")] {
      var moved = schedule
      moved.duties = DutySchedule(
        cells: schedule.duties.cells, dates: SmallDuties.dates(dates.0, dates.1))
      #expect(try faults(moved, small).score == Score(institution: 1))
    }
  }

  @Test func missingRowsAndWeeksAreRefused() throws {
    let (small, schedule) = laid()
    var fewer = schedule
    fewer.duties = DutySchedule(
      cells: Array(schedule.duties.cells.prefix(6)), dates: schedule.duties.dates)
    #expect(try faults(fewer, small).score == Score(institution: 1))
    var weeks = schedule
    weeks.serviceWeeks = ServiceWeekPlan(cells: Array(repeating: 0, count: 52), weekCount: 52)
    #expect(try faults(weeks, small).score == Score(institution: 1))
    weeks = schedule
    weeks.serviceWeeks[0, 5] = 3
    weeks.serviceWeeks[0, 6] = -1
    #expect(try faults(weeks, small).score == Score(institution: 2))
  }

  @Test func aPlanOfAnotherShapeIsRefusedFirst() throws {
    let (small, schedule) = laid()
    var plan = schedule
    plan.plan = RotationPlan(cells: [0, 0], columnCount: 2)
    let verdict = try faults(plan, small)
    #expect(verdict.byInstance.map(\.rule) == ["plan-shape"])
  }
}
