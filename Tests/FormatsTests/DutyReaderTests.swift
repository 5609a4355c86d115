import Domain
import Formats
import Rules
import Testing

/// The duty level of a small programme, read from text.
@Suite struct DutyReaderTests {
  static let plan = """
    name: Small
    academic_year: 2025
    levels: [PGY1, PGY2]
    rotations: [Ward, Clinic]
    curriculum: {PGY1: {Ward: 0-13, Clinic: 0-13}, PGY2: {Ward: 0-13, Clinic: 0-13}}
    leave: {tolerant: {PGY1: [Clinic], PGY2: [Clinic]}}
    """

  static let duty = """
    time_zone: America/New_York
    sites: [Main]
    roles: [core]
    holidays: {federal: true, also: [2025-12-24], except: [2025-10-13]}
    activities:
      Ward day: {kind: clinical, labels: [ward], site: Main, AM: "06:30-12:30", PM: "12:30-18:30"}
      Night: {kind: clinical, labels: [night, call], night: "18:30-07:30"}
      Clinic:
        {kind: clinical, labels: [clinic], AM: "08:00-12:00", PM: "13:00-17:00", requires: BLS}
      Precept: {kind: administration, AM: "08:00-12:00", PM: "13:00-17:00"}
      Home: {kind: home-call, night: "17:00-08:00", counted: {night: 2h}}
      Off: {kind: free}
      Leave: {kind: away}
    patterns:
      ward:
        default: Off
        week:
          all: {AM: Ward day, PM: Ward day, night: [Off, Night]}
          sunday: {AM: Off, PM: Off}
        holiday: {AM: Off, PM: Off}
      clinic:
        default: Off
        week: {weekdays: {AM: [Clinic, Off], PM: Clinic}, wednesday: {PM: {protected: Off}}}
        weeks:
          - {weeks: [4], week: {friday: {AM: Clinic}}}
      core: {default: Off, week: {weekdays: {AM: Precept, PM: [Precept, Off]}}}
      team: {default: Off, week: {all: {AM: Ward day, PM: Ward day}, friday: {night: Night}}}
    rotation_patterns: {Ward: ward, Clinic: {PGY1: clinic, default: clinic}}
    service_weeks: {duties: {Team week: team}}
    rules:
      - {type: pattern-honoured, filler: Off}
      - {type: absence-honoured}
      - {type: averaged-hours, id: eighty-hours, people: residents, weekly: 80h}
      - {type: rest-after, after: "label:night", rest: 14h, after_stretch: 24h}
      - {type: duty-count, activities: "label:call", period: 28, max: 9}
      - type: supervision
        demand: [{activities: Clinic, levels: PGY1, units: 2}, {activities: Clinic, units: 1}]
        supply: [{activities: Precept, roles: core}]
      - {type: duty-fairness, id: nights-fair, activities: Night, penalty: 5}
      - {type: service-week-cover, duty: Team week, exactly: 1}
    relaxations:
      - {rule: eighty-hours, people: A, from: 2025-08-01, to: 2025-08-31, reason: allowed}
    """

  static let tables = [
    "residents.csv": "id,level\nA,PGY1\nB,PGY2\n",
    "faculty.csv": "id,role,pattern,available\nF1,core,core,mon tue\nF2,core,core,\n",
    "absences.csv":
      "person_id,start,end,kind,status\nF1,2025-08-04,2025-08-08,vacation,pending\n",
    "credentials.csv": "person_id,credential,start,end\nA,BLS,2024-01-01,2026-12-31\n",
    "history.csv": "person_id,date,part,activity\nB,2025-06-30,night,Night\n",
    "tallies.csv": "person_id,rule,amount\nA,nights-fair,3\n",
    "locked_duties.csv": "person_id,date,part,activity\nA,2025-07-10,AM,Clinic\n",
    "duty_preferences.csv":
      "person_id,wish,activities,start,end,days,parts,priority\n"
      + "A,avoid,label:night,2025-12-20,2025-12-27,fri;saturday,night,high\n",
  ]

