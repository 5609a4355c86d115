internal import Coordination
internal import Grid
internal import Measures
internal import Wire

/// A solver node in the simulation: it joins, asks, searches, offers and finishes as a real one
/// would, in steps of the simulated clock.
struct SimulatedNode {
  /// What one slot works on.
  struct Work {
    var assignment: Assignment
    var climber: HillClimber
    var until: Milliseconds
    var sequence = 0
    /// The finish that waits for its reply; sent again every second.
    var finish: Finish?
    var resend: Milliseconds = 0
  }

  let name: String
  let slotCount: Int
  var session: UInt64
  var isUp = true
  var frozenUntil: Milliseconds = 0
  var id: NodeID?
  var isJoined = false
  var epoch: UInt64 = 0
  var grids: [GridHash: DenseGrid] = [:]
  /// Assignments that wait for their grid, and the bytes there so far.
  var fetching: [(slot: Int, assignment: Assignment)] = []
  var work: [Work?]
  /// When each slot last asked; nil when it may ask.
  var asked: [Milliseconds?]
  var lastBeat: Milliseconds = 0
  var lastJoin: Milliseconds = -1_000
  /// Effort units a step of 100 ms.
  let speed: Int

  init(name: String, slotCount: Int, session: UInt64, speed: Int) {
    self.name = name
    self.slotCount = slotCount
    self.session = session
    self.speed = speed
    work = Array(repeating: nil, count: slotCount)
    asked = Array(repeating: nil, count: slotCount)
  }

  /// A process of the same name that knows nothing.
  func restarted(session: UInt64) -> SimulatedNode {
    SimulatedNode(name: name, slotCount: slotCount, session: session, speed: speed)
  }

  /// One step of the clock: what it sends.
  mutating func step(at now: Milliseconds) -> [Message] {
    guard isJoined, let id else {
      guard now - lastJoin >= 500 else { return [] }
      lastJoin = now
      return [
        .join(Join(name: name, token: [1], slots: slotCount, memoryBytes: 1, resumedNode: self.id))
      ]
    }
    var messages: [Message] = []
    for slot in 0..<slotCount { messages += stepSlot(slot, id: id, at: now) }
    for fetch in fetching {
      messages.append(
        .fetchGrid(FetchGrid(node: id, hash: fetch.assignment.gridHash, offset: 0)))
    }
    if now - lastBeat >= 1_000 {
      lastBeat = now
      let progress = work.compactMap { work in
        work.map {
          LeaseProgress(
            lease: $0.assignment.lease, effort: $0.climber.effort, best: $0.climber.best?.score,
            elapsedMilliseconds: 0)
        }
      }
      messages.append(.heartbeat(Heartbeat(node: id, progress: progress)))
    }
    return messages
  }

  private mutating func stepSlot(_ slot: Int, id: NodeID, at now: Milliseconds) -> [Message] {
    guard var current = work[slot] else {
      if fetching.contains(where: { $0.slot == slot }) { return [] }
      if let asked = asked[slot], now - asked < 12_000 { return [] }
      asked[slot] = now
      return [.askWork(AskWork(node: id, slot: slot))]
    }
    defer { work[slot] = current }
    if let finish = current.finish {
      guard now >= current.resend else { return [] }
      current.resend = now + 1_000
      return [.finish(finish)]
    }
    let improved = search(&current, at: now)
    var messages: [Message] = []
    if improved, let best = current.climber.best {
      current.sequence += 1
      messages.append(
        .offer(
          Offer(
            node: id, lease: current.assignment.lease, sequence: current.sequence,
            borderRevision: current.assignment.borderRevision, claimed: best.score,
            answer: best.cells, effort: current.climber.effort)))
    }
    if isSpent(current, at: now) {
      current.sequence += 1
      current.finish = Finish(
        node: id, lease: current.assignment.lease, sequence: current.sequence,
        outcome: .budgetSpent,
        last: current.climber.best.map { ClaimedAnswer(claimed: $0.score, answer: $0.cells) },
        effort: current.climber.effort, cpuMilliseconds: 0)
    }
    return messages
  }

  private func isSpent(_ work: Work, at now: Milliseconds) -> Bool {
    switch work.assignment.budget {
    case .effort(let units): work.climber.effort >= units
    case .milliseconds: now >= work.until
    }
  }

  private func search(_ work: inout Work, at now: Milliseconds) -> Bool {
    var improved = false
    for _ in 0..<speed where !isSpent(work, at: now) {
      if work.climber.step() { improved = true }
    }
    return improved
  }

  /// Takes a reply to what it sent.
  mutating func received(
    _ envelope: Envelope, for request: Message, at now: Milliseconds
  ) {
    switch envelope.message {
    case .joined(let joined):
      if envelope.epoch != epoch { dropAll() }
      id = joined.node
      epoch = envelope.epoch
      isJoined = true
    case .assignment(let assignment):
      guard case .askWork(let ask) = request else { return }
      asked[ask.slot] = nil
      guard work[ask.slot] == nil, !fetching.contains(where: { $0.slot == ask.slot }) else {
        return
      }
      if grids[assignment.gridHash] == nil {
        fetching.append((ask.slot, assignment))
      } else {
        begin(assignment, slot: ask.slot, at: now)
      }
    case .noWork:
      guard case .askWork(let ask) = request else { return }
      asked[ask.slot] = nil
    case .gridChunk(let chunk): tookChunk(chunk, at: now)
    case .acknowledged(let acknowledged):
      if case .finish(let finish) = request { drop(finish.lease) }
      for lease in acknowledged.cancelled { drop(lease) }
    case .refused(let refused): wasRefused(refused, request)
    default: break
    }
  }

  private mutating func tookChunk(_ chunk: GridChunk, at now: Milliseconds) {
    guard grids[chunk.hash] == nil else { return }
    let grid: DenseGrid
    do {
      grid = try WireCodec.decodeGrid(chunk.content)
    } catch {
      // The grid was encoded by the same codec a moment ago.
      preconditionFailure("A grid of the simulation was not readable: \(error)")
    }
    grids[chunk.hash] = grid
    let ready = fetching.filter { $0.assignment.gridHash == chunk.hash }
    fetching.removeAll { $0.assignment.gridHash == chunk.hash }
    for fetch in ready { begin(fetch.assignment, slot: fetch.slot, at: now) }
  }

  private mutating func wasRefused(_ refused: Refused, _ request: Message) {
    if case .askWork(let ask) = request { asked[ask.slot] = nil }
    switch refused.code {
    case .staleEpoch, .rejoin: isJoined = false
    default:
      if case .finish(let finish) = request { drop(finish.lease) }
      if case .offer(let offer) = request { drop(offer.lease) }
    }
  }

  private mutating func begin(_ assignment: Assignment, slot: Int, at now: Milliseconds) {
    guard let grid = grids[assignment.gridHash] else { return }
    var until = Milliseconds.max
    if case .milliseconds(let length) = assignment.budget { until = now + Int64(length) }
    work[slot] = Work(
      assignment: assignment,
      climber: HillClimber(
        grid: grid, subproblem: assignment.subproblem, seed: assignment.seed), until: until)
  }

  private mutating func drop(_ lease: LeaseID) {
    for slot in work.indices where work[slot]?.assignment.lease == lease { work[slot] = nil }
  }

  private mutating func dropAll() {
    work = Array(repeating: nil, count: slotCount)
    asked = Array(repeating: nil, count: slotCount)
    fetching = []
  }
}
