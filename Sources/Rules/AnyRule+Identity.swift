extension AnyRule {
  /// The rule type's name.
  package var ruleID: RuleID {
    switch self {
    case .eligibleRotations: EligibleRotations.id
    case .fixedRotations: FixedRotations.id
    case .rotationWindow: RotationWindow.id
    case .lockedCells: LockedCellsHonoured.id
    case .leaveHonoured: LeaveHonoured.id
    case .wholeBlocks: WholeBlocks.id
    case .curriculumCount: CurriculumCount.id
    case .serviceCover: ServiceCover.id
    case .succession: Succession.id
    case .windowLimit: WindowLimit.id
    case .stintLength: StintLength.id
    case .rotationOrder: RotationOrder.id
    case .rotationWishes: RotationWishes.id
    }
  }

  /// Whether what the rule describes may be wanted: a negative weight then rewards each unit.
  package var mayReward: Bool {
    if case .succession = self { true } else { false }
  }
}

extension RuleInstance {
  /// Whether the instance rewards what its rule describes rather than forbidding it.
  package var isReward: Bool { rule.mayReward && !severity.isHard && severity.weight < 0 }
}
