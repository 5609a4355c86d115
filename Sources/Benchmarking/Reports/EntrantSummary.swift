/// One entrant over all instances and seeds of a field.
package struct EntrantSummary: Sendable, Hashable, Codable {
  /// Gaps to which times are taken, as shares.
  package static let gapShares = [0.1, 0.05, 0.02, 0.01]
  /// Added to gaps before their geometric mean: 1 %.
  package static let gapShift = 0.01
  /// Added to times before theirs, as a share of the budget: 10 s of 60 s.
  package static let timeShift = 1.0 / 6

  /// What a strategy of the entrant's portfolio found, over all trials.
  package struct StrategyCredit: Sendable, Hashable, Codable {
    package var strategy: String
    /// Better valid answers on the way.
    package var improvements: Int
    /// Trials whose last answer it found.
    package var finals: Int

    package init(strategy: String, improvements: Int, finals: Int) {
      self.strategy = strategy
      self.improvements = improvements
      self.finals = finals
    }
  }

  package var name: String
  package var definition: String
  package var ablationOf: String?
  package var trials: Int
  package var valid: Int
  package var falseClaims: Int
  package var failures: Int
  /// Instances with the best median.
  package var wins: Int
  /// Shifted geometric mean over instances of the median primal gap at the end.
  package var gapMean: Double?
  /// Median primal gap at each of the field's moments.
  package var gapsAtMoments: [Double]
  /// Mean of the primal integrals, 0...1.
  package var primalIntegral: Double
  package var medianFirstTime: Double?
  /// For each of ``gapShares``: the shifted geometric mean of the times, twice the budget for a
  /// trial that never came so near.
  package var timesToGap: [Double?]
  /// For each of ``gapShares``: trials that came so near.
  package var reached: [Int]
  package var coreSeconds: Double?
  /// The most memory of a node in any trial, in MiB; nil where it was not measured.
  package var nodeMiB: Int?
  /// The coordinator's CPU time for each answer that nodes offered, in milliseconds.
  package var millisecondsAnOffer: Double?
  package var wallSeconds: Double
  package var strategies: [StrategyCredit]

  /// An entrant's courses, with the best known value of each instance.
  struct Courses {
    var byInstance: [[TrialCourse]]
    var references: [Int?]

    /// Each course with its reference.
    var all: [(course: TrialCourse, reference: Int?)] {
      zip(byInstance, references).flatMap { courses, reference in
        courses.map { ($0, reference) }
      }
    }
  }

  init(
    _ entrant: Entrant, _ courses: Courses, end: Double, moments: [Double], wins: Int
  ) {
    let all = courses.all
    let rows = all.flatMap(\.course.rows)
    name = entrant.name
    definition = entrant.definition
    ablationOf = entrant.ablationOf
    trials = all.count
    valid = all.count { $0.course.cost != nil }
    falseClaims = rows.count { $0.outcome == .falseClaim }
    failures = rows.count { $0.outcome == .failed }
    self.wins = rows.contains { $0.outcome == .falseClaim } ? 0 : wins
    // By instance first: an instance with more seeds than others weighs no more than they do.
    let gaps = zip(courses.byInstance, courses.references).compactMap { courses, reference in
      Spread(courses.map { course in reference.map { Gap.primal(course.cost, to: $0) } ?? 1 })?
        .median
    }
    gapMean = ShiftedGeometricMean.of(gaps, shift: Self.gapShift)
    gapsAtMoments = moments.map { moment in
      Spread(
        all.map { item in
          item.reference.map { Gap.primal(item.course.trace.cost(at: moment), to: $0) } ?? 1
        })?.median ?? 1
    }
    let integrals = all.map { item in
      item.reference.map { item.course.trace.primalIntegral(reference: $0, end: end) } ?? 1
    }
    primalIntegral = integrals.isEmpty ? 1 : integrals.reduce(0, +) / Double(integrals.count)
    medianFirstTime = Spread(all.map { $0.course.trace.firstTime ?? .infinity })
      .flatMap { $0.median.isFinite ? $0.median : nil }
    let times = Self.gapShares.map { share in
      all.map { item in
        item.reference.flatMap { item.course.trace.time(toGap: share, reference: $0) }
      }
    }
    reached = times.map { $0.count { $0 != nil } }
    timesToGap = times.map { list in
      ShiftedGeometricMean.of(list.map { $0 ?? 2 * end }, shift: end * Self.timeShift)
    }
    let cores = rows.compactMap(\.spending.coreSeconds)
    coreSeconds = cores.count == rows.count && !cores.isEmpty ? cores.reduce(0, +) : nil
    let uses = rows.compactMap(\.spending.cluster)
    nodeMiB = uses.map(\.nodeMiB).max()
    let offers = uses.reduce(0) { $0 + $1.offers }
    millisecondsAnOffer =
      offers > 0
      ? 1_000 * uses.reduce(0) { $0 + $1.coordinatorSeconds } / Double(offers) : nil
    wallSeconds = rows.map(\.spending.wallSeconds).reduce(0, +)
    strategies = Self.credits(rows)
  }

  private static func credits(_ rows: [ResultRow]) -> [StrategyCredit] {
    var improvements: [String: Int] = [:]
    var finals: [String: Int] = [:]
    for row in rows where row.isValid {
      for point in row.trace {
        if let strategy = point.strategy { improvements[strategy, default: 0] += 1 }
      }
      if let last = row.trace.last?.strategy { finals[last, default: 0] += 1 }
    }
    return improvements.keys.sorted().map {
      StrategyCredit(
        strategy: $0, improvements: improvements[$0] ?? 0, finals: finals[$0] ?? 0)
    }
  }
}
