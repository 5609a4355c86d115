import Containers
import Domain
import Grid
import Rules

/// Translates ``ServiceCover`` to cover of single columns; cells with leave weigh by a second table
/// in which rotations that are not away count less.
struct ServiceCoverLowering: RuleLowering {
  let rule: ServiceCover

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    let columns = facts.columns(in: rule.columns).filter { !part.spares(nil, [$0], in: facts) }
    let least = rule.minimum.map { Int32(clamping: $0) } ?? .min
    let most = rule.maximum.map { Int32(clamping: $0) } ?? .max
    if least <= most {
      add(least, most, columns, part, &builder)
    } else {
      // A minimum above the maximum costs on both sides at once, which one rule cannot say.
      add(least, .max, columns, part, &builder)
      add(.min, most, columns, part, &builder)
    }
  }

  private func add(
    _ least: Int32, _ most: Int32, _ columns: [Int], _ part: RulePart,
    _ builder: inout GridBuilder
  ) {
    guard least != .min || most != .max else { return }
    let facts = builder.facts
    let covering = facts.choices(rule.rotations)
    let usual = facts.weights(rule.units, of: covering)
    let onLeave = facts.facts.rotations.indices.map { rotation -> Int32 in
      guard covering.contains(rotation) else { return 0 }
      let isAway = facts.facts.rotations[rotation].isAway
      return Int32(clamping: isAway ? rule.units : rule.unitsOnLeave)
    }
    var tableOfRow = [Int32](repeating: -1, count: facts.facts.residents.count)
    for row in part.rows { tableOfRow[row] = 0 }
    var family = CoverFamily(
      groups: columns.map { [Int32($0)] }, tables: usual == onLeave ? [usual] : [usual, onLeave],
      tableOfRow: tableOfRow, min: columns.map { _ in least }, max: columns.map { _ in most },
      priceUnder: part.price, priceOver: part.price)
    if usual != onLeave {
      family.exceptions = part.rows.flatMap { row in
        columns.filter { facts.leaveDays(of: row, in: $0) > 0 }.map {
          HeadException(row: row, column: $0, table: 1)
        }
      }
    }
    builder.add(.cover(family), part)
  }
}
