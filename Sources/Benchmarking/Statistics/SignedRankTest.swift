import Foundation

/// Wilcoxon's signed-rank test: whether paired differences lie around zero.
///
/// F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1 (1945) 80–83.
/// Differences of zero are left out, as he did; equal sizes share their middle rank. Up to
/// ``exactMax`` differences the null distribution is counted exactly, given those ranks; beyond, it
/// is the normal one with the correction for ties and for continuity.
package struct SignedRankTest: Sendable, Hashable, Codable {
  /// The exact count takes a table of *n*² entries and *n*³ additions: under a millisecond here.
  package static let exactMax = 60

  /// Differences that are not zero.
  package var count: Int
  /// Sum of the ranks of the positive differences.
  package var positiveRanks: Double
  /// Sum of the ranks of the negative differences.
  package var negativeRanks: Double
  /// Two-sided probability of a sum at least as far from the middle when signs are a coin's.
  package var probability: Double

  /// Tests finite differences; without any but zeros the probability is 1.
  package init(_ differences: [Double]) {
    let kept = differences.filter { $0 != 0 }
    count = kept.count
    let doubledRanks = Self.doubledRanks(of: kept.map(abs))
    let positive = zip(kept, doubledRanks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    let all = doubledRanks.reduce(0, +)
    positiveRanks = Double(positive) / 2
    negativeRanks = Double(all - positive) / 2
    let smaller = min(positive, all - positive)
    if kept.isEmpty {
      probability = 1
    } else if kept.count <= Self.exactMax {
      probability = Self.exact(smaller, doubledRanks)
    } else {
      probability = Self.normal(smaller, doubledRanks)
    }
  }

  /// Twice the rank of each size, so that middle ranks stay whole.
  private static func doubledRanks(of sizes: [Double]) -> [Int] {
    let order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    var ranks = [Int](repeating: 0, count: sizes.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, sizes[order[end + 1]] == sizes[order[start]] { end += 1 }
      // Ranks count from 1: the middle of start + 1 and end + 1, doubled.
      for position in start...end { ranks[order[position]] = start + end + 2 }
      start = end + 1
    }
    return ranks
  }

  /// The share of all 2ⁿ choices of signs whose smaller sum is at most this one.
  private static func exact(_ smaller: Int, _ doubledRanks: [Int]) -> Double {
    let all = doubledRanks.reduce(0, +)
    // Shares instead of counts: halved at each rank, they never overflow.
    var shares = [Double](repeating: 0, count: all + 1)
    shares[0] = 1
    var reached = 0
    for rank in doubledRanks {
      reached += rank
      for sum in stride(from: reached, through: 0, by: -1) {
        let without = shares[sum]
        let with = sum >= rank ? shares[sum - rank] : 0
        shares[sum] = (without + with) / 2
      }
    }
    return min(1, 2 * shares[0...smaller].reduce(0, +))
  }

  private static func normal(_ smaller: Int, _ doubledRanks: [Int]) -> Double {
    let mean = Double(doubledRanks.reduce(0, +)) / 4
    // Σ rank² / 4 is the variance, ties included, since each sign is a coin of its own.
    let variance = doubledRanks.reduce(0.0) { $0 + Double($1 * $1) / 16 }
    let distance = max(0, mean - Double(smaller) / 2 - 0.5)
    return min(1, erfc(distance / (2 * variance).squareRoot()))
  }
}

/// Holm's correction of several tests made at once.
///
/// S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
/// Statistics 6 (1979) 65–70.
package enum HolmCorrection {
  /// Corrected probabilities in the order given: each may be compared with the level as it stands.
  package static func of(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    var corrected = probabilities
    var floor = 0.0
    for (position, index) in order.enumerated() {
      floor = max(floor, min(1, probabilities[index] * Double(order.count - position)))
      corrected[index] = floor
    }
    return corrected
  }
}
