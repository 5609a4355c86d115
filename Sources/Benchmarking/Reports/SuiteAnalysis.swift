/// All that a report shows, as numbers; the JSON beside the page is this.
package struct SuiteAnalysis: Sendable, Hashable, Codable {
  /// An instance with the value that gaps refer to.
  package struct Instance: Sendable, Hashable, Codable {
    package var name: String
    package var hash: String
    /// The least of what the suite states, `bench/best-known.csv` holds, and these rows reached.
    package var reference: Int?
    /// What was known before these rows.
    package var knownBefore: Int?
    package var target: Int?
    /// The greatest bound that the checker accepted in these rows.
    package var checkedBound: Int?
  }

  /// A claim that was refuted.
  package struct FalseClaim: Sendable, Hashable, Codable {
    package var trial: String
    package var entrant: String
    package var what: String
  }

  package var suite: String
  package var about: String
  package var reference: String
  package var instances: [Instance]
  package var fields: [FieldAnalysis]
  package var falseClaims: [FalseClaim]
  /// Trials that ended in a fault, with it.
  package var failures: [FalseClaim]
  /// Rows used, by the commit that made them.
  package var commits: [String: Int]
  package var machines: [String: Int]
  package var programs: [String: Int]
  /// First and last date of a row used.
  package var dates: [String]
  package var trialsDone: Int
  package var trialsInAll: Int

  /// Analyses the newest row of each trial of the suite.
  ///
  /// - Parameter accepted: Values that the judge accepted before, from `bench/best-known.csv`.
  package init(suite: Suite, rows: [ResultRow], accepted: BestKnownValues) {
    let trials = suite.trials
    var newest = RemainingTrials.newest(rows, of: trials)
    var refuted: [FalseClaim] = []
    Self.refuteBounds(&newest, trials, &refuted)
    self.suite = suite.name
    about = suite.about
    reference = suite.reference
    instances = suite.instances.map { Self.instance($0, trials, newest, accepted) }
    let used = trials.compactMap { newest[$0.key] }
    falseClaims =
      refuted
      + zip(trials, trials.map { newest[$0.key] }).compactMap { trial, row in
        row.flatMap { $0.outcome == .falseClaim ? Self.claim(trial, $0.fault) : nil }
      }.filter { claim in !refuted.contains { $0.trial == claim.trial } }
    failures = zip(trials, trials.map { newest[$0.key] }).compactMap { trial, row in
      row.flatMap { $0.outcome == .failed ? Self.claim(trial, $0.fault) : nil }
    }
    commits = Self.counts(used.map(\.circumstances.commit))
    machines = Self.counts(used.map(\.circumstances.machine))
    programs = Self.counts(used.map(\.circumstances.program))
    dates = [used.map(\.circumstances.date).min(), used.map(\.circumstances.date).max()]
      .compactMap { $0 }
    trialsDone = used.count
    trialsInAll = trials.count
    let references = instances.map(\.reference)
    fields = ReportField.fields(of: suite, rows: newest).map {
      FieldAnalysis($0, suite: suite, references: references)
    }
  }

  /// Instances on which these rows are better than all that was known before.
  package var improvements: [Instance] {
    instances.filter { item in
      guard let reference = item.reference, let before = item.knownBefore else { return false }
      return reference < before
    }
  }

  /// A bound above the cost of an answer that the judge accepted is false, whoever claims it.
  private static func refuteBounds(
    _ rows: inout [TrialKey: ResultRow], _ trials: [Trial], _ refuted: inout [FalseClaim]
  ) {
    var least: [String: Int] = [:]
    for trial in trials {
      guard let row = rows[trial.key], row.isValid, let cost = row.cost else { continue }
      least[trial.instance.hash] = min(cost, least[trial.instance.hash] ?? .max)
    }
    for trial in trials {
      guard let row = rows[trial.key], let bound = row.bound, row.outcome != .falseClaim,
        let cost = least[trial.instance.hash], bound.value > cost
      else { continue }
      rows[trial.key]?.outcome = .falseClaim
      refuted.append(
        claim(trial, "bound \(bound.value), but the judge accepted an answer of \(cost)"))
    }
  }

  private static func claim(_ trial: Trial, _ what: String?) -> FalseClaim {
    FalseClaim(
      trial: trial.description, entrant: trial.entrant.name, what: what ?? "no reason was kept")
  }

  private static func instance(
    _ instance: SuiteInstance, _ trials: [Trial], _ rows: [TrialKey: ResultRow],
    _ accepted: BestKnownValues
  ) -> Instance {
    let own = trials.filter { $0.instance == instance }.compactMap { rows[$0.key] }
    let before = [instance.bestKnown, accepted.value(of: instance.name)].compactMap { $0 }.min()
    let reached = own.filter(\.isValid).compactMap(\.cost).min()
    return Instance(
      name: instance.name, hash: instance.hash,
      reference: [before, reached].compactMap { $0 }.min(), knownBefore: before,
      target: instance.target,
      checkedBound: own.compactMap(\.bound).filter(\.isChecked).map(\.value).max())
  }

  private static func counts(_ words: [String]) -> [String: Int] {
    Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
  }
}
