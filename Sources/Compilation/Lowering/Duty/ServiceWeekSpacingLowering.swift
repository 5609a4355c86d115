import Rules

/// ``ServiceWeekSpacing`` speaks of the plan of service weeks, which is given when duties are
/// detailed: on a duty grid it has nothing to say.
struct ServiceWeekSpacingLowering: DutyRuleLowering {
  let rule: ServiceWeekSpacing

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {}
}
