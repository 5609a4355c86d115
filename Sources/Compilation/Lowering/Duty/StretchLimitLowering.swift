import Domain
import Grid
import Rules

/// Translates ``StretchLimit`` to stretches of the rule's duties.
struct StretchLimitLowering: DutyRuleLowering {
  let rule: StretchLimit

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    builder.add(
      .stretch(
        StretchFamily(
          rows: part.gridRows, members: builder.context.duties(rule.activities),
          max: rule.maximumMinutes, bridge: rule.joiningMinutes, unit: 60, price: part.price)),
      part)
  }
}
