/// Two sets of rows against each other: the same instances, seeds and budgets, pair by pair.
package struct Comparison: Sendable, Hashable, Codable {
  /// What the figures allow to say. Differences are the second's cost less the first's.
  package enum Verdict: String, Sendable, Hashable, Codable {
    case firstIsBetter
    case secondIsBetter
    /// There are enough pairs, and the test sees nothing.
    case noDifferenceShown
    /// Even if all pairs agreed, the test could not reach the level.
    case tooFewPairs
  }

  /// One side: what is compared, and where its rows come from.
  package struct Side: Sendable, Hashable, Codable {
    package var label: String
    package var entrant: String
    package var commits: [String]
    package var rows: Int
  }

  /// One instance over its seeds and budgets.
  package struct Instance: Sendable, Hashable, Codable {
    package var name: String
    package var pairs: Int
    package var firstMedian: Double?
    package var secondMedian: Double?
    /// Median of the pairs' differences as shares of the larger cost; negative where the second
    /// is better. A pair in which only one has a valid answer counts as 1 or −1.
    package var medianDifference: Double
    package var secondWins: Int
    package var draws: Int
    package var firstWins: Int
    package var test: SignedRankTest
    package var correctedProbability: Double
    package var verdict: Verdict
  }

  /// Probabilities below this are called a difference.
  package static let level = 0.05
  /// With fewer differences no choice of signs is as rare as ``level``: 2 ÷ 2⁵ is 0.0625.
  package static let differencesMin = 6

  package var first: Side
  package var second: Side
  package var instances: [Instance]
  /// Pairs of which one side has no row: compared is only what both did.
  package var unpaired: Int
  /// Over the instances' median differences; over all pairs where there are fewer than six
  /// instances.
  package var test: SignedRankTest
  package var isTestedOverInstances: Bool
  package var verdict: Verdict

  /// Pairs rows by instance, seed and budget; of several rows of a side the newest counts.
  package init(
    _ firstRows: [ResultRow], _ secondRows: [ResultRow], labels: (first: String, second: String)
  ) {
    let left = Self.newest(firstRows)
    let right = Self.newest(secondRows)
    first = Self.side(labels.first, left.values.map { $0 })
    second = Self.side(labels.second, right.values.map { $0 })
    let shared = left.keys.filter { right[$0] != nil }.sorted()
    unpaired = left.count + right.count - 2 * shared.count
    let pairs = shared.compactMap { key in
      left[key].flatMap { one in right[key].map { Pair(first: one, second: $0) } }
    }
    var names: [String] = []
    for pair in pairs where !names.contains(pair.first.subject.instance) {
      names.append(pair.first.subject.instance)
    }
    names.sort { ($0.count, $0) < ($1.count, $1) }
    instances = names.map { name in
      Self.instance(name, pairs.filter { $0.first.subject.instance == name })
    }
    let corrected = HolmCorrection.of(instances.map(\.test.probability))
    for index in instances.indices {
      instances[index].correctedProbability = corrected[index]
      instances[index].verdict = Self.verdict(instances[index].test, corrected[index])
    }
    isTestedOverInstances = instances.count >= Self.differencesMin
    test = SignedRankTest(
      isTestedOverInstances ? instances.map(\.medianDifference) : pairs.map(\.difference))
    verdict = Self.verdict(test, test.probability)
  }

  private struct Key: Hashable, Comparable {
    var instance: String
    var budget: String
    var seed: Int64

    static func < (left: Key, right: Key) -> Bool {
      (left.instance, left.budget, left.seed) < (right.instance, right.budget, right.seed)
    }
  }

  private struct Pair {
    var first: ResultRow
    var second: ResultRow

    var difference: Double {
      switch (first.isValid ? first.cost : nil, second.isValid ? second.cost : nil) {
      case (nil, nil): 0
      case (nil, .some): -1
      case (.some, nil): 1
      case (.some(let one), .some(let other)):
        Double(other - one) / Double(max(1, abs(one), abs(other)))
      }
    }
  }

  private static func newest(_ rows: [ResultRow]) -> [Key: ResultRow] {
    var newest: [Key: ResultRow] = [:]
    for row in rows {
      let key = Key(instance: row.key.instance, budget: row.key.budget, seed: row.key.seed)
      if let other = newest[key], other.circumstances.date > row.circumstances.date { continue }
      newest[key] = row
    }
    return newest
  }

  private static func side(_ label: String, _ rows: [ResultRow]) -> Side {
    Side(
      label: label, entrant: Set(rows.map(\.subject.entrant)).sorted().joined(separator: ", "),
      commits: Set(rows.map(\.circumstances.commit)).sorted(), rows: rows.count)
  }

  private static func instance(_ name: String, _ pairs: [Pair]) -> Instance {
    let differences = pairs.map(\.difference)
    let test = SignedRankTest(differences)
    return Instance(
      name: name, pairs: pairs.count, firstMedian: median(pairs.map(\.first)),
      secondMedian: median(pairs.map(\.second)),
      medianDifference: Spread(differences)?.median ?? 0,
      secondWins: differences.count { $0 < 0 }, draws: differences.count { $0 == 0 },
      firstWins: differences.count { $0 > 0 }, test: test,
      correctedProbability: test.probability, verdict: .noDifferenceShown)
  }

  private static func median(_ rows: [ResultRow]) -> Double? {
    let costs = rows.map { $0.isValid ? $0.cost.map(Double.init) ?? .infinity : .infinity }
    return Spread(costs).flatMap { $0.median.isFinite ? $0.median : nil }
  }

  private static func verdict(_ test: SignedRankTest, _ probability: Double) -> Verdict {
    if probability < level {
      return test.positiveRanks < test.negativeRanks ? .secondIsBetter : .firstIsBetter
    }
    // Pairs without any difference are evidence too: that there is none to see.
    return (1..<differencesMin).contains(test.count) ? .tooFewPairs : .noDifferenceShown
  }
}
