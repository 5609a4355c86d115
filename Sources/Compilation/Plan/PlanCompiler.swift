import Domain
import Grid
package import Rules

/// Translates a programme's facts and rule instances to a grid.
///
/// Hard rules over single cells go first, since the prices of soft ones speak only of choices that
/// they leave; everything else follows in the programme's order.
package enum PlanCompiler {
  /// The programme's grid with the way back to plans.
  ///
  /// - Complexity: O(instances × residents × columns × rotations / 64) for the domains, and the
  ///   size of the grid.
  package static func compile(_ program: Program) throws(CompilationFault) -> CompiledPlan {
    try refuseOversized(program)
    var builder = GridBuilder(facts: PlanFacts(program.facts))
    let parts = program.rules.enumerated().map { index, instance in
      RulePart(
        instance: index, severity: instance.severity,
        rows: instance.scope.residentIndices(in: builder.facts),
        relaxations: program.relaxations.filter { $0.instance == instance.id })
    }
    for (instance, part) in zip(program.rules, parts) where part.severity.isHard {
      guard let lowering = instance.rule.lowering as? any CellLowering else { continue }
      builder.restrict(lowering, part)
    }
    let emptyCells = builder.emptyCells.map { cell in
      CompilationFault.EmptyCell(
        resident: program.facts.residents[cell.row].id, column: cell.column,
        instances: cell.instances.map { program.rules[$0].id })
    }
    guard emptyCells.isEmpty else {
      throw CompilationFault(emptyCells: emptyCells, oversized: [])
    }
    for (instance, part) in zip(program.rules, parts) {
      instance.rule.lowering.lower(part, into: &builder)
    }
    return CompiledPlan(grid: builder.grid(), instances: program.rules.map(\.id))
  }

  private static func refuseOversized(_ program: Program) throws(CompilationFault) {
    let oversized = program.rules.filter { instance in
      var units = 1
      if case .rotationWishes(let rule) = instance.rule {
        units = max(rule.highWeight, rule.mediumWeight, rule.lowWeight, 1)
      }
      let (points, overflow) = instance.severity.weight.multipliedReportingOverflow(by: units)
      // Twice the unit's penalty must fit: a pair of halves can break a whole block twice.
      return overflow || points.magnitude > UInt(Int32.max / 2)
    }
    guard oversized.isEmpty else {
      throw CompilationFault(emptyCells: [], oversized: oversized.map(\.id))
    }
  }
}

extension AnyRule {
  /// The translation of the rule.
  fileprivate var lowering: any RuleLowering {
    switch self {
    case .eligibleRotations(let rule): EligibleRotationsLowering(rule: rule)
    case .fixedRotations(let rule): FixedRotationsLowering(rule: rule)
    case .rotationWindow(let rule): RotationWindowLowering(rule: rule)
    case .lockedCells(let rule): LockedCellsHonouredLowering(rule: rule)
    case .leaveHonoured(let rule): LeaveHonouredLowering(rule: rule)
    case .wholeBlocks(let rule): WholeBlocksLowering(rule: rule)
    case .curriculumCount(let rule): CurriculumCountLowering(rule: rule)
    case .serviceCover(let rule): ServiceCoverLowering(rule: rule)
    case .succession(let rule): SuccessionLowering(rule: rule)
    case .windowLimit(let rule): WindowLimitLowering(rule: rule)
    case .stintLength(let rule): StintLengthLowering(rule: rule)
    case .rotationOrder(let rule): RotationOrderLowering(rule: rule)
    case .rotationWishes(let rule): RotationWishesLowering(rule: rule)
    }
  }
}
