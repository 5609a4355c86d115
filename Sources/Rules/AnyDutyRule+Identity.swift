extension AnyDutyRule {
  /// The rule type's name.
  package var ruleID: RuleID {
    switch self {
    case .patternHonoured: PatternHonoured.id
    case .absenceHonoured: AbsenceHonoured.id
    case .credentialRequired: CredentialRequired.id
    case .eligibleActivities: EligibleActivities.id
    case .lockedDuties: LockedDutiesHonoured.id
    case .noOverlap: NoOverlap.id
    case .averagedHours: AveragedHours.id
    case .daysFree: DaysFree.id
    case .stretchLimit: StretchLimit.id
    case .restAfter: RestAfter.id
    case .dutyCount: DutyCount.id
    case .consecutiveDuty: ConsecutiveDuty.id
    case .dutyCover: DutyCover.id
    case .supervision: Supervision.id
    case .dutySuccession: DutySuccession.id
    case .dutySpacing: DutySpacing.id
    case .dutyFairness: DutyFairness.id
    case .dutyWishes: DutyWishes.id
    case .pairing: Pairing.id
    case .serviceWeekCover: ServiceWeekCover.id
    case .serviceWeekCount: ServiceWeekCount.id
    case .serviceWeekSpacing: ServiceWeekSpacing.id
    case .afterServiceWeek: AfterServiceWeek.id
    }
  }
}
