import Domain
import Measures
import Rules

/// Adds what one instance after another finds up to a verdict.
struct VerdictBuilder {
  private(set) var verdict: Verdict
  private var softListed: Int

  init(level: Verdict.Level) {
    verdict = Verdict(level: level, score: .zero, violations: [], byInstance: [])
    softListed = 0
  }

  /// Goes on from a verdict on another level of the same schedule.
  init(from verdict: Verdict, level: Verdict.Level) {
    self.verdict = verdict
    self.verdict.level = level
    softListed = verdict.violations.count { $0.severity == .soft }
  }

  /// Adds an instance's violations; those that a relaxation spares are listed apart.
  ///
  /// - Parameter isReward: whether they are what the instance wishes for.
  mutating func add(
    _ violations: [Violation], instance: RuleInstanceID, rule: RuleID, severity: Severity,
    isReward: Bool = false, relaxed: [Violation] = []
  ) {
    let share = InstanceScore(
      instance: instance, rule: rule, severity: severity.level, weight: severity.weight,
      units: violations.reduce(0) { $0 + $1.amount },
      violationCount: isReward ? 0 : violations.count)
    verdict.byInstance.append(share)
    verdict.score[severity.scoreLevel] += share.points
    verdict.relaxed += relaxed
    guard !isReward else { return }
    if severity.isHard {
      verdict.violations += violations
    } else {
      let listed = violations.prefix(Verdict.softViolationLimit - softListed)
      softListed += listed.count
      verdict.violations += listed
    }
  }
}
