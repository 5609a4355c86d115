internal import Grid
package import Wire

/// The cluster's brain: who is here, who works on what, what the runs have come to.
///
/// Pure: it never reads a clock, sends bytes or touches a table. The driver feeds it events and
/// performs the actions it returns, in order. One machine lives as long as one epoch; a new leader
/// starts with an empty one, and nodes join again. Nodes, runs and leases are walked in the order
/// of their identifiers, so that the events alone fix what happens. States: `docs/states.md`.
package struct ClusterMachine: Sendable {
  package let epoch: UInt64
  package let settings: ClusterSettings
  package internal(set) var membership: Membership
  package internal(set) var leases: LeaseTable
  var runs: [RunID: RunMachine] = [:]
  var mint: IdentifierMint
  var waiting: [WaitingAsk] = []
  var sequence = 0
  var announced: [RunScore] = []
  var announcedBounds: [RunBound] = []
  var recentlyCancelled: [LeaseID] = []
  var isCancellationDue = false
  private var lastTick: Milliseconds?

  /// Cancelled leases that bulletins repeat: those of the last rounds; heartbeat replies carry all.
  static let repeatedCancellations = 256

  /// A brain for one epoch.
  ///
  /// - Precondition: the epoch lies in 1..<2^20 and is above every epoch before.
  package init(epoch: UInt64, settings: ClusterSettings = ClusterSettings()) {
    self.epoch = epoch
    self.settings = settings
    membership = Membership(settings: settings)
    leases = LeaseTable(settings: settings)
    mint = IdentifierMint(epoch: epoch)
  }

  /// Takes one event and says what to do about it.
  ///
  /// - Parameter now: never before the moment of an earlier call.
  /// - Complexity: O(nodes + leases + cells of the answers that move).
  package mutating func handle(_ event: ClusterEvent, at now: Milliseconds) -> [ClusterAction] {
    var actions: [ClusterAction] = []
    switch event {
    case .requestReceived(let id, let session, let envelope):
      actions = received(id, from: session, envelope, at: now)
    case .leaseRefused(let id, _, let lease): actions = refusedByStore(id, lease)
    case .requestAbandoned(let id): waiting.removeAll { $0.request == id }
    case .pipeClosed(let session):
      if let node = membership.closed(session, at: now) {
        actions.append(.persist(.nodeChanged(node.row)))
        actions += dropAsks(of: node.id)
      }
    case .tick: actions = ticked(at: now)
    case .runClaimed(let spec, let checkpoint): actions = claimed(spec, checkpoint, at: now)
    case .recounted(let id, let recount):
      if let run = runIDs.first(where: { runs[$0]?.purposes[id] != nil }) {
        actions = change(run) { $0.recounted(id, recount, mint: &$1, at: now) }
      }
    case .boundChecked(let id, let verdict):
      if let run = runIDs.first(where: { runs[$0]?.bound.checking?.id == id }) {
        actions = change(run) { $0.boundChecked(verdict, mint: &$1, at: now) }
      }
    case .recorded(let run): actions = change(run) { machine, _ in machine.recorded() }
    case .recordFailed(let run, let text):
      actions = change(run) { machine, _ in machine.recordFailed(text) }
    case .cancelRequested(let run):
      actions = change(run) { machine, _ in machine.cancel(at: now) }
    case .budgetChanged(let run, let amount):
      actions = change(run) { machine, mint in
        machine.changeBudget(to: amount, at: now)
        return machine.tick(at: now, mint: &mint)
      }
    case .drainRequested(let node):
      if let drained = membership.nodes[node], drained.state == .active,
        let row = membership.set(.draining, of: node)?.row
      {
        actions = [.persist(.nodeChanged(row))] + dropAsks(of: node)
      }
    case .gridUnavailable(let id, _):
      actions = [.reply(id, .refused(Refused(.gridUnavailable, "the grid cannot be had")))]
    }
    let settled = settle(at: now)
    // Where a run stands comes before what ends its search: what follows is another's standing.
    return dueProgress(at: now) + actions + settled
  }

  /// A snapshot of a run; nil when it is not worked on here.
  package func progress(of run: RunID, at now: Milliseconds) -> RunProgress? {
    guard let machine = runs[run] else { return nil }
    let lanes = leases.inOrder.filter { $0.run == run }.map { lease in
      LaneProgress(
        node: lease.node, lease: lease.id, subproblem: lease.assignment.subproblemID,
        strategy: lease.assignment.strategy.name, best: lease.best, effort: lease.effort)
    }
    var credits = machine.credits
    for node in membership.inOrder where node.lateRefused > 0 {
      var credit =
        credits[node.id]
        ?? NodeCredit(node: node.id, splicesAccepted: 0, splicesRefused: 0, lateRefused: 0)
      credit.lateRefused = node.lateRefused
      credits[node.id] = credit
    }
    return RunProgress(
      run: run, phase: machine.phase, round: machine.round,
      roundCount: machine.spec.plan.rounds.count, best: machine.best,
      used: machine.isDeterministic ? 0 : machine.clock.used(at: now),
      budget: machine.clock.budget, lanes: lanes,
      credits: credits.values.sorted { $0.node < $1.node },
      bound: machine.bound.checked?.offer.claimed)
  }

  /// Runs worked on here, rising.
  package var runIDs: [RunID] { runs.keys.sorted() }

  /// Whether another run may be claimed.
  package var takesRuns: Bool { runs.count < ClusterSettings.runsMax }

  private mutating func claimed(
    _ spec: RunSpec, _ checkpoint: Checkpoint?, at now: Milliseconds
  ) -> [ClusterAction] {
    precondition(takesRuns, "Run \(spec.run) is one too many; ask takesRuns first")
    precondition(runs[spec.run] == nil, "Run \(spec.run) was claimed twice")
    runs[spec.run] = RunMachine(spec: spec, checkpoint: checkpoint, settings: settings)
    return change(spec.run) { machine, _ in machine.openRound(at: now) } + makeRoom()
  }

  /// Takes a slot from the run that holds most when a run has come and no slot is free: a race may
  /// hold its lanes for most of a long budget.
  private mutating func makeRoom() -> [ClusterAction] {
    guard waiting.isEmpty, runs.count > 1 else { return [] }
    var held: [RunID: Int] = [:]
    for lease in leases.live.values { held[lease.run, default: 0] += 1 }
    guard let widest = runs.keys.sorted().max(by: { (held[$0] ?? 0) < (held[$1] ?? 0) }),
      (held[widest] ?? 0) > 1
    else { return [] }
    return change(widest) { machine, _ in
      machine.yieldLane()
      return []
    }
  }

  /// Changes one run and takes out the leases that it stopped.
  mutating func change(
    _ run: RunID, _ body: (inout RunMachine, inout IdentifierMint) -> [ClusterAction]
  ) -> [ClusterAction] {
    guard var machine = runs[run] else { return [] }
    runs[run] = nil
    var actions = body(&machine, &mint)
    for lease in machine.cancelled {
      guard let ended = leases.end(lease, as: .cancelled) else { continue }
      actions.append(
        .persist(.leaseEnded(lease, .cancelled, effort: ended.effort, cpuMilliseconds: 0)))
      recentlyCancelled.append(lease)
      isCancellationDue = true
    }
    machine.cancelled = []
    if machine.phase != .ended { runs[run] = machine }
    return actions
  }

  private mutating func ticked(at now: Milliseconds) -> [ClusterAction] {
    // Who leads stood still, making a large stage ready for one. What nodes said meanwhile waits
    // behind this tick: they were not silent.
    if let lastTick, now - lastTick >= settings.suspicion / 2 {
      membership.excuse(at: now)
      for lease in leases.inOrder { leases.renew(lease.id, at: now) }
    }
    lastTick = now
    var actions: [ClusterAction] = []
    for node in membership.expire(at: now) {
      actions.append(.persist(.nodeChanged(node.row)))
      actions += dropAsks(of: node.id)
      actions += expireLeases(of: node.id, nodeDied: true)
    }
    for lease in leases.overdue(at: now) { actions += expire(lease, nodeDied: false) }
    for run in runIDs { actions += change(run) { $0.tick(at: now, mint: &$1) } }
    for ask in waiting where ask.until <= now { actions.append(noWork(ask.request)) }
    waiting.removeAll { $0.until <= now }
    return actions
  }

  mutating func expireLeases(of node: NodeID, nodeDied: Bool) -> [ClusterAction] {
    leases.leases(of: node).flatMap { expire($0, nodeDied: nodeDied) }
  }

  private mutating func expire(_ lease: Lease, nodeDied: Bool) -> [ClusterAction] {
    guard leases.end(lease.id, as: .expired) != nil else { return [] }
    let ended = ClusterAction.persist(
      .leaseEnded(lease.id, .expired, effort: lease.effort, cpuMilliseconds: 0))
    return [ended]
      + change(lease.run) { machine, _ in
        machine.lost(lease.id, piece: lease.piece, nodeDied: nodeDied)
      }
  }

  func noWork(_ request: RequestID) -> ClusterAction {
    .reply(request, .noWork(NoWork(retryMilliseconds: Int(settings.retry))))
  }

  mutating func dropAsks(of node: NodeID) -> [ClusterAction] {
    let actions = waiting.filter { $0.node == node }.map { noWork($0.request) }
    waiting.removeAll { $0.node == node }
    return actions
  }

  /// Hands work to waiting slots, and pushes what changed.
  private mutating func settle(at now: Milliseconds) -> [ClusterAction] {
    var actions = dispatch(at: now)
    let best = bestScores
    let bounds = checkedBounds
    if best != announced || bounds != announcedBounds || isCancellationDue {
      announced = best
      announcedBounds = bounds
      isCancellationDue = false
      recentlyCancelled = Array(recentlyCancelled.suffix(Self.repeatedCancellations))
      sequence += 1
      actions.append(
        .publish(
          Bulletin(
            sequence: sequence, best: best, cancelled: recentlyCancelled, bounds: bounds)))
    }
    return actions
  }

  /// Where runs stand that have not said so for a while, or are to say it at once.
  private mutating func dueProgress(at now: Milliseconds) -> [ClusterAction] {
    var actions: [ClusterAction] = []
    for run in runIDs {
      guard var machine = runs[run],
        machine.lastProgress == .min || now - machine.lastProgress >= settings.progressInterval
      else { continue }
      machine.lastProgress = now
      runs[run] = machine
      if let progress = progress(of: run, at: now) {
        actions.append(.persist(.progress(progress)))
      }
    }
    return actions
  }

  /// Best recounted score of each run, in rising order of run.
  var bestScores: [RunScore] {
    // A loop over known scores: the optimiser of Swift 6.3.1 crashes on the chained closures.
    var result: [RunScore] = []
    for id in runIDs {
      guard let machine = runs[id], let known = machine.known else { continue }
      result.append(RunScore(run: id, best: known.score))
    }
    return result
  }
}

/// A slot that waits for work.
struct WaitingAsk: Sendable {
  let request: RequestID
  let node: NodeID
  let slot: Int
  let until: Milliseconds
}