  private func read(duty: String = duty, tables: [String: String] = tables) throws -> Program {
    var files = tables.mapValues { [UInt8]($0.utf8) }
    files["program.yaml"] = [UInt8](Self.plan.utf8)
    files["duty.yaml"] = [UInt8](duty.utf8)
    return try ProgramReader.examine(ProgramFolder(files: files)).program
  }

  @Test func everyPartOfTheDutyLevelIsRead() throws {
    let program = try read()
    let duty = try #require(program.facts.duty)
    #expect(duty.activities.map(\.id).count == 7)
    #expect(duty.activities[1].spans[2] == ClockSpan(start: 1110, end: 1890))
    #expect(duty.activities[4].minutes(in: .night) == 120)
    #expect(duty.faculty[0].availableWeekdays == [.monday, .tuesday])
    #expect(duty.serviceDuties.map(\.id) == ["Team week"])
    #expect(duty.history.count == 1 && duty.tallies.count == 1 && duty.lockedDuties.count == 1)
    #expect(duty.wishes[0].weekdays == [.friday, .saturday])
    #expect(duty.wishes[0].activities == ["Night"])
    #expect(duty.holidays.count == 11, "eleven federal ones, one more, one less")
    #expect(program.facts.absences[0].status == .pending)
    #expect(program.dutyRules.count == 8)
    #expect(program.dutyRules[2].scope.people == .residents)
    #expect(program.dutyRules[6].severity.level == .soft)
    #expect(program.relaxations.count == 1)
  }

  @Test func clocksChangeTwiceInAYear() throws {
    let changes = try #require(try read().facts.duty).clockChanges
    #expect(changes.map(\.shift) == [-60, 60])
    #expect(changes.map { "\($0.date)" } == ["2025-11-02", "2026-03-08"])
    #expect(changes.map(\.minute) == [120, 120])
  }

  @Test func patternsFollowRotationLevelWeekAndHoliday() throws {
    let program = try read()
    let people = try #require(DutyPeople(program.facts))
    let plan = RotationPlan(
      cells: Array(repeating: 1, count: 13) + Array(repeating: 0, count: 13), columnCount: 13)
    let weeks = people.serviceWeeks.count
    let service = ServiceWeekPlan(cells: Array(repeating: 0, count: 2 * weeks), weekCount: weeks)
    func allowed(_ row: Int, _ date: String, _ part: DayPart) -> [ActivityID]? {
      guard let date = CalendarDate(date) else { return nil }
      return people.patternCell(
        row, DutySlot(date: date, part: part), plan: plan, serviceWeeks: service)?.allowed
    }
    #expect(allowed(0, "2025-07-07", .morning) == ["Clinic", "Off"])
    #expect(allowed(0, "2025-07-09", .afternoon) == ["Off"])
    #expect(allowed(0, "2025-07-25", .morning) == ["Clinic"], "week 4 of block 1")
    #expect(allowed(0, "2025-07-25", .afternoon) == ["Off"])
    #expect(allowed(1, "2025-07-06", .morning) == ["Off"], "a Sunday")
    #expect(allowed(1, "2025-07-06", .night) == ["Night", "Off"], "the wider word still holds")
    #expect(allowed(1, "2025-09-01", .morning) == ["Off"], "Labor Day")
    #expect(allowed(2, "2025-07-07", .morning) == ["Precept"])
  }

  @Test func allFaultsComeAtOnce() {
    let broken = Self.duty
      .replacing("\"06:30-12:30\"", with: "\"6.30\"").replacing(
        "America/New_York", with: "Mars/Base"
      )
      .replacing("weekly: 80h", with: "weekly: eighty").replacing(
        "activities: Night,", with: "activities: Nihgt,"
      )
      .replacing("roles: core}]", with: "roles: corps}]").replacing(
        "duty: Team week", with: "duty: Week")
    var tables = Self.tables
    tables["history.csv"] =
      "person_id,date,part,activity\nB,2025-07-30,night,Night\nC,2025-06-30,AM,Night\n"
    #expect {
      try read(duty: broken, tables: tables)
    } throws: { error in
      let codes = Set((error as? InputError)?.faults.map(\.code.rawValue) ?? [])
      return codes.isSuperset(of: [
        "E1041", "E1042", "E1043", "E1044", "E1045", "E1047", "E1050", "E1021",
      ])
    }
  }
}
