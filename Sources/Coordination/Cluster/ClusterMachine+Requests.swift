internal import Measures
internal import Wire

/// Answering requests. A bad one is an ordinary event with a refusal for an answer.
extension ClusterMachine {
  mutating func received(
    _ id: RequestID, from session: SessionID, _ envelope: Envelope, at now: Milliseconds
  ) -> [ClusterAction] {
    if case .join(let join) = envelope.message {
      return joined(id, join, on: session, at: now)
    }
    guard envelope.message.kind.sender == .node else {
      return [refuse(id, .unexpected, "nodes do not send \(envelope.message.kind.rawValue)")]
    }
    guard envelope.epoch == epoch else {
      return [refuse(id, .staleEpoch, "epoch \(envelope.epoch); this is \(epoch): join again")]
    }
    let before = membership.nodes[envelope.message.node]?.state
    guard membership.heard(envelope.message.node, on: session, at: now) else {
      return [refuse(id, .rejoin, "node \(envelope.message.node) is not known here: join again")]
    }
    var actions: [ClusterAction] = []
    if let node = membership.nodes[envelope.message.node], node.state != before {
      actions.append(.persist(.nodeChanged(node.row)))
    }
    return actions + answers(id, envelope.message, at: now)
  }

  private mutating func answers(
    _ id: RequestID, _ message: Message, at now: Milliseconds
  ) -> [ClusterAction] {
    switch message {
    case .askWork(let ask): return asked(id, ask, at: now)
    case .fetchGrid(let fetch): return [.replyWithGrid(id, fetch.hash, offset: fetch.offset)]
    case .heartbeat(let heartbeat): return beat(id, heartbeat, at: now)
    case .offer(let offer): return offered(id, offer, at: now)
    case .finish(let finish): return finished(id, finish, at: now)
    case .leave(let leave): return left(id, leave.node)
    case .offerBound(let offer): return offeredBound(id, offer, at: now)
    case .fetchBound(let fetch): return fetchedBound(id, fetch)
    case .join, .joined, .assignment, .noWork, .gridChunk, .acknowledged, .refused,
      .checkedBound, .bulletin:
      return [refuse(id, .unexpected, "not a request")]
    }
  }

  func refuse(_ id: RequestID, _ code: Refused.Code, _ text: String) -> ClusterAction {
    .reply(id, .refused(Refused(code, text)))
  }

  private mutating func joined(
    _ id: RequestID, _ join: Join, on session: SessionID, at now: Milliseconds
  ) -> [ClusterAction] {
    let fresh = NodeID(mint.number())
    let admission = membership.join(join, on: session, fresh: fresh, at: now)
    var actions: [ClusterAction] = []
    let node: NodeID
    switch admission {
    case .refused(let refused): return [.reply(id, .refused(refused))]
    case .entered(let entered): node = entered
    case .resumed(let resumed): node = resumed
    case .restarted(let restarted):
      node = restarted
      actions += dropAsks(of: node)
      actions += expireLeases(of: node, nodeDied: true)
    }
    if let row = membership.nodes[node]?.row { actions.append(.persist(.nodeChanged(row))) }
    actions.append(
      .reply(
        id,
        .joined(
          Joined(
            node: node, heartbeatMilliseconds: Int(settings.heartbeat),
            suspicionMilliseconds: Int(settings.suspicion)))))
    return actions
  }

  private mutating func asked(
    _ id: RequestID, _ ask: AskWork, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let node = membership.nodes[ask.node], ask.slot < node.slots else {
      return [refuse(id, .unfit, "slot \(ask.slot) is beyond the slots of the node")]
    }
    if let lease = leases.lease(of: ask.node, slot: ask.slot) {
      leases.renew(lease.id, at: now)
      return [.reply(id, .assignment(lease.assignment))]
    }
    // A repeat takes the place of the request before, whose asker no longer listens.
    let actions = waiting.filter { $0.node == ask.node && $0.slot == ask.slot }
      .map { noWork($0.request) }
    waiting.removeAll { $0.node == ask.node && $0.slot == ask.slot }
    guard node.takesWork, waiting.count < ClusterSettings.waitingMax else {
      return actions + [noWork(id)]
    }
    waiting.append(
      WaitingAsk(request: id, node: ask.node, slot: ask.slot, until: now + settings.longPoll))
    return actions
  }

  /// Gives work to waiting slots in the order they asked.
  mutating func dispatch(at now: Milliseconds) -> [ClusterAction] {
    guard !waiting.isEmpty, !runs.isEmpty else { return [] }
    var actions: [ClusterAction] = []
    var rest: [WaitingAsk] = []
    for ask in waiting {
      if let granted = grant(to: ask, at: now) { actions += granted } else { rest.append(ask) }
    }
    waiting = rest
    return actions
  }

  private mutating func grant(to ask: WaitingAsk, at now: Milliseconds) -> [ClusterAction]? {
    let slots = membership.slotCount
    for run in runsByShare {
      guard let work = runs[run]?.nextWork(slots: slots, mint: &mint, at: now) else { continue }
      let lease = Lease(
        id: work.assignment.lease, node: ask.node, slot: ask.slot, run: run, piece: work.piece,
        assignment: work.assignment, granted: now, deadline: leases.deadline(from: now))
      leases.grant(lease)
      let row = LeaseRow(
        lease: lease.id, epoch: epoch, run: run, round: work.assignment.round,
        subproblem: work.assignment.subproblemID, node: ask.node,
        strategy: work.assignment.strategy.name, deadline: lease.deadline)
      return [
        .persist(.leaseGranted(row)), .reply(ask.request, .assignment(work.assignment)),
      ]
    }
    return nil
  }

