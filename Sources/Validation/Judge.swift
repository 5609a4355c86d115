package import Domain
import Measures
package import Rules

/// Judges rotation plans of one programme from its facts and rules alone.
///
/// It shares no deciding code with the search: every check is a file in `Checks`, written to be
/// read beside its rule's statement in `docs/rules`.
///
/// - Complexity: a verdict takes about rules × residents × columns steps; a few milliseconds for
///   183 residents, 13 blocks and 60 instances.
package struct Judge: Sendable {
  /// What it judges by.
  package let program: Program
  private let facts: PlanFacts
  /// For each instance, the positions of the residents in its scope.
  private let scopes: [[Int]]

  package init(program: Program) {
    self.program = program
    facts = PlanFacts(program.facts)
    scopes = program.rules.map { [facts] in $0.scope.residentIndices(in: facts) }
  }

  /// What every rule instance finds in a plan, added up.
  ///
  /// A plan of another shape than the programme's is judged by ``PlanShape`` alone.
  package func verdict(on plan: RotationPlan) -> Verdict {
    let faults = PlanShape(facts: facts).findings(in: plan)
    guard faults.isEmpty else { return verdict(onMisshapen: faults) }
    var builder = VerdictBuilder(level: .rotationPlan)
    for (instance, residents) in zip(program.rules, scopes) {
      let judged = JudgedPlan(facts: facts, plan: plan, residents: residents)
      let found = instance.rule.check.findings(in: judged).map {
        violation($0, instance.id, instance.rule.ruleID, instance.severity)
      }
      let own = program.relaxations.filter { $0.instance == instance.id }
      let relaxed = own.isEmpty ? [] : found.filter { isRelaxed($0, by: own) }
      builder.add(
        relaxed.isEmpty ? found : found.filter { !isRelaxed($0, by: own) }, instance: instance.id,
        rule: instance.rule.ruleID, severity: instance.severity, isReward: instance.isReward,
        relaxed: relaxed)
    }
    return builder.verdict
  }

  /// Whether a relaxation spares a violation: its person, and every date of its columns.
  private func isRelaxed(_ violation: Violation, by relaxations: [Relaxation]) -> Bool {
    let dates = violation.columns.map { facts.columns[$0].dates }
    let first = dates.first?.first ?? facts.facts.calendar.dates.first
    let last = dates.last?.last ?? facts.facts.calendar.dates.last
    return relaxations.contains {
      $0.spares(
        violation.person.map { [$0] } ?? [], on: DateRange(first: first, last: max(first, last)))
    }
  }

  private func verdict(onMisshapen faults: [Finding]) -> Verdict {
    let severity = Severity(level: .institution)
    var builder = VerdictBuilder(level: .rotationPlan)
    builder.add(
      faults.map { violation($0, "plan-shape", PlanShape.id, severity) }, instance: "plan-shape",
      rule: PlanShape.id, severity: severity)
    return builder.verdict
  }

  private func violation(
    _ finding: Finding, _ instance: RuleInstanceID, _ rule: RuleID, _ severity: Severity
  ) -> Violation {
    Violation(
      instance: instance, rule: rule, severity: severity.level,
      person: finding.resident.map { facts.facts.residents[$0].id },
      columns: finding.columns, amount: finding.amount, explanation: finding.explanation)
  }
}

extension Relaxation {
  /// Whether it spares a finding of some people on some dates. A finding of nobody in particular is
  /// spared only by a relaxation for everybody.
  func spares(_ persons: [PersonID], on dates: DateRange) -> Bool {
    let isTheirs =
      people.isEmpty || !persons.isEmpty && persons.allSatisfy { people.contains($0) }
    return isTheirs && self.dates.first <= dates.first && dates.last <= self.dates.last
  }
}

extension AnyRule {
  /// The plain judge of the rule.
  fileprivate var check: any RuleCheck {
    switch self {
    case .eligibleRotations(let rule): EligibleRotationsCheck(rule: rule)
    case .fixedRotations(let rule): FixedRotationsCheck(rule: rule)
    case .rotationWindow(let rule): RotationWindowCheck(rule: rule)
    case .lockedCells(let rule): LockedCellsHonouredCheck(rule: rule)
    case .leaveHonoured(let rule): LeaveHonouredCheck(rule: rule)
    case .wholeBlocks(let rule): WholeBlocksCheck(rule: rule)
    case .curriculumCount(let rule): CurriculumCountCheck(rule: rule)
    case .serviceCover(let rule): ServiceCoverCheck(rule: rule)
    case .succession(let rule): SuccessionCheck(rule: rule)
    case .windowLimit(let rule): WindowLimitCheck(rule: rule)
    case .stintLength(let rule): StintLengthCheck(rule: rule)
    case .rotationOrder(let rule): RotationOrderCheck(rule: rule)
    case .rotationWishes(let rule): RotationWishesCheck(rule: rule)
    }
  }
}
