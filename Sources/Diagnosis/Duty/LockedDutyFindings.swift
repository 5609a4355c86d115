import Domain
import Rules
import Validation

/// What locked duties break by themselves: the judge looks at a schedule that holds nothing else.
///
/// Only rules that more duty can't mend count: hours, stretches, overlaps, forbidden successors,
/// credentials, greatest numbers. Rules that look at rotations are left out, since the plan is not
/// known.
struct LockedDutyFindings {
  let program: Program

  /// Violations whose every cause is a locked cell.
  func violations() -> [Violation] {
    guard let people = DutyPeople(program.facts), !people.duty.lockedDuties.isEmpty,
      let free = people.duty.activities.firstIndex(where: { $0.kind == .free })
    else { return [] }
    var stripped = program
    stripped.rules = []
    stripped.dutyRules = program.dutyRules.filter { instance in
      instance.severity.isHard && instance.scope.rotations.isEmpty && instance.rule.onlyGrows
    }
    guard let judge = DutyJudge(program: stripped) else { return [] }
    let schedule = schedule(people, free)
    guard judge.isShaped(schedule) else { return [] }
    let locked = Set(
      people.duty.lockedDuties.map { Place(person: $0.person, slot: $0.slot) })
    return judge.verdict(on: schedule).violations.filter { violation in
      guard let causes = violation.duty?.causes, !causes.isEmpty else { return false }
      return causes.allSatisfy { locked.contains(Place(person: $0.person, slot: $0.slot)) }
    }
  }

  private struct Place: Hashable {
    var person: PersonID
    var slot: DutySlot
  }

  private func schedule(_ people: DutyPeople, _ free: Int) -> YearSchedule {
    let facts = program.facts
    let dates = facts.calendar.dates
    var duties = DutySchedule(
      cells: Array(repeating: free, count: people.count * dates.dayCount * DayPart.count),
      dates: dates)
    for lock in people.duty.lockedDuties {
      guard let row = people.row(of: lock.person), dates.contains(lock.slot.date),
        let activity = people.activityIndex(lock.activity)
      else { continue }
      duties[row, duties.column(of: lock.slot)] = activity
    }
    let columns = facts.planColumns.count
    let weeks = people.serviceWeeks.count
    return YearSchedule(
      plan: RotationPlan(
        cells: Array(repeating: 0, count: facts.residents.count * columns), columnCount: columns),
      serviceWeeks: ServiceWeekPlan(
        cells: Array(repeating: 0, count: people.duty.faculty.count * weeks), weekCount: weeks),
      duties: duties)
  }
}

extension AnyDutyRule {
  /// Whether more duty never mends what the rule finds in some duty.
  fileprivate var onlyGrows: Bool {
    switch self {
    case .credentialRequired, .noOverlap, .averagedHours, .stretchLimit: true
    case .absenceHonoured, .eligibleActivities: true
    case .dutyCount(let rule): rule.minimum == 0
    case .consecutiveDuty(let rule): rule.minimum <= 1
    case .dutyCover(let rule): rule.minimum == 0
    case .dutySuccession(let rule): rule.mode == .forbidden && !rule.nextDuty
    case .patternHonoured, .lockedDuties, .daysFree, .restAfter, .supervision, .dutySpacing,
      .dutyFairness, .dutyWishes, .pairing, .serviceWeekCover, .serviceWeekCount,
      .serviceWeekSpacing, .afterServiceWeek:
      false
    }
  }
}
