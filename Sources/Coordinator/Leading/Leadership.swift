import Coordination
import Grid
import Logging
import Measures
import Store
import Transport
import Wire

/// One term of leadership: feeds the cluster's brain and does what it says, in order.
///
/// All decisions are the machine's. Everything here runs one event at a time, so facts are written
/// and replies sent in the order they were decided; recounting and judging run beside it and come
/// back as events.
actor Leadership {
  let settings: CoordinatorSettings
  let epoch: UInt64
  let database: DatabaseConnection
  let judgeDatabase: DatabaseConnection
  let desk = RequestDesk()
  let events: AsyncStream<LeaderEvent>
  private let feed: AsyncStream<LeaderEvent>.Continuation
  private let publisher: Publisher
  let runDesk: RunDesk
  let reader: RunInputReader
  let logger: Logger
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant

  private var machine: ClusterMachine
  let recorder: ClusterRecorder
  var runs: [RunID: RunInWork] = [:]
  /// Runs that have ended a stage and go on with the next.
  private var nextStages: Set<RunID> = []
  /// Runs that nothing searches at present, and since when.
  var pauses: [RunID: Pause] = [:]
  /// Claimed runs whose programme is being looked through.
  var checking: [RunID: ProgrammeCheck] = [:]
  /// Runs whose next stage is being made ready.
  var opening: Set<RunID> = []
  /// The slot each waiting request for work came from.
  private var slotOfRequest: [RequestID: Int] = [:]

  /// What happens around a leader.
  enum LeaderEvent: Sendable {
    case cluster(ClusterEvent)
    /// Look at the queue and at what people asked of runs in work.
    case lookAround
    /// A run's programme was looked through; a contradiction ends it.
    case checked(RunRow, Contradiction?, ProgrammeCheck)
    /// A run's next stage was made ready, or cannot be.
    case opened(RunRow, Result<OpenedRun, any Error>)
  }

  init(
    _ settings: CoordinatorSettings, epoch: Int64, _ databases: Databases, _ publisher: Publisher,
    _ reader: RunInputReader, _ logger: Logger
  ) {
    self.settings = settings
    self.epoch = UInt64(epoch)
    database = databases.leading
    judgeDatabase = databases.judging
    self.publisher = publisher
    self.reader = reader
    runDesk = RunDesk(reader, logger)
    self.logger = logger
    machine = ClusterMachine(epoch: UInt64(epoch), settings: settings.cluster)
    recorder = ClusterRecorder(databases.leading, epoch: UInt64(epoch), settings: settings)
    started = clock.now
    // Bounded by its producers: requests by the server's contexts, recounts by offers answered one
    // by one, ticks by the pace of this loop.
    (events, feed) = AsyncStream.makeStream(of: LeaderEvent.self, bufferingPolicy: .unbounded)
  }

  /// The two connections of a leader: its own, and one for recording results beside it.
  struct Databases: Sendable {
    var leading: DatabaseConnection
    var judging: DatabaseConnection
  }

  nonisolated func submit(_ event: LeaderEvent) { feed.yield(event) }

  var now: Milliseconds {
    let elapsed = clock.now - started
    return elapsed.components.seconds * 1_000
      + elapsed.components.attoseconds / 1_000_000_000_000_000
  }

  // MARK: The loop

  /// Leads until the stream ends, the task is cancelled, or the database says that another leads.
  func lead() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      try await adoptRuns(&group)
      for await event in events {
        switch event {
        case .lookAround: try await lookAround(&group)
        case .cluster(let event): try await handle(event, &group)
        // A check of a run that was cancelled, and perhaps resumed, meanwhile has no say.
        case .checked(let row, let found, let check):
          guard !check.isAbandoned else { continue }
          try await endChecking(row, found, &group)
        case .opened(let row, let opened): try await take(opened, of: row, &group)
        }
      }
    }
  }

  func handle(
    _ event: ClusterEvent, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let admitted = try await fenced(event)
    if case .requestReceived(let request, _, let envelope) = admitted,
      case .askWork(let ask) = envelope.message
    {
      slotOfRequest[request] = ask.slot
    }
    if case .requestAbandoned(let request) = admitted { slotOfRequest[request] = nil }
    try await perform(machine.handle(admitted, at: now), &group)
  }

  /// An offer or finish passes only when the database says that its lease is live.
  private func fenced(_ event: ClusterEvent) async throws -> ClusterEvent {
    guard case .requestReceived(let request, let session, let envelope) = event else {
      return event
    }
    let lease: LeaseID
    switch envelope.message {
    case .offer(let offer): lease = offer.lease
    case .finish(let finish): lease = finish.lease
    default: return event
    }
    if try await recorder.accepts(lease) { return event }
    logger.info("late answer refused", metadata: ["lease": "\(lease)"])
    return .leaseRefused(request, from: session, lease)
  }

  private func perform(
    _ actions: [ClusterAction], _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let slots = slotsOfNewLeases(actions)
    for action in actions {
      switch action {
      case .reply(let request, let message): reply(request, message)
      case .replyWithGrid(let request, let hash, let offset):
        try await replyWithGrid(request, hash, offset, &group)
      case .publish(let bulletin): publish(bulletin)
      case .recount(let job): recount(job, &group)
      case .checkBound(let job): checkBound(job, &group)
      case .persist(let fact):
        warn(of: fact)
        // A bound of one stage among several, or under one plan of many, is none of the run.
        if case .boundChecked(let row) = fact, runs[row.bound.run]?.boundsAreGlobal == false {
          continue
        }
        try await recorder.record(fact, slots: slots)
      case .judgeAndRecord(let run, let answers): try await judge(run, answers, &group)
      case .runEnded(let run, let outcome): try await end(run, outcome, &group)
      }
    }
  }

  private func slotsOfNewLeases(_ actions: [ClusterAction]) -> [LeaseID: Int] {
    var slots: [LeaseID: Int] = [:]
    for case .reply(let request, .assignment(let assignment)) in actions {
      slots[assignment.lease] = slotOfRequest[request]
    }
    return slots
  }

  // MARK: Effects

  private func reply(_ request: RequestID, _ message: Message) {
    slotOfRequest[request] = nil
    desk.answer(request, WireCodec.encode(Envelope(epoch: epoch, message: message)))
  }

  private func replyWithGrid(
    _ request: RequestID, _ hash: GridHash, _ offset: Int,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let run = runs.keys.sorted().first { runs[$0]?.gridHash == hash }
    guard let run, let bytes = runs[run]?.gridBytes, offset >= 0, offset < bytes.count else {
      return try await handle(.gridUnavailable(request, hash), &group)
    }
    let end = min(bytes.count, offset + WireLimits.gridChunkBytes)
    reply(
      request,
      .gridChunk(
        GridChunk(
          hash: hash, offset: offset, totalBytes: bytes.count,
          content: Array(bytes[offset..<end]))))
  }

  private func publish(_ bulletin: Bulletin) {
    do {
      try publisher.publish(WireCodec.encode(Envelope(epoch: epoch, message: .bulletin(bulletin))))
    } catch {
      // The same content goes out with every heartbeat's reply.
      logger.warning("bulletin not sent", metadata: ["fault": "\(error)"])
    }
  }

  private func recount(
    _ job: RecountJob, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) {
    guard let grid = runs[job.run]?.grid else { return }
    group.addTask {
      self.submit(.cluster(.recounted(job.id, grid.recount(job.answer))))
    }
  }

  private func checkBound(
    _ job: BoundCheckJob, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) {
    guard let grid = runs[job.run]?.grid else { return }
    group.addTask {
      guard let verdict = await BoundChecking.verdict(on: job.offer, of: grid) else { return }
      self.submit(.cluster(.boundChecked(job.id, verdict)))
    }
  }

  /// Log lines of facts that somebody should look into.
  private func warn(of fact: PersistedFact) {
    switch fact {
    case .boundRefused(let run, let source, let claimed, let reason):
      logger.warning(
        "false bound refused, its strategy is suspended",
        metadata: [
          "run": "\(run)", "node": "\(source.node)", "strategy": "\(source.strategy)",
          "claimed": "\(claimed)", "why": "\(reason)",
        ])
    case .boundWithdrawn(let run, let bound, let answer):
      logger.error(
        "a checked bound is above a valid answer: report this",
        metadata: ["run": "\(run)", "bound": "\(bound)", "answer": "\(answer)"])
    default: break
    }
  }

  private func judge(
    _ run: RunID, _ answers: [RankedAnswer],
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    guard let work = runs[run] else { return }
    let used = machine.progress(of: run, at: now)?.used ?? 0
    if work.continues(after: answers, used: used) {
      pauses[run] = Pause(used: used, since: now)
      return try await endStage(work, answers[0], &group)
    }
    try await changeState(run, to: .recording)
    let judging = Judging(
      work: work, answers: answers, epoch: Int64(epoch), database: judgeDatabase,
      bound: work.boundsAreGlobal ? machine.progress(of: run, at: now)?.bound : nil)
    group.addTask {
      do {
        try await judging.judgeAndRecord()
        self.submit(.cluster(.recorded(run)))
      } catch let error as StoreError where error.isTransient || error.code == .superseded {
        // The database went away, not the answers: the next leader records them.
        throw error
      } catch {
        self.submit(.cluster(.recordFailed(run, "\(error)")))
      }
    }
  }

  private func end(
    _ run: RunID, _ outcome: RunOutcome,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    logger.info("run ended", metadata: ["run": "\(run)", "outcome": "\(outcome)"])
    switch outcome {
    case .completed: break
    case .cancelled: try await endUnlessEnded(.cancelled(run.rawValue))
    case .failed(let text):
      try await endUnlessEnded(
        RunTransition(
          run: run.rawValue, to: .failed, reason: text,
          remedy: "See the coordinator's log, then `rota runs resume \(run)`."))
    }
    try await recorder.writeCounters()
    runs[run] = nil
    if outcome != .completed { pauses[run] = nil }
    guard nextStages.remove(run) != nil, outcome == .completed,
      let row = try await database.run(run.rawValue)
    else { return }
    open(row, &group)
  }

  /// Keeps what a stage ended with; the next one opens when the machine has let go of the run.
  private func endStage(
    _ work: RunInWork, _ answer: RankedAnswer,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let run = RunID(work.row.id)
    try await database.endStage(work.ended(with: answer), epoch: Int64(epoch))
    nextStages.insert(run)
    try await handle(.recorded(run), &group)
  }

  /// Recording results ends a run by itself; only a run that recorded none is ended here.
  private func endUnlessEnded(_ transition: RunTransition) async throws {
    guard let row = try await database.run(transition.run), !row.state.isTerminal else { return }
    try await database.changeState(transition, epoch: Int64(epoch))
  }

  private func changeState(_ run: RunID, to state: RunState) async throws {
    guard let row = try await database.run(run.rawValue), row.state != state else { return }
    try await database.changeState(
      RunTransition(run: run.rawValue, to: state), epoch: Int64(epoch))
  }

  // MARK: Runs

  private func adoptRuns(
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    for row in try await database.adoptActiveRuns(epoch: Int64(epoch)) {
      logger.info("going on with a run", metadata: ["run": "\(row.id)"])
      try await check(row, &group)
    }
  }

  private func lookAround(
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    for run in runs.keys.sorted() {
      guard let row = try await database.run(run.rawValue) else { continue }
      if row.cancelRequested, runs[run]?.isCancelled == false {
        runs[run]?.isCancelled = true
        try await handle(.cancelRequested(run), &group)
      }
      if let seconds = row.budget.seconds, seconds != runs[run]?.row.budget.seconds {
        runs[run]?.row.budget.seconds = seconds
        if let work = runs[run] { await recorder.expect(work) }
        let milliseconds = runs[run]?.milliseconds(ofSeconds: seconds) ?? seconds * 1_000
        try await handle(.budgetChanged(run, Int(milliseconds)), &group)
      }
    }
    try await cancelChecks()
    while runs.count + checking.count + opening.count < settings.runsMax,
      let row = try await database.claimNextRun(epoch: Int64(epoch))
    {
      logger.info("run claimed", metadata: ["run": "\(row.id)", "input": "\(row.inputName)"])
      try await check(row, &group)
    }
  }
}
