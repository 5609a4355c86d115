import Domain
import Grid
import Rules

/// Translates ``StintLength`` to runs that the year's edges close.
struct StintLengthLowering: RuleLowering {
  let rule: StintLength

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    let longest = rule.maximum ?? .max
    guard rule.minimum > 1 || longest < facts.columnCount else { return }
    let year = Array(facts.columns.indices)
    for group in part.groups(of: [year], in: facts, columns: { $0 }) {
      var family = RunFamily(
        rows: group.rows, members: facts.choices(rule.rotations),
        min: min(rule.minimum, Int(Int32.max)), max: min(longest, Int(Int32.max)),
        priceShort: part.price, priceLong: part.price)
      family.startIsOpen = false
      family.endIsOpen = false
      builder.add(.run(family), part)
    }
  }
}
