package import Domain
package import Rules

/// Which of the project's own benchmark programmes is made: the number is its residents.
package enum SampleSize: String, Sendable, Hashable, Codable, CaseIterable {
  case s24 = "S24"
  case s60 = "S60"
  case s150 = "S150"
  case s400 = "S400"
  case s1200 = "S1200"
}

/// How much of the residents' time is bound by minima: Σ minima ÷ Σ available, in percent.
package enum SampleTightness: Int, Sendable, Hashable, Codable, CaseIterable {
  case easy = 80
  case normal = 90
  case hard = 97
}

/// Why an infeasible variant has no schedule.
package enum InfeasibleKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// A service asks for more residents than can be eligible in one column.
  case overTightRatio = "over-tight-ratio"
  /// So many are on leave that a minimum cannot be met.
  case simultaneousLeave = "simultaneous-leave"
  /// A rotation must be done inside a window in which the resident is fixed elsewhere.
  case windowConflict = "window-conflict"
  /// Nobody who may hold a staffed activity has its credential on a date.
  case credentialGap = "credential-gap"
  /// Two rotations must each come before the other.
  case precedenceCycle = "precedence-cycle"
  /// A cell settled by people breaks a hard rule.
  case lockedCell = "locked-cell"
}

/// The known reason of an infeasible variant: a smallest set of instances that cannot all hold.
package struct PlantedConflict: Sendable, Hashable, Codable {
  package var kind: InfeasibleKind
  /// Instances that contradict each other; without any one of them the others can hold.
  package var instances: [RuleInstanceID]
  /// People whose facts the contradiction needs.
  package var people: [PersonID]
  /// Dates that it is about; nil for the whole year.
  package var dates: DateRange?
  /// The argument, in words.
  package var statement: String
}

/// What a sample programme is made from: equal requests give equal programmes.
package struct SampleRequest: Sendable, Hashable {
  package var size: SampleSize
  package var tightness: SampleTightness
  package var seed: UInt64
  /// The kind of contradiction added; nil for a programme that has a schedule.
  package var infeasible: InfeasibleKind?

  package init(
    size: SampleSize, tightness: SampleTightness = .normal, seed: UInt64 = 1,
    infeasible: InfeasibleKind? = nil
  ) {
    self.size = size
    self.tightness = tightness
    self.seed = seed
    self.infeasible = infeasible
  }
}

/// A made programme with the schedule that was planted before its rules were drawn around it.
package struct SampleProgramme: Sendable {
  package var program: Program
  /// A schedule of both levels that keeps every hard rule; of an infeasible variant, that of the
  /// programme before the conflict was added.
  package var planted: YearSchedule
  /// Σ minima ÷ Σ available residents over the plan's columns, in tenths of a percent.
  package var reachedTightness: Int
  /// The contradiction of an infeasible variant.
  package var conflict: PlantedConflict?
}

/// Why no programme could be made.
package enum SampleFailure: Error, Sendable, Hashable {
  /// The search for a rotation plan ended with so many units of hard rules broken.
  case noPlan(units: Int)
}
