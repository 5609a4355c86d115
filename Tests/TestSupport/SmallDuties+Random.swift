package import Determinism
package import Domain
package import Rules

extension SmallDuties {
  /// A small programme in which every duty rule type is stated at least once, hard or soft, over
  /// residents, faculty, some dates or some rotations, with leave, locks, wishes, tallies, history
  /// and relaxations. The horizon begins in block 1 and ends in block 3.
  package static func everyRule(_ random: inout SeededGenerator) -> (SmallDuties, YearSchedule) {
    var small = SmallDuties(residents: 4, faculty: 3)
    small.planRows = ["ABA", "BAB", "AAB", "BBA"]
    small.weekRows = [".I.K", "I.I", "..KI"]
    small.addLeave("R1", "2025-07-24", "2025-08-02")
    small.addLeave("R3", "2025-08-10", "2025-08-12")
    small.addLeave("F2", "2025-07-20", "2025-07-24")
    small.addFacts()
    for (index, rule) in everyRule.enumerated() {
      let isHard = index % 3 == 0
      small.add(
        rule, Severity(level: isHard ? .institution : .soft, weight: isHard ? 1 : index + 1),
        scope: scope(index))
    }
    small.relaxations = [
      Relaxation(
        instance: "rule-3", people: ["R1"], dates: dates("2025-07-01", "2025-08-31"),
        reason: "agreed"),
      Relaxation(
        instance: "rule-12", people: [], dates: dates("2025-07-10", "2025-07-20"),
        reason: "holiday"),
    ]
    let length = 40 + random.below(25)
    let rows = (0..<7).map { _ in
      randomRow(20, &random) + "|" + randomRow(length, &random)
    }
    let schedule = small.lay(rows, from: "2025-07-15")
    return (small, schedule)
  }

  private mutating func addFacts() {
    duty.lockedDuties = [
      LockedDuty(person: "R1", slot: Self.slot("2025-07-16 AM"), activity: "Ward"),
      LockedDuty(
        person: "R2", slot: Self.slot("2025-07-20 night"), activity: "Night",
        provenance: .preload),
    ]
    duty.wishes = [
      DutyWish(
        person: "R2", isWanted: false, activities: [],
        dates: Self.dates("2025-07-18", "2025-08-03"), weekdays: [.saturday, .sunday]),
      DutyWish(
        person: "R4", isWanted: true, activities: ["Clinic"],
        dates: Self.dates("2025-07-01", "2025-07-31"), weekdays: [.tuesday], priority: .high),
    ]
    duty.tallies = [Tally(person: "R3", measure: "rule-17", amount: 2)]
    let ward = duty.activities.firstIndex { $0.id == "Ward" }!
    duty.activities[ward].requires = ["BLS"]
    duty.credentials = [
      HeldCredential(
        person: "R1", credential: "BLS", dates: Self.dates("2025-07-01", "2025-08-15"))
    ]
    duty.patterns.append(
      DutyPattern(
        id: "clinics",
        variants: [
          DutyPattern.Variant(
            cells: Array(
              repeating: PatternCell(allowed: ["Clinic", "Off", "Night", "Call"]), count: 21))
        ]))
    duty.rotationPatterns = [RotationPattern(rotation: "B", pattern: "clinics")]
    duty.faculty[2].availableWeekdays = [.monday, .wednesday]
  }

  /// One instance after another, by position: everybody, residents, rotation A, some dates.
  private static func scope(_ index: Int) -> RuleScope {
    var scope = RuleScope()
    switch index % 5 {
    case 1 where index < 20: scope.people = .residents
    case 3 where index % 2 == 1: scope.rotations = ["A"]
    case 4: scope.dates = [dates("2025-07-10", "2025-08-20")]
    default: break
    }
    return scope
  }

  /// Every duty rule type, some of them twice.
  package static let everyRule: [AnyDutyRule] = [
    .patternHonoured(PatternHonoured(filler: "Off")),
    .absenceHonoured(AbsenceHonoured()),
    .credentialRequired(CredentialRequired()),
    .eligibleActivities(
      EligibleActivities(
        selection: DutySelection(activities: ["Ward"], weekdays: [.sunday]), isAllowed: false)),
    .lockedDuties(LockedDutiesHonoured()),
    .noOverlap(NoOverlap()),
    .averagedHours(AveragedHours(weeklyMinutes: 3000)),
    .daysFree(DaysFree(windowDays: 14, minimum: 4)),
    .daysFree(DaysFree(measure: .calendarDay, windows: .perBlock)),
    .stretchLimit(StretchLimit(maximumMinutes: 1440)),
    .restAfter(RestAfter(restMinutes: 840)),
    .restAfter(RestAfter(restMinutes: 1000, stretchMinutes: 900)),
    .dutyCount(
      DutyCount(
        selection: DutySelection(activities: ["Clinic"]), period: .week, minimum: 1, maximum: 5)),
    .dutyCount(
      DutyCount(
        selection: DutySelection(activities: ["Night", "Call"]), period: .rolling(days: 9),
        maximum: 2, adjustsForLeave: true)),
    .consecutiveDuty(
      ConsecutiveDuty(selection: DutySelection(), unit: .weekends, minimum: 2, maximum: 3)),
    .consecutiveDuty(ConsecutiveDuty(selection: DutySelection(), maximum: 3)),
    .dutyCover(
      DutyCover(
        selection: DutySelection(activities: ["Clinic"], parts: [.morning, .afternoon]),
        minimum: 1, maximum: 2)),
    .dutyFairness(DutyFairness(selection: DutySelection(), measure: .minutes, allowance: 300)),
    .supervision(
      Supervision(
        demand: [SupervisionDemand(activities: ["Clinic", "Ward"], units: 1)],
        supply: [SupervisionSupply(activities: ["Supervision"])], perSupervisor: 3)),
    .dutySuccession(
      DutySuccession(
        first: DutySelection(activities: ["Call"]), next: ["Post-call"], mode: .required)),
    .dutySuccession(
      DutySuccession(
        first: DutySelection(activities: ["Night"]), next: ["Clinic"], nextDuty: true)),
    .dutySpacing(DutySpacing(selection: DutySelection(activities: ["24 h"]), minimumDays: 5)),
    .dutyFairness(
      DutyFairness(
        selection: DutySelection(parts: [.night]), groups: .all, kind: .deviation, allowance: 0)),
    .dutyWishes(DutyWishes()),
    .pairing(
      Pairing(
        pairs: [PersonPair(first: "R1", second: "R2")],
        selection: DutySelection(activities: ["Clinic"]))),
    .serviceWeekCover(ServiceWeekCover(duty: "I", minimum: 1)),
    .serviceWeekCount(ServiceWeekCount(duty: "I", maximum: 1)),
    .serviceWeekSpacing(ServiceWeekSpacing(duty: "I", minimumGap: 2)),
    .afterServiceWeek(AfterServiceWeek(duty: "I", days: 3, activities: ["Off"])),
  ]

  /// A row of days in which each repeats the one before with a probability that the row draws
  /// first.
  package static func randomRow(_ days: Int, _ random: inout SeededGenerator) -> String {
    let letters = Array("cawnxhoqjlst...fvu")
    let repeats = [0.0, 0.3, 0.6, 0.9][random.below(4)]
    var row: [Character] = []
    for _ in 0..<days {
      if let last = row.last, random.unit() < repeats {
        row.append(last)
      } else {
        row.append(letters[random.below(letters.count)])
      }
    }
    return String(row)
  }
}
