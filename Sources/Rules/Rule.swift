package import Domain
package import Measures

/// The kebab-case name of a rule type: `service-cover`. It says what is required.
package struct RuleID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a rule instance in a programme: `micu-minimum`.
package struct RuleInstanceID: ProgramIdentifier {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// The parameters of one rule type. What it demands stands in `docs/rules/<id>.md`; the judgement
/// lives in `Validation`, the translation to grid families in `Compilation`.
package protocol Rule: Sendable, Hashable, Codable {
  static var id: RuleID { get }
}

/// Which residents a rule instance speaks of. Empty lists do not restrict.
package struct RuleScope: Sendable, Hashable, Codable {
  /// Conditions on a resident that follow from the programme's facts.
  package enum Trait: String, Sendable, Hashable, Codable {
    /// A leave that fills a whole block.
    case fullLeave = "full-leave"
  }

  package var levels: [LevelID] = []
  package var exceptLevels: [LevelID] = []
  package var tracks: [String] = []
  package var residents: [PersonID] = []
  /// Only residents with all of these.
  package var having: [Trait] = []
  /// Only residents with none of these.
  package var without: [Trait] = []
  /// Only residents or only faculty; nil for both. Rules of the plan speak of residents alone.
  package var people: DutyPeopleKind?
  /// Faculty roles. Naming any leaves residents out, as naming a level leaves faculty out.
  package var roles: [RoleID] = []
  /// Duty rules only: dates on which the resident's plan has one of these rotations.
  package var rotations: [RotationID] = []
  /// Duty rules only: dates inside one of these ranges.
  package var dates: [DateRange] = []

  package init() {}
}

/// How much a rule instance matters.
package struct Severity: Sendable, Hashable, Codable {
  /// The level of the score on which an instance's units fall.
  package enum Level: String, Sendable, Hashable, Codable {
    case accreditation, institution, soft
  }

  package var level: Level
  /// Penalty points for each unit of the rule's penalty, 1…1,000,000; hard rules use 1. Negative
  /// for a reward, which only soft rules that say so can give.
  package var weight: Int

  package init(level: Level, weight: Int = 1) {
    self.level = level
    self.weight = weight
  }

  /// The same level as the score names it.
  package var scoreLevel: ScoreLevel {
    switch level {
    case .accreditation: .accreditation
    case .institution: .institution
    case .soft: .soft
    }
  }

  /// Whether one unit is enough to refuse a plan.
  package var isHard: Bool { level != .soft }
}

/// A rule type with its numbers, scope and severity, as a programme states it.
package struct RuleInstance: Sendable, Hashable, Codable {
  package var id: RuleInstanceID
  package var scope: RuleScope
  package var severity: Severity
  package var rule: AnyRule

  package init(id: RuleInstanceID, scope: RuleScope, severity: Severity, rule: AnyRule) {
    self.id = id
    self.scope = scope
    self.severity = severity
    self.rule = rule
  }
}

/// The catalogue as one closed type, so that judge and compiler must each treat every rule type.
package enum AnyRule: Sendable, Hashable, Codable {
  case eligibleRotations(EligibleRotations)
  case fixedRotations(FixedRotations)
  case rotationWindow(RotationWindow)
  case lockedCells(LockedCellsHonoured)
  case leaveHonoured(LeaveHonoured)
  case wholeBlocks(WholeBlocks)
  case curriculumCount(CurriculumCount)
  case serviceCover(ServiceCover)
  case succession(Succession)
  case windowLimit(WindowLimit)
  case stintLength(StintLength)
  case rotationOrder(RotationOrder)
  case rotationWishes(RotationWishes)
}

/// One programme: facts and the rule instances that bind them. The input of a programme run.
package struct Program: Sendable, Hashable, Codable {
  package var facts: ProgramFacts
  package var rules: [RuleInstance]
  /// Rules of the duty level; empty in a programme that plans blocks only.
  package var dutyRules: [DutyRuleInstance]
  /// Instances that do not bind for a stated time, and why.
  package var relaxations: [Relaxation]

  package init(
    facts: ProgramFacts, rules: [RuleInstance], dutyRules: [DutyRuleInstance] = [],
    relaxations: [Relaxation] = []
  ) {
    self.facts = facts
    self.rules = rules
    self.dutyRules = dutyRules
    self.relaxations = relaxations
  }
}
