package import Logging
import ExactSearch
import Grid
import Search
import ServiceLifecycle
import Transport
import Wire

/// A solver node: some slots, each of which asks for work, searches, offers and finishes.
///
/// It keeps nothing that anybody would miss: leases end with it, grids are fetched again. Runs
/// until its task is cancelled, a graceful shutdown is asked for, or the coordinator drains it.
package actor NodeService: Service {
  private let settings: NodeSettings
  private let logger: Logger
  private var lanes: [Int: SearchLane] = [:]
  /// Leases by slot whose grid is being fetched and made ready: of the largest it takes a minute,
  /// and a lease that no heartbeat names ends after seconds.
  private var preparing: [Int: LeaseID] = [:]
  /// Leases that were called off meanwhile.
  private var calledOff: Set<LeaseID> = []
  private var isDraining = false
  private var bulletinSequence = 0
  private let bounds = BoundShelf()

  package init(_ settings: NodeSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  package func run() async throws {
    let client = try await RequestClient(
      dial: settings.coordinators, settings: settings.transport)
    let subscriber = try await Subscriber(
      dial: settings.bulletins, settings: settings.transport)
    let link = CoordinatorLink(settings, client, logger)
    let grids = GridCache(link)
    let slots = settings.slots
    do {
      try await cancelWhenGracefulShutdown {
        try await withThrowingTaskGroup(of: Bool.self) { group in
          group.addTask { try await self.beat(link) }
          group.addTask { await self.listen(subscriber, link) }
          for slot in 0..<slots {
            group.addTask {
              try await self.work(slot, link, grids)
              return true
            }
          }
          // Slots return only when the node is drained; the other two never do.
          var idle = 0
          while idle < slots, let isSlot = try await group.next() { idle += isSlot ? 1 : 0 }
          group.cancelAll()
        }
      }
    } catch is CancellationError {
      logger.info("stopping")
    }
    for lane in lanes.values { lane.stop() }
    await link.leave()
    await subscriber.close()
    await client.close()
  }

  // MARK: One slot

  private func work(_ slot: Int, _ link: CoordinatorLink, _ grids: GridCache) async throws {
    while !isDraining {
      try Task.checkCancellation()
      let reply = try await link.ask { .askWork(AskWork(node: $0, slot: slot)) }
      switch reply {
      case .assignment(let assignment):
        try await perform(assignment, slot, link, grids)
      case .noWork(let reply):
        try await Task.sleep(for: .milliseconds(max(10, reply.retryMilliseconds)))
      case .acknowledged: heed(reply)
      case .refused(let refusal):
        logger.debug("no work", metadata: ["text": "\(refusal.text)"])
        try await Task.sleep(for: .milliseconds(200))
      default:
        logger.warning("a request for work answered by something else")
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func perform(
    _ assignment: Assignment, _ slot: Int, _ link: CoordinatorLink, _ grids: GridCache
  ) async throws {
    guard let strategy = Self.strategy(assignment.strategy) else {
      let known = (StrategyCatalogue.names + ExactStrategies.all.map { $0.name })
        .joined(separator: ", ")
      let text = "no strategy \(assignment.strategy.name) here, only \(known)"
      return try await fail(assignment, text, link)
    }
    let ready: ReadyGrid
    preparing[slot] = assignment.lease
    defer {
      preparing[slot] = nil
      calledOff.remove(assignment.lease)
    }
    do {
      ready = try await grids.grid(assignment.gridHash, byteCount: assignment.gridBytes)
      try Self.check(assignment, ready.model.grid)
    } catch let error as GridCache.Unavailable {
      return try await fail(assignment, error.description, link)
    } catch let error as WireError {
      return try await fail(assignment, error.description, link)
    }
    let lane = SearchLane(assignment, ready)
    if let known = bounds.bound(for: assignment) { lane.inform(of: known) }
    if let reason = strategy.refusal(of: lane.task) {
      return try await fail(assignment, "\(assignment.strategy.name): \(reason)", link)
    }
    preparing[slot] = nil
    lanes[slot] = lane
    defer { lanes[slot] = nil }
    if calledOff.contains(assignment.lease) { lane.stop() }
    try await withTaskCancellationHandler {
      try await search(lane, strategy, link)
    } onCancel: {
      lane.stop()
    }
  }

  /// Time between two offers of a search for each cell of the grid. The coordinator recounts an
  /// offer, some microsecond a cell, in time that a search on the same machine would have: large
  /// grids are offered less often.
  private static let pausePerCell = Duration.microseconds(10)

  /// Nil when this node knows no strategy of the name.
  private static func strategy(_ choice: StrategyChoice) -> (any Strategy)? {
    let parameters = SearchLane.parameters(of: choice)
    return StrategyCatalogue.strategy(named: choice.name, parameters)
      ?? ExactStrategies.strategy(named: choice.name, parameters)
  }

  private func search(
    _ lane: SearchLane, _ strategy: any Strategy, _ link: CoordinatorLink
  ) async throws {
    let cells = lane.grid.domainOfCell.count
    let pause = max(settings.offerInterval, Self.pausePerCell * cells)
    let sequence = OfferSequence()
    let outcome = try await withThrowingTaskGroup(of: SearchLane.Outcome?.self) { group in
      group.addTask { await lane.run(strategy) }
      group.addTask {
        while !Task.isCancelled {
          try await Task.sleep(for: pause)
          try await self.offer(lane, sequence, link)
          try await self.offerBound(lane, link)
        }
        return nil
      }
      var ended: SearchLane.Outcome?
      while ended == nil, let next = try await group.next() { ended = next }
      group.cancelAll()
      do {
        while try await group.next() != nil {}
      } catch is CancellationError {
        // The offering task ends by cancellation; that is its only end.
      }
      return ended
    }
    guard let outcome else { return }
    // The last and best claim of a search often comes at its very end.
    try await offerBound(lane, link)
    if let bound = outcome.claimedBound {
      // A claim and no more: no multipliers come with it, so it is shown here and ends nothing.
      logger.info(
        "bound claimed",
        metadata: [
          "run": "\(lane.assignment.run)", "strategy": "\(lane.assignment.strategy.name)",
          "soft": "\(bound)",
        ])
    }
    let last = outcome.best.map(lane.claimed)
    let finish = { [last] (node: NodeID) in
      Message.finish(
        Finish(
          node: node, lease: lane.assignment.lease, sequence: sequence.next(),
          outcome: outcome.wasStopped ? .stopped : .budgetSpent,
          last: last, effort: outcome.effort,
          cpuMilliseconds: outcome.cpuMilliseconds))
    }
    heed(try await link.ask(finish))
  }

  private func offer(
    _ lane: SearchLane, _ sequence: OfferSequence, _ link: CoordinatorLink
  ) async throws {
    guard let candidate = lane.takeImprovement() else { return }
    let claim = lane.claimed(candidate)
    let number = sequence.next()
    let assignment = lane.assignment
    let reply = try await link.ask { node in
      .offer(
        Offer(
          node: node, lease: assignment.lease, sequence: number,
          borderRevision: assignment.borderRevision, claimed: claim.claimed,
          answer: claim.answer, effort: candidate.effort))
    }
    if case .refused(let refusal) = reply {
      logger.info("offer refused", metadata: ["text": "\(refusal.text)"])
      lane.stop()
    }
    heed(reply)
  }

  private func offerBound(_ lane: SearchLane, _ link: CoordinatorLink) async throws {
    guard lane.assignment.subproblem.free.isWhole(of: lane.grid), let bound = lane.takeBound()
    else { return }
    let assignment = lane.assignment
    let reply = try await link.ask { node in
      .offerBound(
        OfferBound(
          node: node, lease: assignment.lease, gridHash: assignment.gridHash, offer: bound))
    }
    if case .refused(let refusal) = reply {
      logger.warning("bound refused", metadata: ["text": "\(refusal.text)"])
    }
    heed(reply)
    await fetchBounds(reply, link)
  }

  /// Gets the multipliers of bounds that are better than those on the shelf, for runs in work here.
  private func fetchBounds(_ message: Message, _ link: CoordinatorLink) async {
    let told: [RunBound]
    switch message {
    case .acknowledged(let reply): told = reply.bounds
    case .bulletin(let bulletin): told = bulletin.bounds
    default: return
    }
    for bound in told {
      let grid = lanes.values.first { $0.assignment.run == bound.run }?.assignment.gridHash
      guard let grid, bounds.isBetter(bound, of: grid) else { continue }
      bounds.isFetching(bound, of: grid)
      do {
        let reply = try await link.ask { .fetchBound(FetchBound(node: $0, run: bound.run)) }
        guard case .checkedBound(let found) = reply else { continue }
        bounds.keep(found)
        for lane in lanes.values where lane.assignment.run == found.run {
          if let known = bounds.bound(for: lane.assignment) { lane.inform(of: known) }
        }
      } catch {
        // The next heartbeat's reply names the bound again.
        logger.debug("a bound was not fetched", metadata: ["fault": "\(error)"])
      }
    }
  }

  private func fail(
    _ assignment: Assignment, _ text: String, _ link: CoordinatorLink
  ) async throws {
    logger.warning("cannot search", metadata: ["fault": "\(text)"])
    let reply = try await link.ask { node in
      .finish(
        Finish(
          node: node, lease: assignment.lease, sequence: 1, outcome: .failed(text), last: nil,
          effort: 0, cpuMilliseconds: 0))
    }
    heed(reply)
  }

  /// What the assignment says must fit the grid it names; a peer's fault, never a crash.
  private static func check(_ assignment: Assignment, _ grid: DenseGrid) throws {
    let free = assignment.subproblem.free
    let fits =
      free.rows.allSatisfy { (0..<Int32(grid.rowCount)).contains($0) }
      && free.columns.lowerBound >= 0 && free.columns.upperBound <= Int32(grid.columnCount)
    let border = assignment.subproblem.border
    let borderFits =
      border.map {
        $0.columnCount == grid.columnCount && $0.rowCount == grid.rowCount
          && grid.allowsEveryCell(of: $0)
      } ?? free.isWhole(of: grid)
    if !fits || !borderFits {
      throw GridCache.Unavailable(description: "an assignment that does not fit its grid")
    }
  }

  // MARK: Heartbeats and bulletins

  private func beat(_ link: CoordinatorLink) async throws -> Bool {
    while true {
      try await Task.sleep(for: await link.heartbeat)
      let waiting = preparing.values.sorted().map {
        LeaseProgress(lease: $0, effort: 0, best: nil, elapsedMilliseconds: 0)
      }
      let progress = lanes.keys.sorted().compactMap { lanes[$0]?.progress } + waiting
      let reply = try await link.ask { .heartbeat(Heartbeat(node: $0, progress: progress)) }
      heed(reply)
      await fetchBounds(reply, link)
    }
  }

  private func listen(_ subscriber: Subscriber, _ link: CoordinatorLink) async -> Bool {
    for await bytes in subscriber.messages {
      do {
        let envelope = try WireCodec.decode(bytes)
        if case .bulletin(let bulletin) = envelope.message {
          bulletinSequence = max(bulletinSequence, bulletin.sequence)
          stop(bulletin.cancelled)
          await fetchBounds(envelope.message, link)
        }
      } catch {
        logger.warning("unreadable bulletin", metadata: ["fault": "\(error)"])
      }
    }
    return false
  }

  private func heed(_ reply: Message) {
    guard case .acknowledged(let reply) = reply else { return }
    stop(reply.cancelled)
    if reply.drain && !isDraining {
      isDraining = true
      logger.info("draining")
    }
  }

  private func stop(_ leases: [LeaseID]) {
    guard !leases.isEmpty else { return }
    for lane in lanes.values where leases.contains(lane.assignment.lease) { lane.stop() }
    calledOff.formUnion(preparing.values.filter(leases.contains))
  }
}
