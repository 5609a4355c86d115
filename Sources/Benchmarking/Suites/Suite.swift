/// A benchmark as a file: which entrants meet on which instances, with which budgets and seeds.
package struct Suite: Sendable, Hashable {
  package var name: String
  /// What the suite is for, in a sentence or two.
  package var about: String
  /// The nodes that entrants run on unless they say otherwise.
  package var cluster: ClusterShape
  package var budgets: [TrialBudget]
  package var seeds: [Int64]
  /// When gaps are reported, in seconds or effort units, rising.
  package var moments: [Double]
  package var instances: [SuiteInstance]
  package var entrants: [Entrant]
  /// The entrant that the others are compared with.
  package var reference: String

  package init(
    name: String, about: String, cluster: ClusterShape, budgets: [TrialBudget], seeds: [Int64],
    moments: [Double], instances: [SuiteInstance], entrants: [Entrant], reference: String
  ) {
    self.name = name
    self.about = about
    self.cluster = cluster
    self.budgets = budgets
    self.seeds = seeds
    self.moments = moments
    self.instances = instances
    self.entrants = entrants
    self.reference = reference
  }
}

/// Nodes of one machine and the searches that each runs at once.
package struct ClusterShape: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 1...64.
  package var nodes: Int
  /// 1...64.
  package var slots: Int

  package init(nodes: Int, slots: Int) {
    self.nodes = nodes
    self.slots = slots
  }

  /// Threads that search at once: what a peer is given as its number of workers.
  package var workers: Int { nodes * slots }

  package var description: String {
    "\(nodes) \(nodes == 1 ? "node" : "nodes") × \(slots) \(slots == 1 ? "slot" : "slots")"
  }
}

/// How much one trial may spend.
package enum TrialBudget: Sendable, Hashable, CustomStringConvertible {
  /// Wall seconds, at least 1.
  case seconds(Int64)
  /// Effort units a lane, in deterministic mode.
  case effort(Int64)

  /// The number alone, in its unit.
  package var amount: Double {
    switch self {
    case .seconds(let count), .effort(let count): Double(count)
    }
  }

  package var description: String {
    switch self {
    case .seconds(let count): "\(count) s"
    case .effort(let count): "\(count) effort"
    }
  }
}

/// One problem of a suite, named by what its files hold.
package struct SuiteInstance: Sendable, Hashable {
  /// Who reads and judges it.
  package enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// A file of the public shift-scheduling format.
    case shiftScheduling = "shift-scheduling"
    /// A programme's folder, whose rotation plan is searched.
    case program
  }

  package var name: String
  package var format: Format
  /// As the suite writes it: under `${ROTA_DATA}/` or the project.
  package var path: String
  /// SHA-256 in 64 hexadecimal digits, as ``InstanceDigest`` takes it.
  package var hash: String
  /// The best value that is published or known to us; gaps refer to it.
  package var bestKnown: Int?
  /// What we set out to reach, for the table only.
  package var target: Int?

  package init(
    name: String, format: Format, path: String, hash: String, bestKnown: Int?, target: Int?
  ) {
    self.name = name
    self.format = format
    self.path = path
    self.hash = hash
    self.bestKnown = bestKnown
    self.target = target
  }
}

/// One contestant of a suite.
package struct Entrant: Sendable, Hashable {
  /// What makes the answers.
  package enum Work: Sendable, Hashable {
    /// An ordinary run on the cluster: a portfolio's text, nil for the default one, and flags of
    /// `rota bench solve`.
    case search(portfolio: String?, options: [String])
    /// Another program's command line, word by word, with ``CommandTemplate``'s placeholders.
    case command(CommandTemplate)
  }

  package var name: String
  package var work: Work
  /// Nodes of its own; nil for the suite's.
  package var cluster: ClusterShape?
  /// The entrant that this one is, less something; nil for one that stands alone.
  package var ablationOf: String?
  /// The first 12 hexadecimal digits of a hash over all that decides what it does.
  package var definition: String

  package init(
    name: String, work: Work, cluster: ClusterShape?, ablationOf: String?, definition: String
  ) {
    self.name = name
    self.work = work
    self.cluster = cluster
    self.ablationOf = ablationOf
    self.definition = definition
  }
}
