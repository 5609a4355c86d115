package import Grid
package import Measures
package import Wire

/// A moment on the driver's monotonic clock, in milliseconds from any fixed start.
package typealias Milliseconds = Int64

/// How a run's budget is counted.
package enum RunMode: Sendable, Hashable {
  /// Wall-clock milliseconds from the claim to the end of the search.
  case time(budget: Milliseconds)
  /// Effort units a lane in all rounds together, and how many lanes a race has: the answer is the
  /// same on any number of nodes.
  case deterministic(effort: Int, lanes: Int)
}

/// Everything that fixes a run: what is searched, how, and for how long.
package struct RunSpec: Sendable {
  package var run: RunID
  package var grid: DenseGrid
  package var gridHash: GridHash
  /// Size of the encoded grid.
  package var gridBytes: Int
  package var seed: UInt64
  package var mode: RunMode
  /// Strategies in the order lanes take them, at least one.
  package var portfolio: [StrategyChoice]
  package var plan: RoundPlan
  /// Most whole answers kept for judging, 1...100.
  package var alternatives: Int
  /// Least share of cells, in thousandths, in which two kept answers differ; default 50.
  package var differencePerMille: Int
  /// Whether the search ends at the first barrier that holds a valid answer: what follows has more
  /// use for the budget. Default false.
  package var stopsWhenValid: Bool
  /// Least time between two checkpoints inside a round; default 2 s: what a crash may cost.
  package var checkpointInterval: Milliseconds

  package init(
    run: RunID, grid: DenseGrid, encoded: (hash: GridHash, bytes: Int), seed: UInt64,
    mode: RunMode, portfolio: [StrategyChoice]
  ) {
    precondition(!portfolio.isEmpty, "Run \(run) has no strategy")
    self.run = run
    self.grid = grid
    gridHash = encoded.hash
    gridBytes = encoded.bytes
    self.seed = seed
    self.mode = mode
    self.portfolio = portfolio
    plan = .race
    alternatives = 3
    differencePerMille = 50
    stopsWhenValid = false
    checkpointInterval = 2_000
  }
}

/// The rounds of a run in order; each ends in a barrier where answers are merged.
package struct RoundPlan: Sendable, Hashable {
  /// At least one; a checkpoint names its round by its position here.
  package var rounds: [Round]

  package init(rounds: [Round]) {
    precondition(!rounds.isEmpty, "A plan without rounds")
    self.rounds = rounds
  }

  /// A race from nothing for 6 tenths of the budget, then polishing the best for the rest.
  package static let race = RoundPlan(rounds: [
    Round(kind: .race(lanes: 2, from: .nothing), weight: 6),
    Round(kind: .polish(lanes: 2), weight: 4),
  ])
}

/// One round of a plan.
package struct Round: Sendable, Hashable {
  /// What the round's subproblems are cut from.
  package enum Start: String, Sendable, Hashable {
    /// Every lane constructs its own answer.
    case nothing
    /// Every lane improves the incumbent; from nothing as long as there is none.
    case incumbent
  }

  package enum Kind: Sendable, Hashable {
    /// The whole grid in lanes of different seeds and strategies. In time mode every slot that asks
    /// gets a lane, so that nodes joining late take part; `lanes` is what each strategy's turn
    /// starts from. In deterministic mode the run's number of lanes counts.
    case race(lanes: Int, from: Start)
    /// Windows of about this many columns, apart by the grid's reach, moved every round.
    case windows(columns: Int)
    /// These regions, their columns apart from one another's, each of them a subproblem for the
    /// first strategy of the portfolio: made from nothing between frozen neighbours when `isFresh`,
    /// else improved.
    case parts([FreeRegion], isFresh: Bool)
    /// This many groups of rows, dealt anew every round.
    case rowGroups(count: Int)
    /// The whole grid from the incumbent: a race from it, over all seams.
    case polish(lanes: Int)
  }

  package var kind: Kind
  /// Share of the budget, relative to the other rounds; at least 1.
  package var weight: Int
  /// Effort units for each cell of a subproblem, at least 1: what it needs and no more, however
  /// busy the nodes are. The round ends when every subproblem has had it, at its deadline at the
  /// latest. Nil for as much as there is time for.
  package var effortPerCell: Int?
  /// Whether searches that have had the stated effort start anew, a half longer each time, for as
  /// long as there is time. Where a valid answer is all that is wanted, such a round ends half as
  /// much later as it had the first one.
  package var repeats: Bool
  /// Whether a race of a stated effort ends before it where a valid answer is all that is wanted:
  /// as one that repeats does.
  package var endsSoon: Bool

  package init(
    kind: Kind, weight: Int, effortPerCell: Int? = nil, repeats: Bool = false,
    endsSoon: Bool = false
  ) {
    precondition(weight > 0, "A round of weight \(weight)")
    self.kind = kind
    self.weight = weight
    self.effortPerCell = effortPerCell
    self.repeats = repeats
    self.endsSoon = endsSoon
  }
}

/// A whole answer with its recounted score.
package struct RankedAnswer: Sendable, Hashable {
  package var score: Score
  package var answer: GridAnswer

  package init(score: Score, answer: GridAnswer) {
    self.score = score
    self.answer = answer
  }

  /// Score first, content second: an order that does not depend on arrival.
  package static func precedes(_ left: RankedAnswer, _ right: RankedAnswer) -> Bool {
    left.score != right.score
      ? left.score < right.score
      : left.answer.cells.lexicographicallyPrecedes(right.answer.cells)
  }
}

/// What a new leader needs to go on with a run.
package struct Checkpoint: Sendable, Hashable {
  package var run: RunID
  /// Position in the plan of the round to go on with.
  package var round: Int
  /// Raised with every new incumbent; borders name it.
  package var revision: Int
  /// Milliseconds of search used up in time mode; 0 in deterministic mode, where the round says it.
  package var used: Milliseconds
  /// Best whole answer; nil before the first.
  package var incumbent: RankedAnswer?
  /// Answers kept for the end, best first.
  package var kept: [RankedAnswer]
  /// The best bound that was ever checked; it is checked again before it counts.
  package var bound: BoundOffer?

  package init(
    run: RunID, round: Int, revision: Int, used: Milliseconds, incumbent: RankedAnswer?,
    kept: [RankedAnswer], bound: BoundOffer? = nil
  ) {
    self.run = run
    self.round = round
    self.revision = revision
    self.used = used
    self.incumbent = incumbent
    self.kept = kept
    self.bound = bound
  }
}
