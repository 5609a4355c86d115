import Domain
import Grid
import Rules

/// Translates ``CurriculumCount`` to a sum over its columns.
struct CurriculumCountLowering: RuleLowering {
  let rule: CurriculumCount

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    let columns = facts.columns(in: rule.columns)
    let least = rule.minimum > 0 ? Int32(clamping: rule.minimum) : .min
    let most = rule.maximum.map { Int32(clamping: $0) } ?? .max
    guard least != .min || Int(most) < columns.count else { return }
    let positions = columns.map { Int32($0) }
    // A minimum above the maximum costs on both sides at once, which one window cannot say.
    let windows =
      least <= most
      ? [SumWindow(positions: positions, min: least, max: most)]
      : [SumWindow(positions: positions, min: least), SumWindow(positions: positions, max: most)]
    for group in part.groups(of: [columns], in: facts, columns: { $0 }) {
      builder.add(
        .sum(
          SumFamily(
            rows: group.rows,
            measure: .weights(facts.weights(1, of: facts.choices(rule.rotations))),
            windows: windows, priceUnder: part.price, priceOver: part.price)),
        part)
    }
  }
}
