import Containers
import Measures

extension DenseGrid {
  /// The bound that needs no search: every price and every window, group and row of a soft rule at
  /// its own best, alone, as far as domains let it.
  ///
  /// Shown beside the proved bound, so that one can see what the multipliers are worth.
  /// - Throws: when a reward has no known limit or amounts are too large to add.
  /// - Complexity: O(cells × choices + cells of rules).
  package func trivialBound() throws(BoundRefusal) -> Int {
    let levels = ConstraintLevels(of: self)
    var total = trivialCells()
    for (index, rule) in rules.enumerated() where rule.level == .soft {
      switch rule.family {
      case .sum(let family):
        for row in family.rows {
          for window in family.windows.indices {
            total += windowAmount(rule, family, window: window, row: Int(row), levels).leastPoints
          }
        }
      case .cover: break
      case .run(let family):
        let history = family.history.reduce(0) { Swift.max($0, Int($1)) }
        let long = family.max == .max ? 0 : Swift.min(0, Int(family.priceLong))
        let short = Swift.min(0, Int(family.priceShort)) * Swift.max(0, Int(family.min))
        total += family.rows.count * (long * (columnCount + history) + short * columnCount)
      default:
        guard let least = leastPenalty(of: rule.family) else {
          throw .unlimitedReward(rule: index)
        }
        total += least
      }
    }
    let levelsOfCovers = rules.flatMap { rule -> [ScoreLevel] in
      guard case .cover(let family) = rule.family else { return [] }
      return family.groups.map { _ in rule.level }
    }
    for (price, level) in zip(coverAmounts(), levelsOfCovers) where level == .soft {
      total += price.leastPoints
    }
    return total
  }

  /// Each cell and rule instance at the least of its soft prices there.
  private func trivialCells() -> Int {
    struct Place: Hashable {
      var row: Int32
      var column: Int32
      var instance: Int32
    }
    var prices: [Place: [Int32: Int]] = [:]
    for price in cellPrices where price.level == .soft {
      let place = Place(row: price.row, column: price.column, instance: price.instance)
      prices[place, default: [:]][price.choice, default: 0] += Int(price.amount)
    }
    // A sum does not depend on the order of its terms.
    return prices.reduce(0) { sum, entry in
      let domain = domain(row: Int(entry.key.row), column: Int(entry.key.column)).members
      return sum + (domain.map { entry.value[Int32($0)] ?? 0 }.min() ?? 0)
    }
  }
}

extension AmountPrice {
  /// Least penalty of a reachable amount.
  fileprivate var leastPoints: Int {
    [reach.lowerBound, reach.upperBound, Int(min), Int(max)]
      .filter { reach.contains($0) }.map { points(at: $0) }.min() ?? 0
  }
}
