package import Grid
package import Measures

/// Admits a node; answers ``Join``.
package struct Joined: Sendable, Hashable {
  package var node: NodeID
  /// How often to send heartbeats.
  package var heartbeatMilliseconds: Int
  /// Silence after which the node's leases go to others.
  package var suspicionMilliseconds: Int
  /// Largest message the coordinator accepts.
  package var messageBytesMax: Int

  package init(
    node: NodeID, heartbeatMilliseconds: Int, suspicionMilliseconds: Int,
    messageBytesMax: Int = WireLimits.messageBytes
  ) {
    self.node = node
    self.heartbeatMilliseconds = heartbeatMilliseconds
    self.suspicionMilliseconds = suspicionMilliseconds
    self.messageBytesMax = messageBytesMax
  }
}

/// A strategy by name, with the numbers that tune it.
package struct StrategyChoice: Sendable, Hashable {
  /// As the node's catalogue of strategies knows it.
  package var name: String
  /// In rising order of name, each name once.
  package var parameters: [StrategyParameter]

  package init(name: String, parameters: [StrategyParameter] = []) {
    self.name = name
    self.parameters = parameters
  }
}

/// One number that tunes a strategy.
package struct StrategyParameter: Sendable, Hashable {
  package var name: String
  package var value: Double

  package init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// How much work an assignment allows.
package enum WorkBudget: Sendable, Hashable {
  /// Effort units, for answers that repeat exactly.
  case effort(Int)
  /// Milliseconds from the moment the search starts.
  case milliseconds(Int)
}

/// Hands a subproblem to a slot; answers ``AskWork``.
package struct Assignment: Sendable, Hashable {
  package var lease: LeaseID
  package var run: RunID
  package var round: Int
  package var subproblemID: SubproblemID
  package var gridHash: GridHash
  /// Encoded size of the grid.
  package var gridBytes: Int
  package var subproblem: Subproblem
  package var strategy: StrategyChoice
  package var seed: UInt64
  package var budget: WorkBudget
  /// Which incumbent the border was cut from; offers repeat it.
  package var borderRevision: Int

  package init(
    lease: LeaseID, run: RunID, subproblemID: SubproblemID, grid: (hash: GridHash, bytes: Int),
    subproblem: Subproblem, search: (strategy: StrategyChoice, seed: UInt64, budget: WorkBudget)
  ) {
    self.lease = lease
    self.run = run
    round = Int(subproblemID.rawValue >> 16)
    self.subproblemID = subproblemID
    gridHash = grid.hash
    gridBytes = grid.bytes
    self.subproblem = subproblem
    strategy = search.strategy
    seed = search.seed
    budget = search.budget
    borderRevision = 0
  }
}

/// There is nothing to search now; answers ``AskWork``.
package struct NoWork: Sendable, Hashable {
  /// How long to wait before asking again.
  package var retryMilliseconds: Int

  package init(retryMilliseconds: Int) { self.retryMilliseconds = retryMilliseconds }
}

/// A part of a grid's bytes; answers ``FetchGrid``.
package struct GridChunk: Sendable, Hashable {
  package var hash: GridHash
  /// Position of the first byte of ``content``.
  package var offset: Int
  /// Size of the whole grid.
  package var totalBytes: Int
  /// At most ``WireLimits/gridChunkBytes``.
  package var content: [UInt8]

  package init(hash: GridHash, offset: Int, totalBytes: Int, content: [UInt8]) {
    self.hash = hash
    self.offset = offset
    self.totalBytes = totalBytes
    self.content = content
  }
}

/// The best recounted score of one run.
package struct RunScore: Sendable, Hashable {
  package var run: RunID
  package var best: Score

  package init(run: RunID, best: Score) {
    self.run = run
    self.best = best
  }
}

/// A request was taken, now or before; answers ``Heartbeat``, ``Offer``, ``OfferBound``,
/// ``Finish``, ``Leave``.
package struct Acknowledged: Sendable, Hashable {
  /// In rising order of run.
  package var best: [RunScore]
  /// Leases of the asking node that it must stop searching, rising.
  package var cancelled: [LeaseID]
  /// Whether the node should finish what it has and ask for nothing more.
  package var drain: Bool
  /// Checked bounds, in rising order of run.
  package var bounds: [RunBound]

  package init(
    best: [RunScore], cancelled: [LeaseID], drain: Bool, bounds: [RunBound] = []
  ) {
    self.best = best
    self.cancelled = cancelled
    self.drain = drain
    self.bounds = bounds
  }
}

/// A request was not taken; answers any request.
package struct Refused: Sendable, Hashable {
  /// Stable numbers, documented in `docs/protocol.md`.
  package enum Code: UInt32, Sendable, CaseIterable {
    /// The bytes were no acceptable message.
    case unreadable = 4001
    /// Another major version.
    case version = 4002
    /// The node is unknown here or came back on another connection: join again.
    case rejoin = 4010
    /// The message names an older leader: join again.
    case staleEpoch = 4011
    /// The lease is not (or no longer) the node's: drop the work and ask for other.
    case unknownLease = 4012
    /// Name or token was not accepted.
    case notAdmitted = 4013
    /// The grid's bytes cannot be had here now: ask for other work.
    case gridUnavailable = 4014
    /// The content does not fit the lease or the limits.
    case unfit = 4015
    /// A limit of the cluster is reached: try again later.
    case full = 4016
    /// A message that a node does not send.
    case unexpected = 4017
  }

  package var code: Code
  /// For a person reading a log.
  package var text: String

  package init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}

/// Pushed to every node: the newest scores and cancellations. The latest sequence wins; each
/// ``Acknowledged`` repeats what concerns its node, so a lost bulletin costs only time.
package struct Bulletin: Sendable, Hashable {
  /// Rises with every bulletin of an epoch, from 1.
  package var sequence: Int
  /// In rising order of run.
  package var best: [RunScore]
  /// Leases that must stop, rising.
  package var cancelled: [LeaseID]
  /// Checked bounds, in rising order of run.
  package var bounds: [RunBound]

  package init(
    sequence: Int, best: [RunScore], cancelled: [LeaseID], bounds: [RunBound] = []
  ) {
    self.sequence = sequence
    self.best = best
    self.cancelled = cancelled
    self.bounds = bounds
  }
}
