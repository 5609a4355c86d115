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
    var builder = VerdictBuilder(facts: facts)
    for (instance, residents) in zip(program.rules, scopes) {
      let judged = JudgedPlan(facts: facts, plan: plan, residents: residents)
      builder.add(instance.rule.check.findings(in: judged), of: instance)
    }
    return builder.verdict
  }

  private func verdict(onMisshapen faults: [Finding]) -> Verdict {
    var builder = VerdictBuilder(facts: facts)
    builder.add(
      faults, instance: "plan-shape", rule: PlanShape.id, severity: Severity(level: .institution),
      isReward: false)
    return builder.verdict
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
