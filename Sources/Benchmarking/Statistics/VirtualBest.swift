/// What a perfect choice of an entrant for each instance would reach, and what each entrant adds.
package struct VirtualBest: Sendable, Hashable {
  /// Entrants whose coalitions are counted one by one: 2¹² of them take some milliseconds.
  package static let shapleyEntrantsMax = 12

  /// The mean of each instance's least gap.
  package let gap: Double
  /// How much that mean would rise without the entrant; 0 where another is as good everywhere.
  package let marginal: [Double]
  /// Shares of the fall from 1, which is no answer at all, to ``gap``: each entrant's mean
  /// contribution over all orders of adding entrants. Empty for more than ``shapleyEntrantsMax``.
  package let shapley: [Double]

  /// - Parameter gaps: For each entrant its primal gap, 0...1, on each instance; all of one length.
  package init?(gaps: [[Double]]) {
    guard let instances = gaps.first?.count, instances > 0 else { return nil }
    precondition(gaps.allSatisfy { $0.count == instances }, "Gaps of different instances")
    let all = Self.mean(gaps, among: gaps.indices.map { $0 })
    gap = all
    marginal = gaps.indices.map { left in
      Self.mean(gaps, among: gaps.indices.filter { $0 != left }) - all
    }
    shapley = gaps.count <= Self.shapleyEntrantsMax ? Self.shapleyShares(gaps) : []
  }

  /// The mean over instances of the least gap among some entrants; 1 among none.
  private static func mean(_ gaps: [[Double]], among entrants: [Int]) -> Double {
    let instances = gaps[0].count
    let sum = (0..<instances).reduce(0.0) { sum, instance in
      sum + entrants.reduce(1.0) { min($0, gaps[$1][instance]) }
    }
    return sum / Double(instances)
  }

  /// L. Shapley, A value for n-person games (1953), by going through every coalition.
  private static func shapleyShares(_ gaps: [[Double]]) -> [Double] {
    let count = gaps.count
    let means = (0..<(1 << count)).map { coalition in
      mean(gaps, among: (0..<count).filter { coalition >> $0 & 1 == 1 })
    }
    // weight[s] = s! (n − s − 1)! / n!, the share of orders in which exactly s come before.
    var weights = [1.0 / Double(count)]
    for size in 1..<max(2, count) {
      weights.append(weights[size - 1] * Double(size) / Double(max(1, count - size)))
    }
    return (0..<count).map { entrant in
      means.indices.reduce(0.0) { sum, coalition in
        guard coalition >> entrant & 1 == 0 else { return sum }
        let fall = means[coalition] - means[coalition | 1 << entrant]
        return sum + weights[coalition.nonzeroBitCount] * fall
      }
    }
  }
}
