import Domain
import Grid
import Rules

/// Translates ``WindowLimit`` to one sum window for each place the window fits.
struct WindowLimitLowering: RuleLowering {
  let rule: WindowLimit

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    guard (1...facts.columnCount).contains(rule.window), rule.maximum < rule.window else { return }
    let windows = (0...(facts.columnCount - rule.window)).map { Array($0..<$0 + rule.window) }
    for group in part.groups(of: windows, in: facts, columns: { $0 }) {
      builder.add(
        .sum(
          SumFamily(
            rows: group.rows,
            measure: .weights(facts.weights(1, of: facts.choices(rule.rotations))),
            windows: group.places.map { columns in
              SumWindow(
                positions: columns.map { Int32($0) }, max: Int32(clamping: rule.maximum))
            }, priceUnder: 0, priceOver: part.price)),
        part)
    }
  }
}
