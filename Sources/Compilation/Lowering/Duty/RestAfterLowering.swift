import Domain
import Grid
import Rules

/// Translates ``RestAfter`` to gaps after the duties in scope; a rest due only after a long stretch
/// is a condition of the gap.
struct RestAfterLowering: DutyRuleLowering {
  let rule: RestAfter

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    for scoped in context.clockScopes(part) {
      var family = GapFamily(
        rows: scoped.rows, from: context.duties(rule.after), to: context.duties(rule.before),
        least: rule.restMinutes, bridge: rule.joiningMinutes, unit: 60, price: part.price)
      family.columns = scoped.columns
      if rule.stretchMinutes > 0 {
        family.condition = StretchCondition(
          members: context.dutyChoices, least: rule.stretchMinutes, bridge: rule.joiningMinutes)
      }
      builder.add(.gap(family), part)
    }
  }
}
