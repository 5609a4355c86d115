import Domain
import Measures
import Rules

/// Adds the findings of one instance after another up to a verdict.
struct VerdictBuilder {
  let facts: PlanFacts
  private(set) var verdict = Verdict(
    level: .rotationPlan, score: .zero, violations: [], byInstance: [])
  private var softListed = 0

  init(facts: PlanFacts) { self.facts = facts }

  mutating func add(_ findings: [Finding], of instance: RuleInstance) {
    add(
      findings, instance: instance.id, rule: instance.rule.ruleID, severity: instance.severity,
      isReward: instance.isReward)
  }

  mutating func add(
    _ findings: [Finding], instance: RuleInstanceID, rule: RuleID, severity: Severity,
    isReward: Bool
  ) {
    let share = InstanceScore(
      instance: instance, rule: rule, severity: severity.level, weight: severity.weight,
      units: findings.reduce(0) { $0 + $1.amount },
      violationCount: isReward ? 0 : findings.count)
    verdict.byInstance.append(share)
    verdict.score[severity.scoreLevel] += share.points
    guard !isReward else { return }
    for finding in findings {
      if !severity.isHard {
        guard softListed < Verdict.softViolationLimit else { return }
        softListed += 1
      }
      verdict.violations.append(
        Violation(
          instance: instance, rule: rule, severity: severity.level,
          person: finding.resident.map { facts.facts.residents[$0].id },
          columns: finding.columns, amount: finding.amount, explanation: finding.explanation))
    }
  }
}
