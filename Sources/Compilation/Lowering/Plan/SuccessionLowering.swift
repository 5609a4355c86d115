import Containers
import Domain
import Grid
import Rules

/// Translates ``Succession`` to transitions; a wanted pair keeps its negative weight.
struct SuccessionLowering: RuleLowering {
  let rule: Succession

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    let columns = facts.columns(in: rule.columns).filter {
      rule.distance < facts.columnCount && $0 + rule.distance < facts.columnCount
    }
    let first = facts.choices(rule.first)
    let next = facts.choices(rule.next)
    guard !columns.isEmpty, !first.isEmpty, !next.isEmpty else { return }
    for group in part.groups(of: columns, in: facts, columns: { [$0, $0 + rule.distance] }) {
      builder.add(
        .transition(
          TransitionFamily(
            rows: group.rows, columns: group.places.map { Int32($0) }, offset: rule.distance,
            from: first, to: next, price: part.price)),
        part)
    }
  }
}
