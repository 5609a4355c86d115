import Foundation

/// The measures of one budget: entrants against each other on the same instances and seeds.
package struct FieldAnalysis: Sendable, Hashable, Codable {
  /// An entrant on one instance over all seeds. Nil stands for no valid answer, which is worse than
  /// any cost.
  package struct Cell: Sendable, Hashable, Codable {
    package var instance: String
    package var entrant: String
    /// The best known value, which gaps refer to.
    package var reference: Int?
    /// In the order of the seeds that have rows.
    package var seeds: [Int64]
    package var costs: [Int?]
    package var medianCost: Double?
    package var leastCost: Int?
    package var greatestCost: Int?
    /// (median cost − best known) ÷ |best known|.
    package var gap: Double?
    /// Median over seeds of the primal gap at the end, 0...1.
    package var primalGap: Double
    /// Mean over seeds, 0...1.
    package var primalIntegral: Double
    package var medianFirstTime: Double?
    /// Median time to a gap of 1 %; nil where fewer than half of the seeds reached it.
    package var medianOnePercentTime: Double?
    package var medianCoreSeconds: Double?
  }

  /// How many instances an entrant wins, draws and loses against the reference, by median cost.
  package struct Pairing: Sendable, Hashable, Codable {
    package var entrant: String
    package var wins: Int
    package var draws: Int
    package var losses: Int
    /// Over instances, on the entrant's median primal gap less the reference's.
    package var test: SignedRankTest
    /// The test's probability after Holm's correction for all pairings of the field.
    package var correctedProbability: Double
  }

  /// A mean curve: primal gap over all trials at rising times.
  package struct Curve: Sendable, Hashable, Codable {
    package var entrant: String
    package var times: [Double]
    package var gaps: [Double]
  }

  /// What a perfect choice among entrants would reach, and what each adds; the disqualified
  /// are left out.
  package struct Best: Sendable, Hashable, Codable {
    package var entrants: [String]
    package var gap: Double
    package var marginal: [Double]
    package var shapley: [Double]
  }

  package var title: String
  package var end: Double
  package var isEffort: Bool
  package var moments: [Double]
  package var entrants: [EntrantSummary]
  /// Entrant by entrant, in the order of instances.
  package var cells: [Cell]
  package var pairings: [Pairing]
  package var curves: [Curve]
  package var virtualBest: Best?

  init(_ field: ReportField, suite: Suite, references: [Int?]) {
    title = field.title
    end = field.end
    isEffort = field.isEffort
    let end = field.end
    moments = suite.moments.filter { $0 <= end }
    cells = zip(suite.entrants, field.courses).flatMap { entrant, byInstance in
      suite.instances.indices.map { index in
        Cell(
          byInstance[index], instance: suite.instances[index].name, entrant: entrant.name,
          reference: references[index], end: end)
      }
    }
    entrants = []
    pairings = []
    curves = []
    virtualBest = nil
    let wins = self.wins(suite)
    entrants = zip(suite.entrants, field.courses).map { entrant, byInstance in
      EntrantSummary(
        entrant, EntrantSummary.Courses(byInstance: byInstance, references: references),
        end: end, moments: moments, wins: wins[entrant.name] ?? 0)
    }
    pairings = self.pairings(suite)
    curves = zip(suite.entrants, field.courses).map {
      Self.curve($0.name, $1, references, end: end)
    }
    virtualBest = best(suite)
  }

  /// The cell of an entrant on an instance.
  package func cell(_ entrant: String, _ instance: String) -> Cell? {
    cells.first { $0.entrant == entrant && $0.instance == instance }
  }

  /// Instances that have rows of every entrant: only they are fair to compare on.
  private func sharedInstances(_ suite: Suite) -> [String] {
    suite.instances.map(\.name).filter { name in
      suite.entrants.allSatisfy { !(cell($0.name, name)?.costs.isEmpty ?? true) }
    }
  }

  /// Instances on which no entrant has a lower median; a tie counts for each.
  private func wins(_ suite: Suite) -> [String: Int] {
    var wins: [String: Int] = [:]
    for instance in sharedInstances(suite) {
      let medians = suite.entrants.map { cell($0.name, instance)?.medianCost }
      guard let best = medians.compactMap({ $0 }).min() else { continue }
      for (entrant, median) in zip(suite.entrants, medians) where median == best {
        wins[entrant.name, default: 0] += 1
      }
    }
    return wins
  }

  private func pairings(_ suite: Suite) -> [Pairing] {
    var result = suite.entrants.filter { $0.name != suite.reference }.map { entrant in
      let pairs = suite.instances.compactMap { instance -> (Cell, Cell)? in
        guard let own = cell(entrant.name, instance.name), !own.costs.isEmpty,
          let other = cell(suite.reference, instance.name), !other.costs.isEmpty
        else { return nil }
        return (own, other)
      }
      let orders = pairs.map { own, other in
        (own.medianCost ?? .infinity, other.medianCost ?? .infinity)
      }
      let test = SignedRankTest(pairs.map { $0.0.primalGap - $0.1.primalGap })
      return Pairing(
        entrant: entrant.name, wins: orders.count { $0.0 < $0.1 },
        draws: orders.count { $0.0 == $0.1 }, losses: orders.count { $0.0 > $0.1 }, test: test,
        correctedProbability: test.probability)
    }
    let corrected = HolmCorrection.of(result.map(\.test.probability))
    for index in result.indices { result[index].correctedProbability = corrected[index] }
    return result
  }

  /// Sixty points, evenly spaced in the logarithm of time from a thousandth of the budget on.
  private static func curve(
    _ entrant: String, _ byInstance: [[TrialCourse]], _ references: [Int?], end: Double
  ) -> Curve {
    let times = (0...60).map { end * pow(10, Double($0 - 60) / 20) }
    let traces = zip(byInstance, references).flatMap { courses, reference in
      courses.map { (trace: $0.trace, reference: reference) }
    }
    let gaps = times.map { time in
      traces.reduce(0.0) { sum, item in
        sum + (item.reference.map { Gap.primal(item.trace.cost(at: time), to: $0) } ?? 1)
      } / Double(max(1, traces.count))
    }
    guard !traces.isEmpty else { return Curve(entrant: entrant, times: [], gaps: []) }
    return Curve(entrant: entrant, times: times, gaps: gaps)
  }

  private func best(_ suite: Suite) -> Best? {
    let shared = sharedInstances(suite)
    let honest = entrants.filter { $0.falseClaims == 0 }.map(\.name)
    let gaps = honest.map { name in shared.map { cell(name, $0)?.primalGap ?? 1 } }
    return VirtualBest(gaps: gaps).map {
      Best(entrants: honest, gap: $0.gap, marginal: $0.marginal, shapley: $0.shapley)
    }
  }
}

