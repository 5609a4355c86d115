/// The best valid costs of one run over time, and what they say of its course.
package struct IncumbentTrace: Sendable, Hashable {
  /// A valid answer's cost and when it was there, in seconds from the start, or in effort units
  /// where a run is measured by effort.
  package struct Point: Sendable, Hashable {
    package var time: Double
    package var cost: Int

    package init(time: Double, cost: Int) {
      self.time = time
      self.cost = cost
    }
  }

  /// Times rise, costs fall.
  package let points: [Point]

  /// Keeps of the points, in whatever order they come, those that improve on all before them.
  package init(_ points: [Point]) {
    var kept: [Point] = []
    for point in points.sorted(by: { ($0.time, $0.cost) < ($1.time, $1.cost) })
    where point.cost < kept.last?.cost ?? .max {
      kept.append(point)
    }
    self.points = kept
  }

  /// The best cost at a moment; nil before the first valid answer.
  package func cost(at time: Double) -> Int? {
    points.last { $0.time <= time }?.cost
  }

  /// When the first valid answer was there.
  package var firstTime: Double? { points.first?.time }

  /// When the gap to the reference first was at most `share`; nil if it never was.
  package func time(toGap share: Double, reference: Int) -> Double? {
    points.first { Gap.relative($0.cost, to: reference) <= share }?.time
  }

  /// ∫ primal gap dt from 0 to `end`, divided by `end`: 0 for the reference from the first moment
  /// on, 1 without any valid answer.
  ///
  /// T. Berthold, Measuring the impact of primal heuristics, Operations Research Letters 41 (2013)
  /// 611–614, <https://doi.org/10.1016/j.orl.2013.08.007>.
  package func primalIntegral(reference: Int, end: Double) -> Double {
    precondition(end > 0, "An integral up to \(end)")
    var area = 0.0
    var last = 0.0
    var gap = 1.0
    for point in points where point.time < end {
      area += gap * (point.time - last)
      last = max(0, point.time)
      gap = Gap.primal(point.cost, to: reference)
    }
    return (area + gap * (end - last)) / end
  }
}

/// How far a cost is from the best known one. Both gaps are 0 for a cost at or below it.
package enum Gap {
  /// (cost − reference) ÷ |reference|, unbounded; against a reference of 0, the cost itself.
  package static func relative(_ cost: Int, to reference: Int) -> Double {
    max(0, Double(cost - reference)) / Double(max(1, abs(reference)))
  }

  /// (cost − reference) ÷ max(|cost|, |reference|), 0...1; 1 where the two differ in sign or there
  /// is no valid answer.
  package static func primal(_ cost: Int?, to reference: Int) -> Double {
    guard let cost else { return 1 }
    if cost <= reference { return 0 }
    if (cost < 0) != (reference < 0), reference != 0 { return 1 }
    return min(1, Double(cost - reference) / Double(max(abs(cost), abs(reference))))
  }
}
