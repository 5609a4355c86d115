package import Domain
package import Rules

/// Why a programme has no schedule: rules, people and dates that cannot all hold together.
///
/// Every member is necessary where ``isMinimal`` says so: without any one of them the argument that
/// found the conflict proves nothing any more.
package struct Conflict: Sendable, Hashable, Codable {
  /// How it was proved.
  package enum Argument: String, Sendable, Hashable, Codable, CaseIterable {
    /// Locked duties break a rule by themselves, as the judge finds.
    case lockedDuties = "locked-duties"
    /// One person's row: what rules leave open cannot hold what others ask.
    case row
    /// All counts of one person's row together.
    case counts
    /// The head count of one column.
    case cover
    /// Services of one column against the people there.
    case column
    /// Places of a service over the year against what curricula ask and allow.
    case places
    /// Heads that one slot of the duties needs against those who may stand there.
    case dutyCover = "duty-cover"
    /// Cells to be staffed in a period against what its people may take.
    case dutyLoad = "duty-load"
    /// Supervisors that staffed activities need against those who may supervise.
    case supervision
    /// Weeks of a service duty over the year against what its people must and may take.
    case serviceWeeks = "service-weeks"
    /// What duty rules leave of each rotation, and the plan's rules about those that are left.
    case rotationDuties = "rotation-duties"
    /// Every sequence of one person's year, by the row programme.
    case rowProgramme = "row-programme"
    /// The constraint solver's proof over all rows.
    case exact
  }

  /// A rule instance of the conflict, in words.
  package struct Member: Sendable, Hashable, Codable {
    package var instance: RuleInstanceID
    package var words: String
  }

  package var argument: Argument
  /// Rules that cannot hold together.
  package var rules: [Member]
  /// People whose rules and facts it needs; none when it holds whoever they are.
  package var people: [PersonID]
  /// Dates whose rules and facts it needs, rising; none for the whole year.
  package var dates: [DateRange]
  /// The argument with its numbers, one sentence.
  package var statement: String
  /// Units of penalty, heads or places, that are missing at least, as far as the argument counts.
  package var missing: Int
  /// Whether a cell or duty that people locked is part of it: then nothing was searched at all.
  package var hasLock: Bool
  /// Whether each rule, person and date was seen to be necessary.
  package var isMinimal: Bool
  /// The same rules contradict each other for these people or on these dates too.
  package var alsoHolds: [String]
  /// What could give way, the cheapest first.
  package var relaxations: [RelaxationOffer] = []
}

/// One rule that could give way, what that takes, and how far it is shown to help.
package struct RelaxationOffer: Sendable, Hashable, Codable {
  /// How it is known that giving way helps.
  package enum Evidence: String, Sendable, Hashable, Codable {
    /// A rotation plan was found and judged: it breaks nothing but this, by so many units.
    case resolvedFeasible = "re-solved-feasible"
    /// A whole year, plan and duties, was found and judged likewise.
    case yearResolved = "re-solved-year"
    /// The argument proves nothing any more; no schedule was looked for.
    case argumentVanishes = "argument-vanishes"
    /// Without the rule there is still no plan, or no year.
    case notEnough = "not-enough"
  }

  package var instance: RuleInstanceID
  /// What to change, in words: `minimum 9 → 8 in block 3 half 1`.
  package var change: String
  /// Units of the rule's penalty that the schedule then breaks at least, or breaks as found.
  package var units: Int
  /// Level of the score on which they fall.
  package var level: Severity.Level
  package var evidence: Evidence
}

/// What was found about a programme.
package struct DiagnosisResult: Sendable, Hashable, Codable {
  package enum Outcome: String, Sendable, Hashable, Codable {
    /// There is no schedule; conflicts say why.
    case infeasible
    /// A rotation plan that breaks no hard rule was found and judged; no argument speaks against
    /// duties under it.
    case planFeasible = "plan-feasible"
    /// A whole year that breaks no hard rule was found and judged.
    case yearFeasible = "year-feasible"
    /// Nothing speaks against a schedule, and none was looked for or found.
    case undecided
  }

  /// One kind of argument that was tried.
  package struct Step: Sendable, Hashable, Codable {
    package var argument: String
    /// Places at which it was tried: rows, columns, slots.
    package var places: Int
    package var milliseconds: Int
    /// What came of it, in words; nil when it ran its course.
    package var remark: String?

    package init(argument: String, places: Int, milliseconds: Int, remark: String? = nil) {
      self.argument = argument
      self.places = places
      self.milliseconds = milliseconds
      self.remark = remark
    }
  }

  package var outcome: Outcome
  package var conflicts: [Conflict]
  package var steps: [Step]
  /// A plan that shows ``Outcome/planFeasible``: positions of rotations, resident by resident.
  package var plan: [Int]?
}
