import Grid
import Rules

/// Translates ``NoOverlap`` to overlap of every duty in scope.
struct NoOverlapLowering: DutyRuleLowering {
  let rule: NoOverlap

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    for scoped in context.clockScopes(part) {
      var family = OverlapFamily(
        rows: scoped.rows, members: context.dutyChoices, price: part.price)
      family.columns = scoped.columns
      builder.add(.overlap(family), part)
    }
  }
}
