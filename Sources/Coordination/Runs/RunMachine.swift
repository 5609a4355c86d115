internal import Grid
internal import Measures
internal import Wire

/// One run at the level the cluster sees it: rounds of subproblems, barriers between them, an
/// incumbent that never worsens. The states are those of ``RunPhase``.
///
/// Time mode: the clock starts with the first lease. Offers count as soon as they are recounted; a
/// round ends when its pieces are finished, or at its deadline and grace with what was offered.
/// Deterministic mode: only finishes count, only at the barrier, and a lost lease is searched again
/// from the round's own start, so that the answer depends on nothing but the specification.
/// (Quarantine is the one exception: a strategy that keeps killing nodes is given up, and a
/// ``PersistedFact/quarantined(_:_:strategy:)`` says so.)
struct RunMachine: Sendable {
  let spec: RunSpec
  let settings: ClusterSettings
  var phase = RunPhase.searching
  var outcome = RunOutcome.completed
  /// Position in the plan; past its end while recording.
  var round: Int
  var revision: Int
  /// Best merged answer; what the round's pieces were cut from.
  var incumbent: RankedAnswer?
  /// Best recounted answer of all; never worse than the incumbent.
  var known: RankedAnswer?
  var kept: [RankedAnswer]
  var clock: RunClock
  /// Effort units a lane in deterministic mode.
  var effort: Int
  var pieces: [RunPiece] = []
  var purposes: [RecountID: RecountPurpose] = [:]
  /// The newest answer of a lease whose recount waits for the one before.
  var queued: [LeaseID: (piece: Int, answer: RegionAnswer, source: OfferSource)] = [:]
  var merge: MergeState?
  var credits: [NodeID: NodeCredit] = [:]
  /// Cells of the grid whose domain has more than one choice.
  let cellsWithChoice: Int
  /// Failures of each strategy of the portfolio, less recoveries.
  var strategyFailures: [Int]
  /// Why a node could not go on, as the last one said.
  var lastFailure: String?
  var lastCheckpoint: Milliseconds = 0
  var lastProgress: Milliseconds = .min
  var isCheckpointDue = false
  var wasExtended = false
  /// What is proved about the run.
  var bound = BoundState()
  /// Strategies that claimed false bounds.
  var suspended: [String] = []
  /// Leases that must stop; the cluster takes them out after each event.
  var cancelled: [LeaseID] = []

  init(spec: RunSpec, checkpoint: Checkpoint?, settings: ClusterSettings) {
    self.spec = spec
    self.settings = settings
    round = checkpoint?.round ?? 0
    revision = checkpoint?.revision ?? 0
    incumbent = checkpoint?.incumbent
    known = checkpoint?.incumbent
    kept = checkpoint?.kept ?? []
    bound.waiting = checkpoint?.bound.map { BoundState.Claim(offer: $0, source: nil) }
    // A run that had come to its end is here again because somebody gave it more budget.
    wasExtended = (checkpoint?.round ?? 0) >= spec.plan.rounds.count
    strategyFailures = Array(repeating: 0, count: spec.portfolio.count)
    cellsWithChoice = spec.grid.cellsWithChoice
    switch spec.mode {
    case .time(let budget):
      clock = RunClock(budget: budget, usedBefore: checkpoint?.used ?? 0)
      effort = 0
    case .deterministic(let units, _):
      clock = RunClock(budget: 0, usedBefore: 0)
      effort = units
    }
    // What it starts from is a choice like any other: nodes offer only what is better.
    if let incumbent, incumbent.score.isValid { keep([incumbent]) }
  }

  var isDeterministic: Bool {
    if case .deterministic = spec.mode { true } else { false }
  }

  /// Lanes of the deterministic mode; 0 in time mode.
  var fixedLanes: Int {
    if case .deterministic(_, let lanes) = spec.mode { max(1, lanes) } else { 0 }
  }

  var best: Score? { known?.score }

  /// The plan's round at a position; an extended budget repeats the last one.
  func planned(_ position: Int) -> Round {
    spec.plan.rounds[min(position, spec.plan.rounds.count - 1)]
  }

  mutating func tick(at now: Milliseconds, mint: inout IdentifierMint) -> [ClusterAction] {
    guard phase != .ended else { return [] }
    var actions: [ClusterAction] = []
    if phase == .searching, bound.checking == nil, let claim = bound.waiting {
      bound.waiting = nil
      actions += self.claim(claim, mint: &mint)
    }
    actions += roundEnd(at: now, mint: &mint)
    if phase == .searching, isCheckpointDue, !isDeterministic,
      now - lastCheckpoint >= spec.checkpointInterval
    {
      actions.append(checkpoint(at: now))
    }
    return actions
  }

  mutating func checkpoint(at now: Milliseconds) -> ClusterAction {
    lastCheckpoint = now
    isCheckpointDue = false
    return .persist(
      .checkpoint(
        Checkpoint(
          run: spec.run, round: round, revision: revision,
          used: isDeterministic ? 0 : clock.used(at: now),
          incumbent: isDeterministic ? incumbent : known, kept: kept)))
  }

  /// Stops the search and records the best so far.
  mutating func cancel(at now: Milliseconds) -> [ClusterAction] {
    guard phase == .searching || phase == .merging else { return [] }
    outcome = .cancelled
    return finishSearch(at: now)
  }

