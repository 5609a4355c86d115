package import Domain
import Measures
package import Rules

/// Judges both levels of a schedule from a programme's facts and rules alone.
///
/// The plan is judged by ``Judge``, the duties by one check a rule instance on clock intervals and
/// calendar dates, with history before the horizon. It shares no deciding code with the search:
/// every check is a file in `Checks/Duty`, written to be read beside its rule's statement in
/// `docs/rules`.
///
/// - Complexity: a verdict takes about instances × people × cells steps; how long that is for a
///   year of 220 people stands in `bench/results/duty-judge.json`.
package struct DutyJudge: Sendable {
  /// One rule instance, resolved for the programme.
  struct Instance: Sendable {
    let instance: DutyRuleInstance
    let scope: DutyScope
    let check: any DutyRuleCheck
    let relaxations: [Relaxation]
  }

  /// What it judges by.
  package let program: Program
  let people: DutyPeople
  let planJudge: Judge
  let instances: [Instance]
  private let locks: DutyLocks

  /// Reads a programme; nil when it has no duty level.
  package init?(program: Program) {
    guard let people = DutyPeople(program.facts) else { return nil }
    self.program = program
    self.people = people
    planJudge = Judge(program: program)
    locks = DutyLocks(people)
    let plan = PlanFacts(program.facts)
    instances = program.dutyRules.map { instance in
      Instance(
        instance: instance, scope: DutyScope(instance.scope, people: people, plan: plan),
        check: instance.check(for: people),
        relaxations: program.relaxations.filter { $0.instance == instance.id })
    }
  }

  /// What every rule instance of both levels finds in a schedule, added up.
  ///
  /// A schedule of another shape than the programme's is judged by its shape alone: the plan's by
  /// ``PlanShape``, then that of the rest.
  package func verdict(on schedule: YearSchedule) -> Verdict {
    let plan = planJudge.verdict(on: schedule.plan)
    let faults = isMisshapen(plan) ? [] : DutyShape(people: people).faults(in: schedule)
    guard !isMisshapen(plan), faults.isEmpty else { return verdict(onMisshapen: plan, faults) }
    let timeline = DutyTimeline(people: people, schedule: schedule)
    return verdict(plan: plan, findings: instances.map { findings(of: $0, in: timeline) })
  }

  /// Whether a schedule has the programme's shape, so that its rules can be judged.
  package func isShaped(_ schedule: YearSchedule) -> Bool {
    !isMisshapen(planJudge.verdict(on: schedule.plan))
      && DutyShape(people: people).faults(in: schedule).isEmpty
  }

  /// The verdict that findings of each instance, in the programme's order, come to.
  func verdict(plan: Verdict, findings: [[DutyFinding]]) -> Verdict {
    var builder = VerdictBuilder(from: plan, level: .dutySchedule)
    for (entry, found) in zip(instances, findings) {
      let violations = found.map { violation($0, entry) }
      let spared = found.map { isRelaxed($0, entry) }
      builder.add(
        zip(violations, spared).filter { !$1 }.map(\.0), instance: entry.instance.id,
        rule: entry.check.ruleID, severity: entry.instance.severity,
        relaxed: zip(violations, spared).filter { $1 }.map(\.0))
    }
    return builder.verdict
  }

  /// Whether a relaxation of the instance spares a finding.
  func isRelaxed(_ finding: DutyFinding, _ entry: Instance) -> Bool {
    guard !entry.relaxations.isEmpty else { return false }
    let persons = finding.rows.map { people.ids[$0] }
    return entry.relaxations.contains { $0.spares(persons, on: finding.dates) }
  }

  private func findings(of entry: Instance, in timeline: DutyTimeline) -> [DutyFinding] {
    entry.check.findings(in: JudgedDuties(timeline: timeline, scope: entry.scope))
  }

  private func isMisshapen(_ verdict: Verdict) -> Bool {
    verdict.byInstance.contains { $0.rule == PlanShape.id }
  }

  private func verdict(onMisshapen plan: Verdict, _ faults: [DutyFinding]) -> Verdict {
    guard !faults.isEmpty else { return plan }
    let severity = Severity(level: .institution)
    var builder = VerdictBuilder(level: .dutySchedule)
    builder.add(
      faults.map { violation($0, "duty-shape", DutyShape.id, severity.level) },
      instance: "duty-shape", rule: DutyShape.id, severity: severity)
    return builder.verdict
  }

  private func violation(_ finding: DutyFinding, _ entry: Instance) -> Violation {
    violation(finding, entry.instance.id, entry.check.ruleID, entry.instance.severity.level)
  }

  private func violation(
    _ finding: DutyFinding, _ instance: RuleInstanceID, _ rule: RuleID, _ level: Severity.Level
  ) -> Violation {
    Violation(
      instance: instance, rule: rule, severity: level,
      person: finding.rows.count == 1 ? people.ids[finding.rows[0]] : nil,
      duty: DutyPlace(
        dates: finding.dates, causes: Array(finding.causes.prefix(DutyPlace.limit))),
      amount: finding.amount,
      explanation: finding.explanation + locks.words(on: finding.causes))
  }
}

/// Which cells people settled, to name them where they cause something.
struct DutyLocks {
  private struct Place: Hashable {
    var person: PersonID
    var slot: DutySlot
  }

  /// Locks named in one explanation at most: more than a few say no more.
  private static let namedMax = 3

  private let locks: [Place: LockedDuty]

  init(_ people: DutyPeople) {
    locks = Dictionary(
      people.duty.lockedDuties.map { (Place(person: $0.person, slot: $0.slot), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// `; locked: R1 2025-07-03 AM Clinic (preload)` for the causes that stand as they are locked, or
  /// nothing.
  func words(on causes: [DutyPlace.Assignment]) -> String {
    guard !locks.isEmpty else { return "" }
    let locked = causes.compactMap { cause -> String? in
      guard let lock = locks[Place(person: cause.person, slot: cause.slot)],
        lock.activity == cause.activity
      else { return nil }
      return "\(lock.person) \(lock.slot) \(lock.activity) (\(lock.provenance.rawValue))"
    }
    guard !locked.isEmpty else { return "" }
    let more = locked.count > Self.namedMax ? " and \(locked.count - Self.namedMax) more" : ""
    return "; locked: " + locked.prefix(Self.namedMax).joined(separator: ", ") + more
  }
}
