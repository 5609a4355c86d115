package import Determinism
package import Domain
import Formats
package import Rules

/// A small programme with a duty level: four residents of two levels, two of the faculty, clock
/// times that cross midnight, absences, history, wishes and locked duties.
package struct SmallDutyProgram {
  static let plan = """
    name: Small
    academic_year: 2025
    levels: [PGY1, PGY2]
    rotations: [Ward, Clinic]
    curriculum: {PGY1: {Ward: 0-13, Clinic: 0-13}, PGY2: {Ward: 0-13, Clinic: 0-13}}
    leave: {tolerant: {PGY1: [Ward, Clinic], PGY2: [Ward, Clinic]}}
    """

  static let duty = """
    time_zone: America/New_York
    roles: [core, chief]
    holidays: federal
    activities:
      Day: {kind: clinical, labels: [work], AM: "07:00-12:30", PM: "12:30-19:00"}
      Long: {kind: clinical, labels: [work], PM: "12:30-23:30"}
      Call:
        {kind: clinical, labels: [call], AM: "07:00-13:00", PM: "13:00-19:00", night: "19:00-07:00"}
      Handover: {kind: education, AM: "07:00-11:00"}
      Clinic: {kind: clinical, AM: "08:00-12:00", PM: "13:00-17:00", requires: BLS}
      Precept: {kind: administration, AM: "08:00-12:00", PM: "13:00-17:00"}
      Home: {kind: home-call, night: "17:00-08:00", counted: {night: 2h}}
      Off: {kind: free}
      Leave: {kind: away}
    patterns:
      ward:
        default: [Off, Day, Long, Call, Handover]
        week:
          {sunday: {AM: [Off, Day]}, all: {night: [Off, Call]}, weekdays: {PM: [Off, Day, Long]}}
      clinic:
        default: Off
        week: {weekdays: {AM: [Clinic, Off], PM: [Clinic, Day, Off], night: [Off, Home]}}
        holiday: {AM: Off}
      core:
        default: [Off, Precept]
        week: {all: {night: [Home, Off]}}
      team:
        default: [Off]
        week: {all: {AM: Day, PM: [Day, Long], night: [Home, Off]}, friday: {night: Home}}
    rotation_patterns: {Ward: ward, Clinic: clinic}
    service_weeks: {duties: {Team week: team}}
    """

  static let tables = [
    "residents.csv": "id,level\nA,PGY1\nB,PGY1\nC,PGY2\nD,PGY2\n",
    "faculty.csv":
      "id,role,pattern,available,percentage\nF1,core,core,mon tue,50\nF2,chief,core,,100\n",
    "absences.csv":
      "person_id,start,end,kind,status\nB,2025-07-12,2025-07-16,vacation,granted\n"
      + "C,2025-07-05,2025-07-05,conference,granted\nD,2025-07-08,2025-07-09,x,pending\n"
      + "F1,2025-07-10,2025-07-11,vacation,granted\n",
    "credentials.csv":
      "person_id,credential,start,end\nA,BLS,2024-01-01,2025-07-10\n"
      + "C,BLS,2024-01-01,2026-12-31\n",
    "history.csv":
      "person_id,date,part,activity\nA,2025-06-30,night,Call\nB,2025-06-28,PM,Long\n"
      + "B,2025-06-30,night,Call\nC,2025-06-28,AM,Day\nD,2025-06-30,PM,Long\n"
      + "F2,2025-06-30,night,Home\n",
    "locked_duties.csv": "person_id,date,part,activity\nA,2025-07-10,AM,Day\nC,2025-07-03,PM,Off\n",
    "duty_preferences.csv":
      "person_id,wish,activities,start,end,days,parts,priority\n"
      + "A,avoid,label:call,2025-07-01,2025-07-12,,,high\n"
      + "C,prefer,Off,2025-07-02,2025-07-02,,AM,medium\n"
      + "D,prefer,Off,2025-07-04,2025-07-09,fri,AM;PM,low\n"
      + "F2,avoid,,2025-07-07,2025-07-07,,night,medium\n",
  ]

  package let program: Program
  package let people: DutyPeople
  package let plan: RotationPlan
  package let serviceWeeks: ServiceWeekPlan
  /// The first sixteen days of the year: both sides of a weekend, a holiday, absences.
  package let horizon: DateRange

  /// The programme without rules; `dates` from the year's first day on, at least 1.
  package init(dates: Int = 16) throws {
    var files = Self.tables.mapValues { [UInt8]($0.utf8) }
    files["program.yaml"] = [UInt8](Self.plan.utf8)
    files["duty.yaml"] = [UInt8](Self.duty.utf8)
    let program = try ProgramReader.examine(ProgramFolder(files: files)).program
    // The text above has a duty level.
    let people = DutyPeople(program.facts)!
    self.program = program
    self.people = people
    // A and C on the ward, B and D in clinic, then the other way round from block 2 on.
    plan = RotationPlan(
      cells: (0..<4).flatMap { row in (0..<13).map { ($0 + row) % 2 } }, columnCount: 13)
    let width = people.serviceWeeks.count
    var weeks = ServiceWeekPlan(
      cells: Array(repeating: 0, count: 2 * width), weekCount: width)
    weeks[0, 0] = 1
    weeks[1, 1] = 1
    serviceWeeks = weeks
    let first = program.facts.calendar.dates.first
    horizon = DateRange(first: first, last: first + (dates - 1))
  }

  /// The programme with one rule for everybody in scope.
  package func with(
    _ rule: AnyDutyRule, _ severity: Severity, scope: RuleScope = RuleScope()
  ) -> Program {
    var result = program
    result.dutyRules = [
      DutyRuleInstance(id: "rule", scope: scope, severity: severity, rule: rule)
    ]
    return result
  }

  /// Duties of the horizon: each cell free with a chance drawn for the whole schedule, else any
  /// activity that may stand in its part. With `leave` away activities stand on dates of absence,
  /// and nowhere else; without it mostly.
  package func randomDuties(
    _ random: inout SeededGenerator, honouring leave: Bool = false
  ) -> DutySchedule {
    if !leave, Bool.random(using: &random) { return nearlyValidDuties(&random) }
    let activities = people.duty.activities
    let isFree = activities.indices.filter { activities[$0].kind == .free }
    let busy = Int.random(in: 0...10, using: &random)
    var cells: [Int] = []
    for row in 0..<people.count {
      for day in 0..<horizon.dayCount {
        for part in DayPart.allCases {
          let possible = activities.indices.filter {
            activities[$0].parts[part.rawValue] && !(leave && activities[$0].kind == .away)
          }
          let isAway = people.isAway(row, on: horizon.first + day)
          if isAway, leave || Int.random(in: 0..<10, using: &random) > 0 {
            cells.append(activities.firstIndex { $0.kind == .away } ?? isFree[0])
          } else if Int.random(in: 0..<10, using: &random) < busy {
            cells.append(possible.randomElement(using: &random) ?? isFree[0])
          } else {
            cells.append(isFree[0])
          }
        }
      }
    }
    return DutySchedule(cells: cells, dates: horizon)
  }

  /// Duties that keep patterns, absences and locks, but for up to three cells.
  private func nearlyValidDuties(_ random: inout SeededGenerator) -> DutySchedule {
    let activities = people.duty.activities
    let busy = Int.random(in: 1...9, using: &random)
    var cells: [Int] = []
    for row in 0..<people.count {
      for day in 0..<horizon.dayCount {
        for part in DayPart.allCases {
          let slot = DutySlot(date: horizon.first + day, part: part)
          cells.append(kept(row, slot, busy: busy, &random))
        }
      }
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let cell = Int.random(in: cells.indices, using: &random)
      let possible = activities.indices.filter { activities[$0].parts[cell % DayPart.count] }
      cells[cell] = possible.randomElement(using: &random) ?? cells[cell]
    }
    return DutySchedule(cells: cells, dates: horizon)
  }

  /// A choice that no rule over single cells refuses: the first of the pattern's, mostly.
  private func kept(
    _ row: Int, _ slot: DutySlot, busy: Int, _ random: inout SeededGenerator
  ) -> Int {
    let activities = people.duty.activities
    if people.isAway(row, on: slot.date) {
      return activities.firstIndex { $0.kind == .away } ?? 0
    }
    let locks = people.duty.lockedDuties
    let lock = locks.first { $0.person == people.ids[row] && $0.slot == slot }
    if let lock { return people.activityIndex(lock.activity) ?? 0 }
    let pattern = people.patternCell(row, slot, plan: plan, serviceWeeks: serviceWeeks)
    let allowed = (pattern?.allowed ?? []).compactMap(people.activityIndex).filter {
      activities[$0].parts[slot.part.rawValue]
    }
    let free = allowed.first { activities[$0].kind == .free }
    if let free, Int.random(in: 0..<10, using: &random) >= busy { return free }
    return allowed.randomElement(using: &random)
      ?? activities.firstIndex { $0.kind == .free } ?? 0
  }
}
