import Domain
import Rules

/// Checks ``PatternHonoured`` cell by cell: finds the pattern of the day, then looks into it.
struct PatternHonouredCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: PatternHonoured
  /// Position of the pattern for each rotation and level, and for each service duty.
  private let ofRotation: [[Int?]]
  private let ofServiceDuty: [Int?]
  private let ofMember: [Int?]
  private let levels: [Int?]
  /// For each pattern, positions of the activities of each cell: those of the variants, one variant
  /// after the other, then those of holidays.
  private let allowed: [[[Int]]]
  /// Positions of what may stand where no pattern says anything.
  private let isFiller: [Bool]
  /// Cells that a lock names.
  private let locked: Set<LockedPlace>

  private struct LockedPlace: Hashable {
    var row: Int
    var slot: DutySlot
  }

  init(rule: PatternHonoured, people: DutyPeople) {
    self.rule = rule
    let duty = people.duty
    func position(_ id: PatternID) -> Int? { duty.patterns.firstIndex { $0.id == id } }
    ofRotation = people.facts.rotations.map { rotation in
      let entries = duty.rotationPatterns.filter { $0.rotation == rotation.id }
      return people.facts.levels.map { level in
        let own = entries.first { $0.levels.contains(level) }
        let general = entries.first { $0.levels.isEmpty }
        return (own ?? general).flatMap { position($0.pattern) }
      }
    }
    ofServiceDuty = duty.serviceDuties.map { position($0.pattern) }
    ofMember = duty.faculty.map { position($0.pattern) }
    levels = people.facts.residents.map { people.facts.levels.firstIndex(of: $0.level) }
    allowed = duty.patterns.map { pattern in
      (pattern.variants.flatMap(\.cells) + (pattern.holiday ?? [])).map { cell in
        cell.allowed.compactMap(people.activityIndex)
      }
    }
    isFiller = duty.activities.map { $0.id == rule.filler || $0.kind == .free }
    locked = Set(
      duty.lockedDuties.compactMap { lock in
        people.row(of: lock.person).map { LockedPlace(row: $0, slot: lock.slot) }
      })
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    var findings: [DutyFinding] = []
    for day in judged.horizon where judged.sees(row, day) && !judged.timeline.isAway(row, day) {
      let week = judged.timeline.weeksOfBlock[day]
      let chosen = pattern(row, day, judged)
      for part in DayPart.allCases where !isLocked(row, day, part, judged) {
        let named = chosen.map { allowed(in: $0, day, part, week, judged) } ?? []
        let found = judged.timeline.activity(row, day, part)
        guard found != DutyTimeline.nothing,
          !(named.isEmpty ? isFiller[found] : named.contains(found))
        else { continue }
        let cell = DutyCell(day: day, part: part)
        let names = named.map { judged.timeline.activities[$0].id.rawValue }
        let wanted = names.isEmpty ? "nothing" : names.joined(separator: ", ")
        findings.append(
          DutyFinding(
            rows: [row], dates: judged.dates(day..<day + 1), causes: judged.causes(row, [cell]),
            amount: 1,
            explanation: "\(judged.name(row)) has \(judged.words(row, cell)), where "
              + "the pattern allows \(wanted)"))
      }
    }
    return findings
  }

  private func isLocked(_ row: Int, _ day: Int, _ part: DayPart, _ judged: JudgedDuties) -> Bool {
    !locked.isEmpty
      && locked.contains(
        LockedPlace(row: row, slot: DutySlot(date: judged.date(day), part: part)))
  }

  /// Positions of what the pattern lets stand in a part of a day.
  private func allowed(
    in index: Int, _ day: Int, _ part: DayPart, _ week: Int, _ judged: JudgedDuties
  ) -> [Int] {
    let variants = judged.people.duty.patterns[index].variants
    if judged.timeline.holidays[day], judged.people.duty.patterns[index].holiday != nil {
      return allowed[index][variants.count * Self.weekCells + part.rawValue]
    }
    let named = variants.firstIndex { $0.weeks.contains(week) }
    let variant = named ?? variants.firstIndex { $0.weeks.isEmpty } ?? 0
    let weekday = judged.timeline.weekdays[day].rawValue - 1
    return allowed[index][
      variant * Self.weekCells + weekday * DayPart.count + part.rawValue]
  }

  /// Cells of a variant: the parts of seven days.
  private static let weekCells = 7 * DayPart.count

  private func pattern(_ row: Int, _ day: Int, _ judged: JudgedDuties) -> Int? {
    guard row >= judged.people.residentCount else {
      let rotation = judged.timeline.rotation(row, day)
      guard rotation != DutyTimeline.nothing, let level = levels[row] else { return nil }
      return ofRotation[rotation][level]
    }
    let member = row - judged.people.residentCount
    let week = judged.people.serviceWeek(on: judged.date(day))
    let entry = judged.timeline.serviceWeeks[member, week]
    return entry == 0 ? ofMember[member] : ofServiceDuty[entry - 1]
  }
}