extension FieldAnalysis.Cell {
  init(
    _ courses: [TrialCourse], instance: String, entrant: String, reference: Int?, end: Double
  ) {
    self.instance = instance
    self.entrant = entrant
    self.reference = reference
    seeds = courses.map(\.seed)
    costs = courses.map(\.cost)
    let spread = Spread(courses.map { $0.cost.map(Double.init) ?? .infinity })
    medianCost = spread.flatMap { $0.median.isFinite ? $0.median : nil }
    leastCost = courses.compactMap(\.cost).min()
    greatestCost = costs.contains(nil) ? nil : courses.compactMap(\.cost).max()
    gap = medianCost.flatMap { median in
      reference.map { max(0, median - Double($0)) / Double(max(1, abs($0))) }
    }
    let finals = courses.map { course in reference.map { Gap.primal(course.cost, to: $0) } ?? 1 }
    primalGap = Spread(finals)?.median ?? 1
    let integrals = courses.map { course in
      reference.map { course.trace.primalIntegral(reference: $0, end: end) } ?? 1
    }
    primalIntegral =
      integrals.isEmpty ? 1 : integrals.reduce(0, +) / Double(integrals.count)
    medianFirstTime = Self.median(courses.map { $0.trace.firstTime })
    medianOnePercentTime = Self.median(
      courses.map { course in
        reference.flatMap { course.trace.time(toGap: 0.01, reference: $0) }
      })
    medianCoreSeconds = Self.median(
      courses.map { course in
        course.rows.compactMap(\.spending.coreSeconds).max()
      })
  }

  /// The median where nil stands for never; nil where that is the median.
  private static func median(_ times: [Double?]) -> Double? {
    Spread(times.map { $0 ?? .infinity }).flatMap { $0.median.isFinite ? $0.median : nil }
  }
}
