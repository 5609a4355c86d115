import Containers
import Domain
import Grid
import Rules

/// Translates ``ServiceWeekSpacing`` to one transition for each distance that is too small.
struct ServiceWeekSpacingLowering: ServiceWeekLowering {
  let rule: ServiceWeekSpacing
  var duty: ServiceDutyID { rule.duty }

  func families(_ grid: ServiceWeekGrid) -> [GridFamily] {
    let members = BitSet([grid.choice])
    return (1...max(1, rule.minimumGap)).filter { $0 < grid.weeks.count }.map { distance in
      .transition(
        TransitionFamily(
          rows: grid.rows, columns: (0..<grid.weeks.count - distance).map { Int32($0) },
          offset: distance, from: members, to: members, price: grid.price))
    }
  }
}
