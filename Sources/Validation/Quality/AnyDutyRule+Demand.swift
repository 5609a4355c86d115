import Domain
import Rules

extension AnyDutyRule {
  /// What a soft instance asks for, by the table of `docs/quality.md`: from people, dates and the
  /// plan's rotations, never from duty cells.
  func demand(of judged: JudgedDuties) -> QualityDemand {
    switch self {
    case .dutyFairness(let rule): judged.demand(of: rule)
    case .stretchLimit, .restAfter, .consecutiveDuty, .dutySpacing, .dutySuccession:
      QualityDemand(kind: .tolerance, asked: judged.personYears)
    default: QualityDemand(kind: .share, asked: asked(of: judged))
    }
  }

  private func asked(of judged: JudgedDuties) -> Int {
    let people = judged.scope.rows.count
    switch self {
    case .patternHonoured, .credentialRequired, .noOverlap: return judged.personDays
    case .absenceHonoured: return judged.personDays { judged.timeline.isAway($0, $1) }
    case .eligibleActivities(let rule): return judged.personDays(of: rule.selection)
    case .lockedDuties: return judged.lockedCells
    case .averagedHours(let rule):
      let windows = judged.windows(rule.windows, ofDays: 7 * rule.windowWeeks)
      return people
        * windows.reduce(0) { $0 + max(1, rule.weeklyMinutes * $1.count / 7 / 600) }
    case .daysFree(let rule):
      return people * judged.windows(rule.windows, ofDays: rule.windowDays).count * rule.minimum
    case .dutyCount(let rule):
      let each = rule.measure.units(bound(minimum: rule.minimum, maximum: rule.maximum))
      return people * rule.period.days(in: judged).count * each
    case .dutyCover(let rule):
      return judged.slots(of: rule.selection) * bound(minimum: rule.minimum, maximum: rule.maximum)
    case .supervision: return 2 * judged.horizon.count { judged.scope.holds(judged.date($0)) }
    case .dutyWishes(let rule): return judged.asked(of: rule)
    case .pairing(let rule):
      return rule.pairs.count * judged.days(of: rule.selection)
    case .serviceWeekCover(let rule):
      let weeks = judged.people.serviceWeeks.count { judged.scope.holds($0.first) }
      return weeks * bound(minimum: rule.minimum, maximum: rule.maximum)
    case .serviceWeekCount(let rule):
      return judged.members.count * bound(minimum: rule.minimum, maximum: rule.maximum)
    case .serviceWeekSpacing, .afterServiceWeek: return judged.members.count
    case .stretchLimit, .restAfter, .consecutiveDuty, .dutySpacing, .dutySuccession,
      .dutyFairness:
      return 0
    }
  }
}

extension JudgedDuties {
  /// Dates of people in horizon and scope.
  fileprivate var personDays: Int { personDays { _, _ in true } }

  /// Person-days in years, begun ones too.
  fileprivate var personYears: Int { (personDays + 364) / 365 }

  fileprivate func personDays(where isAsked: (Int, Int) -> Bool) -> Int {
    scope.rows.reduce(0) { sum, row in
      sum + horizon.count { sees(row, $0) && isAsked(row, $0) }
    }
  }

  fileprivate func personDays(of selection: DutySelection) -> Int {
    let selector = DutySelector(selection, in: people)
    return personDays { _, day in
      DayPart.allCases.contains { selector.covers(day, $0, in: timeline) }
    }
  }

  /// Days on which a selection speaks of a part.
  fileprivate func days(of selection: DutySelection) -> Int {
    let selector = DutySelector(selection, in: people)
    return horizon.count { day in
      DayPart.allCases.contains { selector.covers(day, $0, in: timeline) }
    }
  }

  fileprivate func slots(of selection: DutySelection) -> Int {
    let selector = DutySelector(selection, in: people)
    return horizon.reduce(0) { sum, day in
      guard scope.holds(date(day)) else { return sum }
      return sum + DayPart.allCases.count { selector.covers(day, $0, in: timeline) }
    }
  }

  fileprivate var lockedCells: Int {
    let cells = people.duty.lockedDuties.compactMap { lock -> LockedPlace? in
      guard let row = people.row(of: lock.person) else { return nil }
      let day = lock.slot.date - timeline.first
      return horizon.contains(day) && sees(row, day) ? LockedPlace(row: row, slot: lock.slot) : nil
    }
    return Set(cells).count
  }

  fileprivate func asked(of rule: DutyWishes) -> Int {
    people.duty.wishes.reduce(0) { sum, wish in
      guard let row = people.row(of: wish.person) else { return sum }
      let selector = DutySelector(
        DutySelection(activities: wish.activities, parts: wish.parts, weekdays: wish.weekdays),
        in: people)
      let dates = days(wish.dates).clamped(to: horizon).count { day in
        sees(row, day) && !timeline.isAway(row, day)
          && DayPart.allCases.contains { selector.covers(day, $0, in: timeline) }
      }
      return sum + dates * rule.units(of: wish.priority)
    }
  }

  fileprivate func demand(of rule: DutyFairness) -> QualityDemand {
    let everybody = scope.rows.map { ($0, 0) }
    let groups = rule.groups.groups(of: everybody, in: people).count { $0.count > 1 }
    return QualityDemand(
      kind: .tolerance, asked: groups * (rule.measure.units(rule.allowance) + 1))
  }
}

private struct LockedPlace: Hashable {
  var row: Int
  var slot: DutySlot
}

extension DutyWishes {
  /// Units of a denied wish.
  func units(of priority: Wish.Priority) -> Int {
    switch priority {
    case .high: high
    case .medium: medium
    case .low: low
    }
  }
}
