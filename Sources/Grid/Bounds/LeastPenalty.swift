extension DenseGrid {
  /// A number that no answer's penalty of a family falls below, for bounds that leave the family
  /// out; 0 when no price is negative, nil when a negative price has no limit that is known.
  ///
  /// - Complexity: O(1), pairs: O(rows × columns of the rule).
  package func leastPenalty(of family: GridFamily) -> Int? {
    guard family.mayBeNegative else { return 0 }
    switch family {
    case .transition(let family):
      return Int(family.price) * family.rows.count * family.columns.count
    case .seriesTransition(let family):
      return Int(family.price) * family.rows.count * family.links.count
    case .follow(let family):
      return Int(family.price) * family.rows.count * (family.columns.count + 1)
    case .pair(let family):
      let least = Int(family.prices.min() ?? 0)
      return min(0, least) * family.rows.count * family.columns.count
    case .clause(let family): return Int(family.price)
    case .order(let family): return Int(family.price) * family.rows.count * columnCount
    case .run, .sum, .cover, .seriesRun, .gap, .overlap, .stretch, .freePeriods, .rolling,
      .twoSidedCover, .spread:
      return nil
    }
  }
}
