import Domain
import Rules

extension DutyRuleInstance {
  /// The plain judge of the rule.
  func check(for people: DutyPeople) -> any DutyRuleCheck {
    switch rule {
    case .patternHonoured(let rule): PatternHonouredCheck(rule: rule, people: people)
    case .absenceHonoured(let rule): AbsenceHonouredCheck(rule: rule)
    case .credentialRequired(let rule): CredentialRequiredCheck(rule: rule, people: people)
    case .eligibleActivities(let rule): EligibleActivitiesCheck(rule: rule, people: people)
    case .lockedDuties(let rule): LockedDutiesHonouredCheck(rule: rule, people: people)
    case .noOverlap(let rule): NoOverlapCheck(rule: rule)
    case .averagedHours(let rule): AveragedHoursCheck(rule: rule)
    case .daysFree(let rule): DaysFreeCheck(rule: rule)
    case .stretchLimit(let rule): StretchLimitCheck(rule: rule, people: people)
    case .restAfter(let rule): RestAfterCheck(rule: rule, people: people)
    case .dutyCount(let rule): DutyCountCheck(rule: rule, people: people)
    case .consecutiveDuty(let rule): ConsecutiveDutyCheck(rule: rule, people: people)
    case .dutyCover(let rule): DutyCoverCheck(rule: rule, people: people)
    case .supervision(let rule): SupervisionCheck(rule: rule, people: people)
    case .dutySuccession(let rule): DutySuccessionCheck(rule: rule, people: people)
    case .dutySpacing(let rule): DutySpacingCheck(rule: rule, people: people)
    case .dutyFairness(let rule): DutyFairnessCheck(rule: rule, instance: id, people: people)
    case .dutyWishes(let rule): DutyWishesCheck(rule: rule, people: people)
    case .pairing(let rule): PairingCheck(rule: rule, people: people)
    case .serviceWeekCover(let rule): ServiceWeekCoverCheck(rule: rule)
    case .serviceWeekCount(let rule): ServiceWeekCountCheck(rule: rule)
    case .serviceWeekSpacing(let rule): ServiceWeekSpacingCheck(rule: rule)
    case .afterServiceWeek(let rule): AfterServiceWeekCheck(rule: rule)
    }
  }
}

extension DutyRuleCheck {
  /// The rule type's name.
  var ruleID: RuleID { Parameters.id }
}
