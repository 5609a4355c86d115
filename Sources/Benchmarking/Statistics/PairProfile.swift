/// A performance profile of exactly two entrants: for each factor, the share of instances on which
/// an entrant is within that factor of the better of the two.
///
/// E. Dolan, J. Moré, Benchmarking optimization software with performance profiles, Mathematical
/// Programming 91 (2002) 201–213. Pairs only: with more entrants a profile's order can turn over
/// when one is left out (N. Gould, J. Scott, ACM TOMS 43 (2016) 15).
package struct PairProfile: Sendable, Hashable {
  /// A step of a curve: from this factor on, this share of instances.
  package struct Step: Sendable, Hashable {
    package var factor: Double
    package var share: Double

    package init(factor: Double, share: Double) {
      self.factor = factor
      self.share = share
    }
  }

  package let first: [Step]
  package let second: [Step]

  /// Makes the profile of paired values, 1 + gap each; nil stands for no valid answer, which no
  /// factor reaches. Pairs in which neither has one are counted but never reached.
  package init(_ pairs: [(first: Double?, second: Double?)]) {
    let best = pairs.map { pair in [pair.first, pair.second].compactMap { $0 }.min() }
    first = Self.steps(zip(pairs, best).map { Self.factor($0.first, $1) })
    second = Self.steps(zip(pairs, best).map { Self.factor($0.second, $1) })
  }

  private static func factor(_ value: Double?, _ best: Double?) -> Double? {
    guard let value, let best else { return nil }
    return value / best
  }

  private static func steps(_ factors: [Double?]) -> [Step] {
    var steps: [Step] = []
    let count = Double(max(1, factors.count))
    for (index, factor) in factors.compactMap({ $0 }).sorted().enumerated() {
      let share = Double(index + 1) / count
      if steps.last?.factor == factor {
        steps[steps.count - 1].share = share
      } else {
        steps.append(Step(factor: factor, share: share))
      }
    }
    return steps
  }
}
