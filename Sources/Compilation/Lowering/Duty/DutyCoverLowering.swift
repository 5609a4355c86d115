import Containers
import Domain
import Grid
import Rules

/// Translates ``DutyCover`` to cover of single columns.
struct DutyCoverLowering: DutyRuleLowering {
  let rule: DutyCover

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let columns = context.horizonColumns.filter { column in
      let slot = context.slot(column)
      return context.matches(rule.selection, slot)
        && (part.scope.dates.isEmpty || part.scope.dates.contains { $0.contains(slot.date) })
        && !part.spares(nil, DateRange(first: slot.date, last: slot.date))
    }
    guard !columns.isEmpty else { return }
    let least = Int32(clamping: rule.minimum)
    let most = rule.maximum.map { Int32(clamping: $0) } ?? .max
    guard least > most else { return add(least, most, columns, part, &builder) }
    // A minimum above the maximum costs on both sides at once, which one rule cannot say.
    add(least, .max, columns, part, &builder)
    add(.min, most, columns, part, &builder)
  }

  private func add(
    _ least: Int32, _ most: Int32, _ columns: [Int], _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let counting = context.choices(rule.selection)
    var tableOfRow = [Int32](repeating: -1, count: context.rowCount)
    for row in builder.rows(part.rows, holding: counting) { tableOfRow[row] = 0 }
    var family = CoverFamily(
      groups: columns.map { [Int32($0)] },
      tables: [(0..<context.choiceCount).map { counting.contains($0) ? 1 : 0 }],
      tableOfRow: tableOfRow, min: columns.map { _ in least }, max: columns.map { _ in most },
      priceUnder: part.price, priceOver: part.price)
    if !part.scope.rotations.isEmpty {
      family.exceptions = part.rows.flatMap { row in
        columns.filter { !context.covers(part.scope, row, context.slot($0).date) }.map {
          HeadException(row: row, column: $0, table: -1)
        }
      }
    }
    builder.add(.cover(family), part)
  }
}
