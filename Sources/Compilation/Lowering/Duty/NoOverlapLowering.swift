import Grid
import Rules

/// Translates ``NoOverlap`` to overlap of every duty.
struct NoOverlapLowering: DutyRuleLowering {
  let rule: NoOverlap

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    builder.add(
      .overlap(
        OverlapFamily(
          rows: part.gridRows, members: builder.context.dutyChoices, price: part.price)),
      part)
  }
}
