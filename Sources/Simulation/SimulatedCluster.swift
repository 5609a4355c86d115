package import Coordination
internal import Determinism
internal import Grid
internal import Measures
internal import Wire

/// What may go wrong in a simulated cluster, as chances per thousand.
package struct FaultPlan: Sendable {
  /// Each message.
  package var loss = 0
  package var repetition = 0
  /// Longest way of a message; each takes 1 ms to this long, so that messages overtake.
  package var delayMax: Milliseconds = 5
  /// Each half-second, each node.
  package var nodeCrash = 0
  package var nodeFreeze = 0
  /// Each half-second.
  package var coordinatorCrash = 0
  /// When faults stop and only progress is left to prove.
  package var end: Milliseconds = 0

  package init() {}

  /// Everything at once, for the first 40 s.
  package static var harsh: FaultPlan {
    var plan = FaultPlan()
    plan.loss = 100
    plan.repetition = 100
    plan.delayMax = 400
    plan.nodeCrash = 15
    plan.nodeFreeze = 15
    plan.coordinatorCrash = 20
    plan.end = 40_000
    return plan
  }
}

/// A cluster in one process: the real brain and the real codec between simulated nodes, network,
/// store and clock. A seed fixes everything that happens.
package struct SimulatedCluster {
  private enum Happening {
    case tick
    case nodeStep(Int)
    case fault
    case toCoordinator([UInt8], node: Int, session: UInt64, request: Message)
    case toNode([UInt8], node: Int, session: UInt64, request: Message)
    case pipeClosed(UInt64)
    case recounted(RecountJob, epoch: UInt64)
    case boundToCheck(BoundCheckJob, epoch: UInt64)
    case recorded(RunID, epoch: UInt64)
    case takeOver
  }

  private struct Entry {
    var time: Milliseconds
    var number: Int
    var happening: Happening
  }

  private struct Asker {
    var node: Int
    var session: UInt64
    var request: Message
  }

  private let spec: RunSpec
  private let gridBytes: [UInt8]
  private let faults: FaultPlan
  private let settings: ClusterSettings
  private var generator: SeededGenerator
  private var now: Milliseconds = 0
  private var number = 0
  private var calendar: [Entry] = []
  private var machine: ClusterMachine?
  private var epoch: UInt64 = 1
  private var nodes: [SimulatedNode] = []
  private var nextSession: UInt64 = 0
  private var nextRequest: UInt64 = 0
  private var askers: [RequestID: Asker] = [:]
  private var bestInEpoch: Score?

  /// What the durable state holds, and what went wrong.
  package private(set) var checkpoint: Checkpoint?
  /// The answers recorded, best first; nil until then.
  package private(set) var recorded: [RankedAnswer]?
  package private(set) var outcome: RunOutcome?
  /// Broken properties, in words; must stay empty.
  package private(set) var faultsFound: [String] = []
  package private(set) var refusals = 0
  package private(set) var takeOvers = 0
  private var liveLeases: Set<LeaseID> = []

  package init(
    spec: RunSpec, nodes: Int, slots: Int = 1, faults: FaultPlan = FaultPlan(),
    settings: ClusterSettings = ClusterSettings(), seed: UInt64
  ) {
    self.spec = spec
    gridBytes = WireCodec.encode(grid: spec.grid)
    self.faults = faults
    self.settings = settings
    generator = SeededGenerator(seed: seed)
    for index in 0..<nodes {
      nextSession += 1
      self.nodes.append(
        SimulatedNode(
          name: "node-\(index)", slotCount: slots, session: nextSession,
          speed: 10 + generator.below(20)))
    }
  }

  /// Runs until the run is over, or a simulated hour has passed.
  package mutating func run() {
    schedule(.takeOver, after: 0)
    schedule(.fault, after: 500)
    for index in nodes.indices { schedule(.nodeStep(index), after: Int64(generator.below(100))) }
    while outcome == nil, now < 3_600_000, let next = calendar.popLast() {
      now = next.time
      perform(next.happening)
    }
    if outcome == nil { faultsFound.append("the run did not end within an hour") }
  }

  private mutating func schedule(_ happening: Happening, after delay: Milliseconds) {
    number += 1
    let entry = Entry(time: now + delay, number: number, happening: happening)
    var low = 0
    var high = calendar.count
    while low < high {
      let middle = (low + high) / 2
      let other = calendar[middle]
      if (other.time, other.number) > (entry.time, entry.number) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    calendar.insert(entry, at: low)
  }

  private mutating func perform(_ happening: Happening) {
    switch happening {
    case .tick:
      guard machine != nil else { return }
      feed(.tick)
      schedule(.tick, after: 100)
    case .nodeStep(let index): stepNode(index)
    case .fault: breakSomething()
    case .toCoordinator(let bytes, let node, let session, let request):
      arrive(bytes, Asker(node: node, session: session, request: request))
    case .toNode(let bytes, let node, let session, let request):
      deliver(bytes, Asker(node: node, session: session, request: request))
    case .pipeClosed(let session): feed(.pipeClosed(SessionID(session)))
    case .recounted(let job, let epoch):
      guard epoch == self.epoch else { return }
      feed(.recounted(job.id, spec.grid.recount(job.answer)))
    case .boundToCheck(let job, let epoch):
      guard epoch == self.epoch else { return }
      feed(.boundChecked(job.id, Self.verdict(on: job.offer, of: spec.grid)))
    case .recorded(let run, let epoch):
      guard epoch == self.epoch else { return }
      feed(.recorded(run))
    case .takeOver: takeOver()
    }
  }

  private mutating func takeOver() {
    guard machine == nil else { return }
    machine = ClusterMachine(epoch: epoch, settings: settings)
    bestInEpoch = nil
    if recorded == nil {
      feed(.runClaimed(spec, checkpoint))
    } else {
      outcome = .completed
    }
    schedule(.tick, after: 100)
  }

  private static func verdict(on offer: BoundOffer, of grid: DenseGrid) -> BoundVerdict {
    do {
      return .proved(try grid.checkAlone(offer) ?? .points(offer.claimed))
    } catch {
      return .refused(error)
    }
  }

  // MARK: Network

  private func chance(_ perMille: Int, _ generator: inout SeededGenerator) -> Bool {
    now < faults.end && generator.below(1_000) < perMille
  }

  private mutating func transmit(_ happening: Happening) {
    if chance(faults.loss, &generator) { return }
    let copies = chance(faults.repetition, &generator) ? 2 : 1
    for _ in 0..<copies {
      let longest = now < faults.end ? faults.delayMax : min(5, faults.delayMax)
      schedule(happening, after: 1 + Int64(generator.below(Int(longest))))
    }
  }

  private mutating func stepNode(_ index: Int) {
    schedule(.nodeStep(index), after: 100)
    guard nodes[index].isUp, nodes[index].frozenUntil <= now else { return }
    for message in nodes[index].step(at: now) {
      let bytes = WireCodec.encode(Envelope(epoch: nodes[index].epoch, message: message))
      transmit(
        .toCoordinator(bytes, node: index, session: nodes[index].session, request: message))
    }
  }

  private mutating func deliver(_ bytes: [UInt8], _ asker: Asker) {
    guard nodes[asker.node].isUp, nodes[asker.node].session == asker.session else { return }
    if nodes[asker.node].frozenUntil > now {
      schedule(
        .toNode(bytes, node: asker.node, session: asker.session, request: asker.request),
        after: nodes[asker.node].frozenUntil - now)
      return
    }
    do {
      let envelope = try WireCodec.decode(bytes)
      nodes[asker.node].received(envelope, for: asker.request, at: now)
    } catch {
      faultsFound.append("a reply was not readable: \(error)")
    }
  }

  private mutating func arrive(_ bytes: [UInt8], _ asker: Asker) {
    // What a dead process sent, or what came on a closed connection, is gone.
    guard let machine, nodes[asker.node].session == asker.session else { return }
    nextRequest += 1
    let id = RequestID(nextRequest)
    askers[id] = asker
    do {
      let envelope = try WireCodec.decode(bytes)
      let session = SessionID(asker.session)
      guard let lease = leaseAnswered(envelope.message), envelope.epoch == epoch else {
        feed(.requestReceived(id, from: session, envelope))
        return
      }
      let isHeld = machine.leases.live[lease.id]?.node == lease.node
      let event: ClusterEvent =
        liveLeases.contains(lease.id)
        ? .requestReceived(id, from: session, envelope) : .leaseRefused(id, from: session, lease.id)
      let actions = feed(event)
      let changes = actions.contains { action in
        if case .recount = action { true } else { false }
      }
      if !isHeld && changes {
        faultsFound.append("an answer of superseded lease \(lease.id) was used")
      }
    } catch {
      faultsFound.append("a request was not readable: \(error)")
    }
  }

  private func leaseAnswered(_ message: Message) -> (id: LeaseID, node: NodeID)? {
    switch message {
    case .offer(let offer): (offer.lease, offer.node)
    case .finish(let finish): (finish.lease, finish.node)
    default: nil
    }
  }

  // MARK: Faults

  private mutating func breakSomething() {
    guard now < faults.end else { return }
    schedule(.fault, after: 500)
    for index in nodes.indices {
      if !nodes[index].isUp {
        if generator.below(4) == 0 {
          nextSession += 1
          nodes[index] = nodes[index].restarted(session: nextSession)
        }
      } else if chance(faults.nodeCrash, &generator) {
        schedule(.pipeClosed(nodes[index].session), after: 10)
        nextSession += 1
        nodes[index].session = nextSession
        nodes[index].isUp = false
      } else if chance(faults.nodeFreeze, &generator) {
        nodes[index].frozenUntil = now + Int64(1_000 + generator.below(20_000))
      }
    }
    if machine != nil, chance(faults.coordinatorCrash, &generator) {
      machine = nil
      askers = [:]
      epoch += 1
      takeOvers += 1
      // Connections end with the process; leases of the old epoch are void in the store.
      liveLeases = []
      for index in nodes.indices {
        nextSession += 1
        nodes[index].session = nextSession
        for slot in nodes[index].asked.indices { nodes[index].asked[slot] = nil }
      }
      schedule(.takeOver, after: Int64(500 + generator.below(4_000)))
    }
    let isLast = now + 500 >= faults.end
    if isLast {
      for index in nodes.indices where !nodes[index].isUp {
        nextSession += 1
        nodes[index] = nodes[index].restarted(session: nextSession)
      }
    }
  }

  // MARK: Driver

  @discardableResult
  private mutating func feed(_ event: ClusterEvent) -> [ClusterAction] {
    guard machine != nil else { return [] }
    let actions = machine?.handle(event, at: now) ?? []
    for action in actions { perform(action) }
    checkBest()
    return actions
  }

  private mutating func checkBest() {
    guard let best = machine?.progress(of: spec.run, at: now)?.best else { return }
    if let before = bestInEpoch, before < best {
      faultsFound.append("the best score went from \(before) to \(best)")
    }
    bestInEpoch = best
  }

  private mutating func perform(_ action: ClusterAction) {
    switch action {
    case .reply(let id, let message): reply(id, message)
    case .replyWithGrid(let id, let hash, _):
      reply(
        id,
        .gridChunk(
          GridChunk(hash: hash, offset: 0, totalBytes: gridBytes.count, content: gridBytes)))
    case .publish: break
    case .recount(let job):
      schedule(
        .recounted(job, epoch: epoch), after: Int64(1 + generator.below(20)))
    case .checkBound(let job):
      schedule(.boundToCheck(job, epoch: epoch), after: Int64(1 + generator.below(200)))
    case .persist(let fact): persist(fact)
    case .judgeAndRecord(let run, let answers):
      if recorded != nil { faultsFound.append("run \(run) was recorded twice") }
      for ranked in answers where spec.grid.recount(ranked.answer).score != ranked.score {
        faultsFound.append("a recorded answer's score \(ranked.score) is not its recount's")
      }
      recorded = answers
      schedule(.recorded(run, epoch: epoch), after: 20)
    case .runEnded(_, let outcome): self.outcome = outcome
    }
  }

  private mutating func reply(_ id: RequestID, _ message: Message) {
    guard let asker = askers.removeValue(forKey: id) else {
      faultsFound.append("request \(id.rawValue) was answered twice")
      return
    }
    if case .refused = message { refusals += 1 }
    let bytes = WireCodec.encode(Envelope(epoch: epoch, message: message))
    transmit(
      .toNode(bytes, node: asker.node, session: asker.session, request: asker.request))
  }

  private mutating func persist(_ fact: PersistedFact) {
    switch fact {
    case .leaseGranted(let row): liveLeases.insert(row.lease)
    case .leaseEnded(let lease, _, _, _): liveLeases.remove(lease)
    case .checkpoint(let next):
      if let before = checkpoint?.incumbent?.score {
        guard let after = next.incumbent?.score, !(before < after) else {
          faultsFound.append("a checkpoint fell behind \(before)")
          return
        }
      }
      checkpoint = next
    case .boundWithdrawn(_, let bound, let answer):
      faultsFound.append("a checked bound of \(bound) was above an answer of \(answer)")
    case .nodeChanged, .offerRecounted, .progress, .quarantined, .boundChecked, .boundRefused:
      break
    }
  }
}
