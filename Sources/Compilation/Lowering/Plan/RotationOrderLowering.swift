import Domain
import Grid
import Rules

/// Translates ``RotationOrder`` to the order family, which says the same.
struct RotationOrderLowering: RuleLowering {
  let rule: RotationOrder

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    let year = Array(facts.columns.indices)
    for group in part.groups(of: [year], in: facts, columns: { $0 }) {
      builder.add(
        .order(
          OrderFamily(
            rows: group.rows, before: facts.choices(rule.before),
            after: facts.choices(rule.after), required: min(rule.required, Int(Int32.max)),
            price: part.price)),
        part)
    }
  }
}
