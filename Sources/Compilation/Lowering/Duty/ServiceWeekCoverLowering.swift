import Domain
import Grid
import Rules

/// Translates ``ServiceWeekCover`` to cover of single weeks.
struct ServiceWeekCoverLowering: ServiceWeekLowering {
  let rule: ServiceWeekCover
  var duty: ServiceDutyID { rule.duty }

  func families(_ grid: ServiceWeekGrid) -> [GridFamily] {
    let weeks = grid.weeks.indices.filter { week in
      grid.scope.dates.isEmpty || grid.scope.dates.contains { $0.contains(grid.weeks[week].first) }
    }
    var tableOfRow = [Int32](repeating: -1, count: grid.rowCount)
    for row in grid.rows { tableOfRow[Int(row)] = 0 }
    let least = Int32(clamping: rule.minimum)
    let most = rule.maximum.map { Int32(clamping: $0) } ?? .max
    return [
      .cover(
        CoverFamily(
          groups: weeks.map { [Int32($0)] }, tables: [grid.weights], tableOfRow: tableOfRow,
          min: weeks.map { _ in min(least, most) }, max: weeks.map { _ in most },
          priceUnder: grid.price, priceOver: grid.price))
    ]
  }
}
