import Domain
import Grid
import Rules

/// Translates ``StretchLimit`` to stretches of the rule's duties in scope.
struct StretchLimitLowering: DutyRuleLowering {
  let rule: StretchLimit

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    for scoped in context.clockScopes(part) {
      var family = StretchFamily(
        rows: scoped.rows, members: context.duties(rule.activities), max: rule.maximumMinutes,
        bridge: rule.joiningMinutes, unit: 60, price: part.price)
      family.columns = scoped.columns
      builder.add(.stretch(family), part)
    }
  }
}
