import Compilation
import Determinism
import Domain
import Grid
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// Judge and grid share no deciding code; here they must say the same of the same duties.
struct DutyAgreementTests {
  static let work = DutySelection(activities: ["Day", "Long", "Call"])

  /// Limits that random duties of six people fall on both sides of.
  static let limits: [AnyDutyRule] = [
    .patternHonoured(PatternHonoured(filler: "Off")),
    .absenceHonoured(AbsenceHonoured()),
    .credentialRequired(CredentialRequired()),
    .eligibleActivities(
      EligibleActivities(
        selection: DutySelection(activities: ["Call", "Precept"], weekdays: [.monday, .saturday]),
        isAllowed: false)),
    .eligibleActivities(
      EligibleActivities(
        selection: DutySelection(activities: ["Precept"], parts: [.morning]), isAllowed: true,
        outsideAvailableDays: true)),
    .lockedDuties(LockedDutiesHonoured()),
    .noOverlap(NoOverlap()),
    .averagedHours(AveragedHours(weeklyMinutes: 40 * 60, windowWeeks: 1)),
    .averagedHours(
      AveragedHours(
        weeklyMinutes: 40 * 60, windowWeeks: 2, windows: .perBlock, adjustsForLeave: false)),
    .daysFree(DaysFree(windowDays: 7, minimum: 2)),
    .daysFree(DaysFree(windowDays: 7, minimum: 2, measure: .calendarDay)),
    .daysFree(DaysFree(windowDays: 14, minimum: 4, adjustsForLeave: false)),
    .daysFree(
      DaysFree(windowDays: 7, minimum: 2, measure: .calendarDay, adjustsForLeave: false)),
    .stretchLimit(StretchLimit(maximumMinutes: 16 * 60, joiningMinutes: 90)),
    .stretchLimit(
      StretchLimit(maximumMinutes: 12 * 60, joiningMinutes: 90, activities: ["Call", "Day"])),
    .restAfter(RestAfter(restMinutes: 10 * 60)),
    .restAfter(RestAfter(restMinutes: 14 * 60, stretchMinutes: 20 * 60)),
    .restAfter(RestAfter(after: ["Call"], restMinutes: 30 * 60, before: ["Day", "Clinic"])),
    .dutyCount(DutyCount(selection: work, period: .week, minimum: 1, maximum: 5)),
    .dutyCount(
      DutyCount(selection: work, measure: .days, period: .rolling(days: 5), maximum: 3)),
    .dutyCount(
      DutyCount(
        selection: work, measure: .weekends, period: .month, maximum: 1, adjustsForLeave: true)),
    .dutyCount(
      DutyCount(
        selection: work, measure: .minutes, period: .week, maximum: 2400, adjustsForLeave: true)),
    .dutyCount(DutyCount(selection: work, measure: .weekends, period: .year, maximum: 1)),
    .consecutiveDuty(ConsecutiveDuty(selection: work, minimum: 2, maximum: 4)),
    .consecutiveDuty(
      ConsecutiveDuty(selection: DutySelection(activities: ["Call"]), unit: .nights, maximum: 1)),
    .consecutiveDuty(ConsecutiveDuty(selection: work, unit: .weekends, maximum: 1)),
    .dutyCover(
      DutyCover(
        selection: DutySelection(
          activities: ["Day", "Long"], parts: [.afternoon], weekdays: [.wednesday]), minimum: 1,
        maximum: 3)),
    .supervision(
      Supervision(
        demand: [
          SupervisionDemand(activities: ["Clinic", "Day"], levels: ["PGY1"], units: 2),
          SupervisionDemand(activities: ["Clinic"], units: 1),
        ],
        supply: [
          SupervisionSupply(activities: ["Precept"], roles: ["core"]),
          SupervisionSupply(activities: ["Long"], levels: ["PGY2"]),
        ], perSupervisor: 2)),
    .dutySuccession(
      DutySuccession(
        first: DutySelection(activities: ["Call"], parts: [.night]), next: ["Day", "Clinic"])),
    .dutySuccession(
      DutySuccession(
        first: DutySelection(activities: ["Call"], parts: [.night]), next: ["Off"], distance: 2,
        mode: .required)),
    .dutySuccession(
      DutySuccession(
        first: DutySelection(activities: ["Call"]), next: ["Handover", "Call"], mode: .required,
        nextDuty: true)),
    .dutySpacing(DutySpacing(selection: DutySelection(activities: ["Call"]), minimumDays: 3)),
    .dutyFairness(DutyFairness(selection: work, allowance: 2)),
    .dutyFairness(
      DutyFairness(selection: DutySelection(), measure: .minutes, groups: .all, allowance: 600)),
    .dutyFairness(
      DutyFairness(selection: work, measure: .days, groups: .all, kind: .deviation, allowance: 4)),
    .dutyWishes(DutyWishes()),
    .pairing(Pairing(pairs: [PersonPair(first: "A", second: "C")], selection: work)),
    .pairing(
      Pairing(pairs: [PersonPair(first: "B", second: "D")], selection: work, mode: .apart)),
    .pairing(
      Pairing(pairs: [PersonPair(first: "A", second: "F1")], selection: work, mode: .overlapping)),
    .afterServiceWeek(
      AfterServiceWeek(duty: "Team week", days: 1, parts: [.morning], activities: ["Off"])),
  ]

  @Test(arguments: limits)
  func aHundredSchedulesOnEachSideOfEveryLimitAreJudgedAlike(rule: AnyDutyRule) throws {
    let small = try SmallDutyProgram()
    for severity in [Severity(level: .soft, weight: 3), Severity(level: .accreditation)] {
      let program = small.with(rule, severity)
      let judge = try #require(DutyJudge(program: program))
      let compiled = try DutyCompiler.compile(
        program, plan: small.plan, serviceWeeks: small.serviceWeeks, horizon: small.horizon)
      #expect(compiled.grid.faults().isEmpty, "\(compiled.grid.faults())")
      var random = SeededGenerator(seed: 20_261_121)
      var sides = [0, 0]
      var tries = 0
      while sides.min() ?? 0 < 100 && tries < 3_000 {
        tries += 1
        let duties = small.randomDuties(&random, honouring: leaveMatters(to: rule))
        let share = try share(of: judge, duties, small)
        let recount = compiled.grid.recount(compiled.answer(from: duties), byInstance: true)
        sides[share == 0 ? 0 : 1] += 1
        if recount.cellsOutsideDomain > 0 {
          #expect(share > 0, "try \(tries): outside a domain, yet judged right")
        } else {
          #expect(recount.pointsByInstance.first ?? 0 == share, "try \(tries)")
        }
      }
      #expect(sides[0] >= 100 && sides[1] >= 100, "only \(sides) in \(tries) schedules")
    }
  }

  /// The grid counts leave by what cells hold, which is the same wherever `absence-honoured` keeps
  /// leave on its dates; a programme whose rules speak of leave without it has no such schedule.
  private func leaveMatters(to rule: AnyDutyRule) -> Bool {
    switch rule {
    case .daysFree(let rule): rule.adjustsForLeave
    case .dutySuccession(let rule): rule.nextDuty
    default: false
    }
  }

  /// Points of the programme's one duty rule by the judge.
  private func share(
    of judge: DutyJudge, _ duties: DutySchedule, _ small: SmallDutyProgram
  ) throws -> Int {
    let verdict = judge.verdict(
      on: YearSchedule(plan: small.plan, serviceWeeks: small.serviceWeeks, duties: duties))
    return try #require(verdict.byInstance.first { $0.instance == "rule" }).points
  }
}