  mutating func changeBudget(to amount: Int, at now: Milliseconds) {
    if isDeterministic {
      effort = max(1, amount)
      return
    }
    wasExtended = wasExtended || Int64(amount) > clock.budget
    clock.budget = max(0, Int64(amount))
    if phase == .searching { clock.planRound(share: roundShare, at: now) }
  }

  /// This round's share of what is left of the budget, and of how many.
  var roundShare: (weight: Int, total: Int) {
    let weights = spec.plan.rounds.dropFirst(round).reduce(0) { $0 + $1.weight }
    let weight = planned(round).weight
    return (weight, max(weight, weights))
  }

  mutating func recorded() -> [ClusterAction] {
    guard phase == .recording else { return [] }
    phase = .ended
    return [.runEnded(spec.run, outcome)]
  }

  mutating func recordFailed(_ text: String) -> [ClusterAction] {
    guard phase == .recording else { return [] }
    phase = .ended
    return [.runEnded(spec.run, .failed(text))]
  }

  /// Ends the search: nothing is out any more, the kept answers go to the judge.
  mutating func finishSearch(at now: Milliseconds) -> [ClusterAction] {
    stopLeases()
    purposes = [:]
    queued = [:]
    merge = nil
    if let known { keep([known]) }
    incumbent = known ?? incumbent
    // A cancelled run stays in its round: resumed, it goes on there.
    if outcome != .cancelled { round = max(round, spec.plan.rounds.count) }
    guard !kept.isEmpty else {
      phase = .ended
      let reason =
        lastFailure.map { "No node found an answer; the last that could not search said: \($0)" }
        ?? "No node found an answer; give more budget, nodes or other strategies."
      return [.runEnded(spec.run, outcome == .cancelled ? .cancelled : .failed(reason))]
    }
    phase = .recording
    // What the last barrier brought in is shown and credited before the run is over.
    lastProgress = .min
    return [checkpoint(at: now), .judgeAndRecord(spec.run, kept)]
  }

  mutating func stopLeases() {
    for index in pieces.indices {
      cancelled.append(contentsOf: pieces[index].leases)
      pieces[index].leases = []
    }
  }

  /// Adds whole answers to those kept for the end: the best, and others far enough from every
  /// better one.
  ///
  /// Far enough is a share of the cells that have a choice: most cells of a scoped run, and of
  /// duties under a plan, have none.
  mutating func keep(_ answers: [RankedAnswer]) {
    let least = max(1, cellsWithChoice * spec.differencePerMille / 1_000)
    var result: [RankedAnswer] = []
    for candidate in (kept + answers).sorted(by: RankedAnswer.precedes)
    where result.count < spec.alternatives {
      if result.allSatisfy({ $0.answer.distance(to: candidate.answer) >= least }) {
        result.append(candidate)
      }
    }
    kept = result
  }
}

/// How much of a run's time is used, and when its round ends. The clock stands until the first
/// lease is granted, so that waiting for nodes costs no budget.
struct RunClock: Sendable {
  var budget: Milliseconds
  /// Used under leaders before this one.
  let usedBefore: Milliseconds
  private(set) var started: Milliseconds?
  private(set) var roundStarted: Milliseconds = 0
  private(set) var roundDeadline: Milliseconds = .max
  /// Whether the open round has what it is for and ends before its time.
  private(set) var isClosing = false

  init(budget: Milliseconds, usedBefore: Milliseconds) {
    self.budget = budget
    self.usedBefore = usedBefore
  }

  func used(at now: Milliseconds) -> Milliseconds { usedBefore + (started.map { now - $0 } ?? 0) }

  func remaining(at now: Milliseconds) -> Milliseconds { max(0, budget - used(at: now)) }

  var roundLength: Milliseconds { max(1, roundDeadline - roundStarted) }

  mutating func start(at now: Milliseconds) {
    guard started == nil else { return }
    started = now
    let length = roundLength
    roundStarted = now
    roundDeadline = now + length
  }

  /// Opens a round at `now`.
  mutating func openRound(share: (weight: Int, total: Int), at now: Milliseconds) {
    roundStarted = now
    isClosing = false
    planRound(share: share, at: now)
  }

  /// Lets the open round end half as much later as it took until now, within limits, if it has not
  /// been told so before: the first valid answer of a search that is still hot is hardly good.
  mutating func closeSoon(at now: Milliseconds) {
    guard !isClosing else { return }
    isClosing = true
    let rest = min(Self.closing.upperBound, (now - roundStarted) / 2)
    roundDeadline = min(roundDeadline, now + max(Self.closing.lowerBound, rest))
  }

  /// An offer's interval at least, or what searches have found since their last one would be lost;
  /// with three seconds instead years of 24 residents were valid later and no better.
  private static let closing: ClosedRange<Milliseconds> = 1_000...5_000

  /// Sets the deadline of the open round from the budget.
  mutating func planRound(share: (weight: Int, total: Int), at now: Milliseconds) {
    let left = remaining(at: now) + (started == nil ? 0 : now - roundStarted)
    roundDeadline = roundStarted + max(1, left * Int64(share.weight) / Int64(share.total))
  }
}
