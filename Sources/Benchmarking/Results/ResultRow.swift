/// What came of one trial: one line of a file of results, and all that a report knows of it.
package struct ResultRow: Sendable, Hashable, Codable {
  /// How a trial ended.
  package enum Outcome: String, Sendable, Hashable, Codable {
    /// The judge accepted the answer, and it costs what was claimed.
    case valid
    /// There is no answer without a hard violation, and none was claimed.
    case nothing
    /// Something was claimed that the judge, or another row's answer, refutes: see `fault`.
    case falseClaim
    /// The run or the peer failed: see `fault`.
    case failed
  }

  /// What was tried, as people name it.
  package struct Subject: Sendable, Hashable, Codable {
    package var suite: String
    package var instance: String
    package var format: SuiteInstance.Format
    package var entrant: String

    package init(suite: String, instance: String, format: SuiteInstance.Format, entrant: String) {
      self.suite = suite
      self.instance = instance
      self.format = format
      self.entrant = entrant
    }
  }

  /// On what it ran.
  package struct Circumstances: Sendable, Hashable, Codable {
    /// Newest commit that touched what a run depends on; `-dirty-` and the program's digest behind
    /// it where the sources had changes.
    package var commit: String
    /// First 16 hexadecimal digits of the program's SHA-256.
    package var program: String
    /// ISO 8601 in UTC, when the trial began.
    package var date: String
    /// Processor, cores and system.
    package var machine: String
    /// Average number of runnable processes over the minute before.
    package var load: Double

    package init(commit: String, program: String, date: String, machine: String, load: Double) {
      self.commit = commit
      self.program = program
      self.date = date
      self.machine = machine
      self.load = load
    }
  }

  /// A moment of the course: seconds from the start, the valid cost, and which strategy found it.
  package struct TracePoint: Sendable, Hashable, Codable {
    package var time: Double
    package var cost: Int
    package var strategy: String?

    package init(time: Double, cost: Int, strategy: String? = nil) {
      self.time = time
      self.cost = cost
      self.strategy = strategy
    }
  }

  /// What was spent.
  package struct Spending: Sendable, Hashable, Codable {
    /// Wall seconds from the start to the judged end.
    package var wallSeconds: Double
    /// CPU seconds of all processes of Rota or of the peer, PostgreSQL apart; nil where they run
    /// elsewhere.
    package var coreSeconds: Double?
    /// What the cluster's processes took; nil for peers and in rows from before it was measured.
    package var cluster: ClusterUse?

    package init(wallSeconds: Double, coreSeconds: Double?, cluster: ClusterUse? = nil) {
      self.wallSeconds = wallSeconds
      self.coreSeconds = coreSeconds
      self.cluster = cluster
    }
  }

  /// What a trial took of the cluster's processes.
  package struct ClusterUse: Sendable, Hashable, Codable {
    /// CPU seconds of the coordinator, with recounts, checks of bounds and the judge.
    package var coordinatorSeconds: Double
    /// The most memory that the coordinator had, in MiB.
    package var coordinatorMiB: Int
    /// The most that any node had, with its solving child.
    package var nodeMiB: Int
    /// Answers that nodes offered or ended with.
    package var offers: Int
    /// Effort units of all lanes: proposals of annealing, cells of row programmes.
    package var effort: Int

    package init(
      coordinatorSeconds: Double, coordinatorMiB: Int, nodeMiB: Int, offers: Int, effort: Int
    ) {
      self.coordinatorSeconds = coordinatorSeconds
      self.coordinatorMiB = coordinatorMiB
      self.nodeMiB = nodeMiB
      self.offers = offers
      self.effort = effort
    }
  }

  /// A lower limit that the trial claims for every valid answer.
  package struct Bound: Sendable, Hashable, Codable {
    package var value: Int
    /// Whether the checker recomputed it; a peer's bound is only claimed.
    package var isChecked: Bool

    package init(value: Int, isChecked: Bool) {
      self.value = value
      self.isChecked = isChecked
    }
  }

  package var key: TrialKey
  package var subject: Subject
  package var circumstances: Circumstances
  package var outcome: Outcome
  /// The judged cost; nil without a valid answer.
  package var cost: Int?
  /// SHA-256 of the judged answer's file.
  package var answer: String?
  package var bound: Bound?
  package var trace: [TracePoint]
  package var spending: Spending
  /// The run's number in its database; nil for a peer.
  package var run: Int64?
  /// Why it failed, or what was false.
  package var fault: String?

  package init(
    key: TrialKey, subject: Subject, circumstances: Circumstances, outcome: Outcome,
    spending: Spending
  ) {
    self.key = key
    self.subject = subject
    self.circumstances = circumstances
    self.outcome = outcome
    self.spending = spending
    trace = []
  }

  /// Whether the answer counts.
  package var isValid: Bool { outcome == .valid && cost != nil }
}