  /// Runs in the order in which they get the next slot: who holds fewest leases, then the older.
  private var runsByShare: [RunID] {
    var held: [RunID: Int] = [:]
    for lease in leases.live.values { held[lease.run, default: 0] += 1 }
    return runs.keys.sorted { left, right in
      let (ours, theirs) = (held[left] ?? 0, held[right] ?? 0)
      return ours != theirs ? ours < theirs : left < right
    }
  }

  private mutating func beat(
    _ id: RequestID, _ heartbeat: Heartbeat, at now: Milliseconds
  ) -> [ClusterAction] {
    var cancelled: [LeaseID] = []
    for progress in heartbeat.progress {
      if leases.live[progress.lease]?.node == heartbeat.node {
        leases.note(progress, at: now)
      } else {
        cancelled.append(progress.lease)
      }
    }
    return [acknowledge(id, heartbeat.node, cancelled: cancelled.sorted())]
  }

  func acknowledge(
    _ id: RequestID, _ node: NodeID, cancelled: [LeaseID] = []
  ) -> ClusterAction {
    .reply(
      id,
      .acknowledged(
        Acknowledged(
          best: bestScores, cancelled: cancelled,
          drain: membership.nodes[node]?.state == .draining, bounds: checkedBounds)))
  }

  private mutating func offered(
    _ id: RequestID, _ offer: Offer, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let lease = leases.live[offer.lease], lease.node == offer.node else {
      return [late(id, offer.lease, offer.node)]
    }
    // A repeat was taken already.
    guard offer.sequence > lease.sequence else { return [acknowledge(id, offer.node)] }
    guard lease.offers < ClusterSettings.offersMax,
      runs[lease.run]?.fits(offer.answer, piece: lease.piece) ?? false
    else { return [refuse(id, .unfit, "the offer does not fit lease \(offer.lease)")] }
    leases.note(offer, at: now)
    let source = OfferSource(
      lease: offer.lease, node: offer.node, sequence: offer.sequence, claimed: offer.claimed)
    let actions = change(lease.run) {
      $0.offered(offer.answer, piece: lease.piece, source: source, mint: &$1)
    }
    return actions + [acknowledge(id, offer.node)]
  }

  private mutating func finished(
    _ id: RequestID, _ finish: Finish, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let lease = leases.live[finish.lease], lease.node == finish.node else {
      if wasTaken(finish.lease, of: finish.node) { return [acknowledge(id, finish.node)] }
      return [late(id, finish.lease, finish.node)]
    }
    if let last = finish.last,
      !(runs[lease.run]?.fits(last.answer, piece: lease.piece) ?? false)
    {
      return [refuse(id, .unfit, "the finish does not fit lease \(finish.lease)")]
    }
    let end: LeaseEnd
    if case .failed = finish.outcome { end = .failed } else { end = .finished }
    leases.end(finish.lease, as: end)
    let ended = ClusterAction.persist(
      .leaseEnded(
        finish.lease, end, effort: finish.effort, cpuMilliseconds: finish.cpuMilliseconds))
    let actions = change(lease.run) {
      $0.finished(finish, piece: lease.piece, mint: &$1, at: now)
    }
    return [ended] + actions + [acknowledge(id, finish.node)]
  }

  private func wasTaken(_ lease: LeaseID, of node: NodeID) -> Bool {
    guard let ended = leases.ended[lease], ended.node == node else { return false }
    return ended.end == .finished || ended.end == .failed
  }

  /// Refuses and counts an answer of a lease that is over.
  mutating func late(
    _ id: RequestID, _ lease: LeaseID, _ node: NodeID
  ) -> ClusterAction {
    // What was cancelled here ends late by its nature: its node had to be told first.
    if leases.ended[lease]?.end != .cancelled { membership.countLate(node) }
    return refuse(id, .unknownLease, "lease \(lease) is over: ask for other work")
  }

  /// The database refused what it had taken before (a repeat), or what another leader gave away.
  mutating func refusedByStore(_ id: RequestID, _ lease: LeaseID) -> [ClusterAction] {
    if let ended = leases.ended[lease] {
      if wasTaken(lease, of: ended.node) { return [acknowledge(id, ended.node)] }
      return [late(id, lease, ended.node)]
    }
    if let live = leases.live[lease] { return [late(id, lease, live.node)] }
    return [refuse(id, .unknownLease, "lease \(lease) is over: ask for other work")]
  }

  private mutating func left(_ id: RequestID, _ node: NodeID) -> [ClusterAction] {
    var actions = dropAsks(of: node)
    actions += expireLeases(of: node, nodeDied: false)
    if let row = membership.set(.left, of: node)?.row {
      actions.append(.persist(.nodeChanged(row)))
    }
    return actions + [acknowledge(id, node)]
  }
}

extension Message {
  /// The node that a request names; one that nobody has for other messages.
  var node: NodeID {
    switch self {
    case .askWork(let ask): ask.node
    case .fetchGrid(let fetch): fetch.node
    case .heartbeat(let heartbeat): heartbeat.node
    case .offer(let offer): offer.node
    case .finish(let finish): finish.node
    case .leave(let leave): leave.node
    case .offerBound(let offer): offer.node
    case .fetchBound(let fetch): fetch.node
    case .join, .joined, .assignment, .noWork, .gridChunk, .acknowledged, .refused,
      .checkedBound, .bulletin:
      NodeID(0)
    }
  }
}
