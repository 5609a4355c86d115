package import Measures
package import Rules

/// What the judge says of one schedule, computed from the programme and the schedule alone.
package struct Verdict: Sendable, Hashable, Codable {
  /// How far down a schedule was judged.
  package enum Level: String, Sendable, Hashable, Codable {
    /// Resident × block or half-block; nothing is said of hours, calls or slots.
    case rotationPlan = "rotation plan"
    /// Both levels: the plan by its rules, the duties of some dates by theirs.
    case dutySchedule = "duty schedule"
  }

  /// Soft violations listed at most, in the order of the instances. A person reads a few dozen and
  /// a verdict is stored with each alternative; counts in ``byInstance`` stay exact. Hard ones are
  /// always all listed: each is a reason why the schedule is refused.
  package static let softViolationLimit = 1000

  /// What was judged.
  package var level: Level
  /// All units by their weights, level by level.
  package var score: Score
  /// Every hard violation and the first ``softViolationLimit`` soft ones, in the order of the
  /// programme's instances.
  package var violations: [Violation]
  /// One entry an instance, in the programme's order; of a misshapen plan there is one entry, its
  /// shape.
  package var byInstance: [InstanceScore]
  /// What relaxations spare: it counts nothing anywhere else.
  package var relaxed: [Violation]

  package init(
    level: Level, score: Score, violations: [Violation], byInstance: [InstanceScore],
    relaxed: [Violation] = []
  ) {
    self.level = level
    self.score = score
    self.violations = violations
    self.byInstance = byInstance
    self.relaxed = relaxed
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    level = try container.decode(Level.self, forKey: .level)
    score = try container.decode(Score.self, forKey: .score)
    violations = try container.decode([Violation].self, forKey: .violations)
    byInstance = try container.decode([InstanceScore].self, forKey: .byInstance)
    // Verdicts stored before there were relaxations have none.
    relaxed = try container.decodeIfPresent([Violation].self, forKey: .relaxed) ?? []
  }

  /// Whether no hard rule is broken and the plan has the programme's shape.
  package var isValid: Bool { hardUnits == 0 && score.isValid }

  /// Units of hard rules broken, whatever their weights.
  package var hardUnits: Int {
    byInstance.reduce(0) { $0 + ($1.severity == .soft ? 0 : $1.units) }
  }

  /// Violations found, listed or not.
  package var violationCount: Int { byInstance.reduce(0) { $0 + $1.violationCount } }
}

/// What one rule instance adds to a score.
package struct InstanceScore: Sendable, Hashable, Codable {
  package var instance: RuleInstanceID
  package var rule: RuleID
  package var severity: Severity.Level
  /// Points for each unit; negative for a reward.
  package var weight: Int
  /// Units of penalty, or of reward when ``weight`` is negative.
  package var units: Int
  /// Violations found; 0 for a reward, whose ``units`` are granted, not broken.
  package var violationCount: Int

  package init(
    instance: RuleInstanceID, rule: RuleID, severity: Severity.Level, weight: Int, units: Int,
    violationCount: Int
  ) {
    self.instance = instance
    self.rule = rule
    self.severity = severity
    self.weight = weight
    self.units = units
    self.violationCount = violationCount
  }

  /// What the instance adds to its level of the score.
  package var points: Int { units * weight }
}
