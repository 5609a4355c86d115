package import Domain
package import Rules

/// A small programme with a duty level whose schedules can be written as words: a row a person, a
/// letter a day.
///
/// Residents R1, R2, … are of level X and Y in turn, faculty F1, F2, … of role core and chief in
/// turn. A day's letter says what stands in its morning, afternoon and night:
///
/// - `c` clinic 08–12 and 13–17; `a` the morning only, `p` the afternoon only
/// - `w` ward 06:30–18:30; `n` night 18:30–07:30; `x` 24 hours from 07:00; `h` hand-over 07–11
/// - `o` clinic morning and afternoon, then overnight call 17–07; `q` the overnight call alone
/// - `j` home call from 17 to 09, of which two hours count; `l` lecture 13–16
/// - `s` supervising both halves; `t` administration in the morning
/// - `.` off; `f` post-call; `v` away
///
/// A number repeats what stands before it, brackets hold several letters together, and what stands
/// before a `|` is history: `n6|(c5.2)4`.
package struct SmallDuties: Sendable {
  package var facts: ProgramFacts
  package var rules: [DutyRuleInstance] = []
  package var relaxations: [Relaxation] = []
  /// Plan rows, a letter a block: A, B or L; all A where a row is missing.
  package var planRows: [String] = []
  /// Service-week rows of faculty, a letter a week: `.`, I (inpatient) or K (consults); ordinary
  /// where letters are missing.
  package var weekRows: [String] = []

  package var program: Program {
    Program(facts: facts, rules: [], dutyRules: rules, relaxations: relaxations)
  }

  package init(residents: Int = 1, faculty: Int = 0, year: Int = 2025) {
    facts = ProgramFacts(
      name: "small", calendar: AcademicCalendar(year: year, policy: .thirteenBlocks),
      planUnit: .block, levels: ["X", "Y"],
      residents: (0..<residents).map {
        Resident(id: PersonID("R\($0 + 1)"), level: $0 % 2 == 0 ? "X" : "Y")
      },
      rotations: [Rotation(id: "A"), Rotation(id: "B"), Rotation(id: "L", isAway: true)])
    var duty = DutyFacts(timeZone: "America/New_York")
    duty.clockChanges = [
      Self.change("2025-11-02", -60), Self.change("2026-03-08", 60),
    ]
    duty.roles = ["core", "chief"]
    duty.activities = Self.activities
    duty.faculty = (0..<faculty).map {
      FacultyMember(
        id: PersonID("F\($0 + 1)"), role: $0 % 2 == 0 ? "core" : "chief", pattern: "free")
    }
    let free = Array(repeating: PatternCell(allowed: Self.activities.map(\.id)), count: 21)
    duty.patterns = [DutyPattern(id: "free", variants: [DutyPattern.Variant(cells: free)])]
    duty.serviceDuties = [
      ServiceDuty(id: "I", pattern: "free"), ServiceDuty(id: "K", pattern: "free"),
    ]
    duty.holidays = ["2025-07-04", "2025-09-01", "2025-11-27", "2025-12-25", "2026-01-01"]
      .map(Self.date)
    facts.duty = duty
  }

  /// The duty level; every small programme has one.
  package var duty: DutyFacts {
    get { facts.duty! }
    set { facts.duty = newValue }
  }

  /// Adds an instance called as its rule type, or as it is named.
  package mutating func add(
    _ rule: AnyDutyRule, _ severity: Severity = Severity(level: .institution),
    scope: RuleScope = RuleScope(), id: RuleInstanceID? = nil
  ) {
    rules.append(
      DutyRuleInstance(
        id: id ?? RuleInstanceID("rule-\(rules.count)"), scope: scope, severity: severity,
        rule: rule))
  }

  /// Gives a person a granted absence.
  package mutating func addLeave(
    _ person: PersonID, _ first: String, _ last: String, _ status: Absence.Status = .granted
  ) {
    facts.absences.append(
      Absence(
        person: person, dates: Self.dates(first, last), kind: "vacation", status: status))
  }

  /// Takes what stands before a `|` in each row into the history, and returns the schedule that the
  /// words spell from a date on, with rows for all people: missing days and rows are off.
  package mutating func lay(_ rows: [String], from text: String) -> YearSchedule {
    let start = Self.date(text)
    var duties: [[Character]] = []
    duty.history = []
    let people = facts.residents.map(\.id) + duty.faculty.map(\.id)
    for (person, row) in zip(people, rows + Array(repeating: "", count: people.count)) {
      let halves = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let past = halves.count > 1 ? Self.days(halves[0]) : []
      for (index, letter) in past.enumerated() {
        record(person, letter, on: start + (index - past.count))
      }
      duties.append(Self.days(halves.last ?? ""))
    }
    let length = max(1, duties.map(\.count).max() ?? 1)
    let all = duties.flatMap { row in
      (row + Array(repeating: ".", count: length - row.count)).flatMap { cells(of: $0) }
    }
    return YearSchedule(
      plan: plan, serviceWeeks: serviceWeeks,
      duties: DutySchedule(
        cells: all, dates: DateRange(first: start, last: start + (length - 1))))
  }

  private mutating func record(_ person: PersonID, _ letter: Character, on date: CalendarDate) {
    for (part, cell) in zip(DayPart.allCases, cells(of: letter)) {
      duty.history.append(
        DutyRecord(
          person: person, slot: DutySlot(date: date, part: part),
          activity: Self.activities[cell].id))
    }
  }

  private var plan: RotationPlan {
    let columns = facts.planColumns.count
    let letters = facts.rotations.map { Character($0.id.rawValue) }
    let cells = facts.residents.indices.flatMap { row -> [Int] in
      let given = row < planRows.count ? planRows[row] : ""
      let word = given + String(repeating: "A", count: columns - given.count)
      return word.map { letters.firstIndex(of: $0) ?? letters.count }
    }
    return RotationPlan(cells: cells, columnCount: columns)
  }

  private var serviceWeeks: ServiceWeekPlan {
    let weeks = facts.calendar.serviceWeeks(from: duty.serviceWeekStart).count
    let letters = Array(".") + duty.serviceDuties.map { Character($0.id.rawValue) }
    let cells = duty.faculty.indices.flatMap { row -> [Int] in
      let given = row < weekRows.count ? weekRows[row] : ""
      let word = given + String(repeating: ".", count: weeks - given.count)
      return word.map { letters.firstIndex(of: $0) ?? letters.count }
    }
    return ServiceWeekPlan(cells: cells, weekCount: weeks)
  }
}

