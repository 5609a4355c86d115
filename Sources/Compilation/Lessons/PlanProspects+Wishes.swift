import Containers
import Domain
import Grid
import Rules

/// What a cell of the plan will probably cost in denied duty wishes: an estimate, not a rule.
package struct DutyPrice: Sendable, Hashable {
  package var cell: DutyLesson.Cell
  /// Soft points, at least 1.
  package var points: Int

  package init(cell: DutyLesson.Cell, points: Int) {
    self.cell = cell
    self.points = points
  }
}

/// Who wishes for no nights in a week should not be on nights then. Where a rotation leaves a
/// wished cell nothing else, its wish is denied; where a hard minimum of work takes a share of the
/// cells, a wished one is likely to be among them by that share.
extension PlanProspects {
  /// Prices of one rotation, by row and plan column.
  ///
  /// - Parameter view: domains of the rows when everybody is on the rotation all year.
  func wishPrices(_ rotation: Int, _ rows: [Int], _ view: DutyGridBuilder) -> [DutyPrice] {
    var priced = view
    let wanted = Set(rows)
    for (index, instance) in program.dutyRules.enumerated() where !instance.severity.isHard {
      guard case .dutyWishes(let rule) = instance.rule else { continue }
      var part = parts[index]
      part.rows = part.rows.filter(wanted.contains)
      DutyWishesLowering(rule: rule).lower(part, into: &priced)
    }
    var pricesOfRow: [Int: [CellPrice]] = [:]
    for price in priced.prices { pricesOfRow[Int(price.row), default: []].append(price) }
    return pricesOfRow.keys.sorted().flatMap { row in
      prices(pricesOfRow[row] ?? [], row, rotation, view)
    }
  }

  private func prices(
    _ prices: [CellPrice], _ row: Int, _ rotation: Int, _ view: DutyGridBuilder
  ) -> [DutyPrice] {
    let shares = shares(row, rotation, view)
    var pointsOfColumn: [Int: Double] = [:]
    for (column, ofCell) in Dictionary(grouping: prices, by: { Int($0.column) }) {
      let slot = view.context.slot(column)
      guard let planColumn = people.planColumn(on: slot.date) else { continue }
      var pointsOfChoice: [Int: Int] = [:]
      for price in ofCell { pointsOfChoice[Int(price.choice), default: 0] += Int(price.amount) }
      let domain = view.domain(row, column).members
      let forced = domain.map { pointsOfChoice[$0] ?? 0 }.min() ?? 0
      let likely = shares.map { share -> Double in
        guard view.context.matches(share.selection, slot) else { return 0 }
        let held = domain.filter(share.choices.contains).map { pointsOfChoice[$0] ?? 0 }
        return Double(held.min() ?? 0) * share.value
      }
      pointsOfColumn[planColumn, default: 0] += max(Double(forced), likely.max() ?? 0)
    }
    return pointsOfColumn.sorted { $0.key < $1.key }.compactMap { column, points in
      let whole = Int(points.rounded())
      guard whole > 0 else { return nil }
      return DutyPrice(
        cell: DutyLesson.Cell(row: row, column: column, choice: rotation), points: whole)
    }
  }

  /// Which share of its cells a hard minimum takes.
  private struct Share {
    var selection: DutySelection
    var choices: BitSet
    /// 0…1.
    var value: Double
  }

  private func shares(_ row: Int, _ rotation: Int, _ view: DutyGridBuilder) -> [Share] {
    let context = view.context
    return minima(of: row, on: rotation).compactMap { _, rule in
      let choices = context.choices(rule.selection)
      let cells = context.horizonColumns.count { column in
        context.matches(rule.selection, context.slot(column))
          && view.domain(row, column).meets(choices)
      }
      let periods = DutyPeriods(rule.period, in: context).dates.count
      guard cells > 0 else { return nil }
      return Share(
        selection: rule.selection, choices: choices,
        value: min(1, Double(rule.minimum * periods) / Double(cells)))
    }
  }
}
