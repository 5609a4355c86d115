import Containers
import Domain
import Rules

/// What is asked of a programme's activities again and again, as sets of their positions.
struct StandingActivities {
  var ids: [ActivityID]
  /// By part of the day.
  var ofPart: [BitSet]
  var away = BitSet()
  var free = BitSet()
  /// Free or away.
  var notWorked = BitSet()
  /// Those that ask for a credential.
  var certified = BitSet()
  /// What each duty instance's selection names; empty for rules without one.
  var named: [BitSet]
  /// What each pattern rule puts where a pattern says nothing.
  var fillers: [BitSet]

  init(_ program: Program, _ people: DutyPeople) {
    let all = people.duty.activities
    func positions(_ isMember: (Activity) -> Bool) -> BitSet {
      BitSet(all.indices.filter { isMember(all[$0]) })
    }
    ids = all.map(\.id)
    ofPart = DayPart.allCases.map { part in positions { $0.parts[part.rawValue] } }
    away = positions { $0.kind == .away }
    free = positions { $0.kind == .free }
    notWorked = away.union(free)
    certified = positions { !$0.requires.isEmpty }
    named = program.dutyRules.map { rule in
      rule.rule.selection.map { selection in positions { selection.names($0) } } ?? BitSet()
    }
    fillers = program.dutyRules.map { rule in
      guard case .patternHonoured(let pattern) = rule.rule else { return BitSet() }
      return positions { $0.id == pattern.filler }
    }
  }
}

/// What patterns leave to each kind of slot, as sets of activities. Slots of the same part, weekday
/// and week of the block are of a kind, and so are those of holidays.
struct PatternChoices {
  private let weeks: Int
  /// By pattern, holiday or not, week of the block, weekday and part.
  private let sets: [BitSet]

  init(_ people: DutyPeople, year: DateRange, weeks: Int) {
    self.weeks = weeks
    let ids = people.duty.activities.enumerated().map { ($1.id, $0) }
    let position = Dictionary(ids, uniquingKeysWith: { first, _ in first })
    let week = (0..<7).map { year.first + $0 }.sorted { $0.weekday.rawValue < $1.weekday.rawValue }
    let kinds = 2 * (weeks + 1) * 7 * DayPart.count
    sets = people.duty.patterns.flatMap { pattern in
      (0..<kinds).map { kind in
        let weekOfKind = kind / (7 * DayPart.count)
        let cell = pattern.cell(
          on: week[kind / DayPart.count % 7], part: DayPart.allCases[kind % DayPart.count],
          weekOfBlock: weekOfKind % (weeks + 1), isHoliday: weekOfKind > weeks)
        return BitSet(cell.allowed.compactMap { position[$0] })
      }
    }
  }

  /// The kind of a date's morning: kinds of afternoon and night follow it.
  func kind(of date: CalendarDate, weekOfBlock: Int, isHoliday: Bool) -> Int {
    let week = (isHoliday ? weeks + 1 : 0) + weekOfBlock
    return (week * 7 + date.weekday.rawValue - 1) * DayPart.count
  }

  func choices(_ pattern: Int, _ kind: Int) -> BitSet {
    sets[pattern * 2 * (weeks + 1) * 7 * DayPart.count + kind]
  }
}

extension AnyDutyRule {
  /// What it speaks of, for rules that heads and cells are counted by or that say who may.
  fileprivate var selection: DutySelection? {
    switch self {
    case .dutyCover(let rule): rule.selection
    case .dutyCount(let rule): rule.selection
    case .eligibleActivities(let rule): rule.selection
    default: nil
    }
  }
}

extension DutySelection {
  fileprivate func names(_ activity: Activity) -> Bool {
    activities.isEmpty
      ? activity.kind.isDuty || activity.kind == .homeCall : activities.contains(activity.id)
  }
}