extension SmallDuties {
  /// A date that a test writes; it must be one.
  package static func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure("\(text) is no date") }
    return date
  }

  /// Dates from one text to another, both included.
  package static func dates(_ first: String, _ last: String) -> DateRange {
    DateRange(first: date(first), last: date(last))
  }

  /// A slot as reports write it: `2025-07-03 AM`.
  package static func slot(_ text: String) -> DutySlot {
    let words = text.split(separator: " ")
    guard words.count == 2, let part = DayPart(name: words[1]) else {
      preconditionFailure("\(text) is no slot")
    }
    return DutySlot(date: date(String(words[0])), part: part)
  }

  private static func change(_ text: String, _ shift: Int) -> OffsetChange {
    OffsetChange(date: date(text), minute: 120, shift: shift)
  }

  /// Activities by name; see the type for their letters.
  package static let activities: [Activity] = [
    activity("Off", .free), activity("Post-call", .free), activity("Away", .away),
    activity("Clinic", .clinical, ["clinic"], [(8, 12), (13, 17), nil]),
    activity("Ward", .clinical, ["ward"], [(6.5, 18.5), nil, nil]),
    activity("Night", .clinical, ["night"], [nil, nil, (18.5, 31.5)]),
    activity("24 h", .clinical, ["call"], [(7, 31), nil, nil]),
    activity("Hand-over", .education, [], [(7, 11), nil, nil]),
    activity("Call", .clinical, ["call"], [nil, nil, (17, 31)]),
    homeCall,
    activity("Lecture", .education, [], [nil, (13, 16), nil]),
    activity("Supervision", .administration, [], [(8, 12), (13, 17), nil]),
    activity("Desk", .administration, [], [(8, 12), nil, nil]),
  ]

  private static var homeCall: Activity {
    var activity = activity("Home call", .homeCall, ["home call"], [nil, nil, (17, 33)])
    activity.countedMinutes[DayPart.night.rawValue] = 120
    return activity
  }

  /// - Parameter hours: start and end in each part; free and away activities stand anywhere.
  private static func activity(
    _ id: ActivityID, _ kind: Activity.Kind, _ labels: [String] = [],
    _ hours: [(Double, Double)?] = [nil, nil, nil]
  ) -> Activity {
    let isAnywhere = kind == .free || kind == .away
    return Activity(
      id: id, kind: kind, labels: labels,
      spans: hours.map { $0.map { ClockSpan(start: Int($0.0 * 60), end: Int($0.1 * 60)) } },
      parts: hours.map { isAnywhere || $0 != nil })
  }

  /// What a day's letter puts into its three parts.
  private static let letters: [Character: [ActivityID]] = [
    "c": ["Clinic", "Clinic", "Off"], "a": ["Clinic", "Off", "Off"], "p": ["Off", "Clinic", "Off"],
    "w": ["Ward", "Off", "Off"], "n": ["Off", "Off", "Night"], "x": ["24 h", "Off", "Off"],
    "h": ["Hand-over", "Off", "Off"], "o": ["Clinic", "Clinic", "Call"],
    "q": ["Off", "Off", "Call"], "j": ["Off", "Off", "Home call"], "l": ["Off", "Lecture", "Off"],
    "s": ["Supervision", "Supervision", "Off"], "t": ["Desk", "Off", "Off"],
    ".": ["Off", "Off", "Off"], "f": ["Post-call", "Post-call", "Post-call"],
    "v": ["Away", "Away", "Away"],
    // Faulty days, for what must be refused.
    "y": ["Ward", "Clinic", "Off"], "u": ["Clinic", "Off", "Night"],
    "z": ["Clinic", "Away", "Off"],
  ]

  private func cells(of letter: Character) -> [Int] {
    guard let names = Self.letters[letter] else {
      preconditionFailure("\(letter) is no day of the small programme")
    }
    return names.map { name in
      // The letters name activities of the list.
      Self.activities.firstIndex { $0.id == name }!
    }
  }

  /// Letters of the days that a row spells.
  private static func days(_ word: String) -> [Character] {
    var stack: [[Character]] = [[]]
    var last: [Character] = []
    var digits = ""
    func flush() {
      guard !last.isEmpty else { return }
      let count = digits.isEmpty ? 1 : Int(digits) ?? 1
      stack[stack.count - 1] += Array(repeating: last, count: count).flatMap { $0 }
      last = []
      digits = ""
    }
    for character in word where character != " " {
      if character.isNumber {
        digits.append(character)
        continue
      }
      flush()
      switch character {
      case "(": stack.append([])
      case ")":
        last = stack.removeLast()
      default: last = [character]
      }
    }
    flush()
    precondition(stack.count == 1, "\(word) has a bracket too few or too many")
    return stack[0]
  }
}
