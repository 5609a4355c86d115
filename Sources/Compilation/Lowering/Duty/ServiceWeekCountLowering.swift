import Domain
import Grid
import Rules

/// Translates ``ServiceWeekCount`` to a sum over the year.
struct ServiceWeekCountLowering: ServiceWeekLowering {
  let rule: ServiceWeekCount
  var duty: ServiceDutyID { rule.duty }

  func families(_ grid: ServiceWeekGrid) -> [GridFamily] {
    let window = SumWindow(
      positions: grid.weeks.indices.map { Int32($0) }, min: Int32(clamping: rule.minimum),
      max: rule.maximum.map { Int32(clamping: $0) } ?? .max)
    return [
      .sum(
        SumFamily(
          rows: grid.rows, measure: .weights(grid.weights), windows: [window],
          priceUnder: grid.price, priceOver: grid.price))
    ]
  }
}
