import Rules

/// ``ServiceWeekCount`` speaks of the plan of service weeks, which is given when duties are
/// detailed: on a duty grid it has nothing to say.
struct ServiceWeekCountLowering: DutyRuleLowering {
  let rule: ServiceWeekCount

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {}
}
