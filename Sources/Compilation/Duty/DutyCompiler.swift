package import Domain
import Grid
package import Rules

/// Translates the duty level of a programme over some dates to a grid, under a plan that is given.
///
/// Hard rules over single cells go first, since the prices of soft ones speak only of choices that
/// they leave; everything else follows in the programme's order. Rules over service weeks belong
/// to the plan level and add nothing here.
package enum DutyCompiler {
  /// The grid of the programme's duties on the dates of a horizon inside the academic year.
  ///
  /// - Parameter weeks: service weeks of faculty; all ordinary where a programme has none.
  /// - Precondition: the programme has a duty level.
  /// - Complexity: O(instances × people × columns × activities / 64) for the domains, and the size
  ///   of the grid.
  package static func compile(
    _ program: Program, plan: RotationPlan, serviceWeeks weeks: ServiceWeekPlan,
    horizon: DateRange
  ) throws(DutyCompilationFault) -> CompiledDuty {
    guard let people = DutyPeople(program.facts) else {
      preconditionFailure("A programme without a duty level has no duty grid")
    }
    let facts = PlanFacts(program.facts)
    let parts = parts(of: program, people, facts)
    var builder = DutyGridBuilder(
      context: DutyContext(
        people: people, planFacts: facts, plan: plan, serviceWeeks: weeks, horizon: horizon),
      names: program.dutyRules.map(\.id))
    restrict(&builder, program, parts)
    guard builder.emptyCells.isEmpty else { throw fault(builder, program, parts) }
    for (instance, part) in zip(program.dutyRules, parts) where !part.rows.isEmpty {
      instance.rule.lowering.lower(part, into: &builder)
    }
    return CompiledDuty(
      grid: builder.grid(), instances: program.dutyRules.map(\.id), horizon: horizon,
      historyColumns: builder.context.historyColumns)
  }

  /// Asks the rules once more, to say which of them closed the cells that nothing is left of: a
  /// year has too many cells to keep that for each.
  private static func fault(
    _ builder: DutyGridBuilder, _ program: Program, _ parts: [DutyRulePart]
  ) -> DutyCompilationFault {
    let context = builder.context
    let cells = builder.emptyCells
    var noting = DutyGridBuilder(
      context: context, names: program.dutyRules.map(\.id), noting: cells)
    restrict(&noting, program, parts)
    return DutyCompilationFault(
      emptyCells: cells.map { cell in
        DutyCompilationFault.EmptyCell(
          person: context.people.ids[cell / context.columnCount],
          slot: context.slot(cell % context.columnCount),
          instances: noting.restrictors(of: cell).map { program.dutyRules[$0].id })
      })
  }

  /// What hard rules over single cells hang on.
  enum CellRules {
    /// Nothing but the cell.
    case fixed
    /// The row's rotation or service week.
    case followingPlan
  }

  /// Takes from domains what hard rules over single cells do not allow.
  ///
  /// - Parameters:
  ///   - wanted: only the rules that hang on this; nil for all.
  ///   - rows: whether rules are asked about each row; nil for all.
  static func restrict(
    _ builder: inout DutyGridBuilder, _ program: Program, _ parts: [DutyRulePart],
    only wanted: CellRules? = nil, rows: [Bool]? = nil
  ) {
    for (instance, part) in zip(program.dutyRules, parts) where part.severity.isHard {
      guard let lowering = instance.rule.lowering as? any DutyCellLowering else { continue }
      let own: CellRules =
        lowering.followsPlan || !part.scope.rotations.isEmpty ? .followingPlan : .fixed
      guard wanted == nil || own == wanted else { continue }
      var part = part
      if let rows { part.rows = part.rows.filter { rows[$0] } }
      if !part.rows.isEmpty { builder.restrict(lowering, part) }
    }
  }

  /// Rule instances with the rows in their scope and what relaxes them.
  static func parts(
    of program: Program, _ people: DutyPeople, _ facts: PlanFacts
  ) -> [DutyRulePart] {
    program.dutyRules.enumerated().map { index, instance in
      DutyRulePart(
        instance: index, severity: instance.severity, scope: instance.scope,
        rows: instance.scope.dutyRows(in: people, facts),
        relaxations: program.relaxations.filter { $0.instance == instance.id })
    }
  }
}

/// Why a programme's duties have no grid: cells that hard rules leave without any activity.
package struct DutyCompilationFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// A cell without any allowed activity.
  package struct EmptyCell: Sendable, Hashable {
    package var person: PersonID
    package var slot: DutySlot
    /// Every hard instance that closes an activity to the cell, in the programme's order.
    package var instances: [RuleInstanceID]
  }

  /// By person, then time.
  package var emptyCells: [EmptyCell]

  package var description: String {
    emptyCells.map { cell in
      let names = cell.instances.map(\.rawValue).joined(separator: ", ")
      return "\(cell.person) has no activity left on \(cell.slot): \(names). "
        + "Relax one of these for this person and date."
    }.joined(separator: "\n")
  }
}

extension AnyDutyRule {
  /// The translation of the rule.
  fileprivate var lowering: any DutyRuleLowering {
    switch self {
    case .patternHonoured(let rule): PatternHonouredLowering(rule: rule)
    case .absenceHonoured(let rule): AbsenceHonouredLowering(rule: rule)
    case .credentialRequired(let rule): CredentialRequiredLowering(rule: rule)
    case .eligibleActivities(let rule): EligibleActivitiesLowering(rule: rule)
    case .lockedDuties(let rule): LockedDutiesHonouredLowering(rule: rule)
    case .noOverlap(let rule): NoOverlapLowering(rule: rule)
    case .averagedHours(let rule): AveragedHoursLowering(rule: rule)
    case .daysFree(let rule): DaysFreeLowering(rule: rule)
    case .stretchLimit(let rule): StretchLimitLowering(rule: rule)
    case .restAfter(let rule): RestAfterLowering(rule: rule)
    case .dutyCount(let rule): DutyCountLowering(rule: rule)
    case .consecutiveDuty(let rule): ConsecutiveDutyLowering(rule: rule)
    case .dutyCover(let rule): DutyCoverLowering(rule: rule)
    case .supervision(let rule): SupervisionLowering(rule: rule)
    case .dutySuccession(let rule): DutySuccessionLowering(rule: rule)
    case .dutySpacing(let rule): DutySpacingLowering(rule: rule)
    case .dutyFairness(let rule): DutyFairnessLowering(rule: rule)
    case .dutyWishes(let rule): DutyWishesLowering(rule: rule)
    case .pairing(let rule): PairingLowering(rule: rule)
    case .serviceWeekCover(let rule): ServiceWeekCoverLowering(rule: rule)
    case .serviceWeekCount(let rule): ServiceWeekCountLowering(rule: rule)
    case .serviceWeekSpacing(let rule): ServiceWeekSpacingLowering(rule: rule)
    case .afterServiceWeek(let rule): AfterServiceWeekLowering(rule: rule)
    }
  }
}
