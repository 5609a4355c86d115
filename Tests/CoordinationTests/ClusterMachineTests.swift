import Containers
import Coordination
import Grid
import Measures
import Testing
import Wire

/// Dialogues with the brain: this event, exactly these replies.
struct ClusterMachineTests {
  /// A driver of one line a step: feeds events, answers recounts, keeps what came out.
  final class Dialogue {
    var machine = ClusterMachine(epoch: 1)
    var now: Milliseconds = 0
    var request: UInt64 = 0
    var spec: RunSpec
    var actions: [ClusterAction] = []

    init(_ mode: RunMode) {
      var grid = DenseGrid(
        rowCount: 1, columnCount: 4, choiceCount: 3, domains: [.below(3)],
        domainOfCell: [0, 0, 0, 0])
      grid.cellPrices = (0..<4).map {
        CellPrice(row: 0, column: $0, choice: 1, level: .soft, amount: -1, instance: 0)
      }
      spec = RunSpec(
        run: RunID(1), grid: grid, encoded: (GridHash(Array(repeating: 1, count: 32))!, 10),
        seed: 1, mode: mode, portfolio: [StrategyChoice(name: "climb")])
      spec.plan = RoundPlan(rounds: [Round(kind: .race(lanes: 1, from: .nothing), weight: 1)])
    }

    /// The reply to one request; nil while it waits.
    func ask(_ message: Message, session: UInt64 = 1, epoch: UInt64 = 1) -> Message? {
      request += 1
      let id = RequestID(request)
      feed(.requestReceived(id, from: SessionID(session), Envelope(epoch: epoch, message: message)))
      for case .reply(id, let reply) in actions { return reply }
      return nil
    }

    /// Feeds an event and every recount it asks for.
    func feed(_ event: ClusterEvent) {
      actions = machine.handle(event, at: now)
      var next = 0
      while next < actions.count {
        if case .recount(let job) = actions[next] {
          actions += machine.handle(.recounted(job.id, spec.grid.recount(job.answer)), at: now)
        }
        next += 1
      }
    }

    func join(_ name: String = "a", session: UInt64 = 1) -> NodeID {
      let reply = ask(
        .join(Join(name: name, token: [], slots: 1, memoryBytes: 1)), session: session, epoch: 0)
      guard case .joined(let joined) = reply else { return NodeID(0) }
      return joined.node
    }

    func work(_ node: NodeID, session: UInt64 = 1) -> Assignment? {
      guard
        case .assignment(let work) = ask(.askWork(AskWork(node: node, slot: 0)), session: session)
      else { return nil }
      return work
    }

    func offer(_ node: NodeID, _ lease: LeaseID, _ sequence: Int, ones: Int) -> Message {
      .offer(
        Offer(
          node: node, lease: lease, sequence: sequence, borderRevision: 0,
          claimed: Score(soft: -ones), answer: cells(ones), effort: 1))
    }

    func finish(_ node: NodeID, _ lease: LeaseID, ones: Int) -> Message {
      .finish(
        Finish(
          node: node, lease: lease, sequence: 99, outcome: .budgetSpent,
          last: ClaimedAnswer(claimed: Score(soft: -ones), answer: cells(ones)), effort: 1,
          cpuMilliseconds: 1))
    }

    private func cells(_ ones: Int) -> RegionAnswer {
      RegionAnswer(cells: (0..<4).map { $0 < ones ? 1 : 0 })
    }

    var best: Int? { machine.progress(of: spec.run, at: now)?.best?.soft }
    var outcome: RunOutcome? {
      for case .runEnded(_, let outcome) in actions { return outcome }
      return nil
    }
    var judged: [RankedAnswer]? {
      for case .judgeAndRecord(_, let answers) in actions { return answers }
      return nil
    }
  }

  private func code(_ reply: Message?) -> Refused.Code? {
    if case .refused(let refused) = reply { refused.code } else { nil }
  }

  @Test
  func aRunGoesFromClaimToRecord() throws {
    let talk = Dialogue(.deterministic(effort: 10, lanes: 1))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    #expect(work.budget == .effort(10))
    _ = talk.ask(talk.finish(node, work.lease, ones: 3))
    #expect(talk.judged?.map(\.score.soft) == [-3])
    talk.feed(.recorded(talk.spec.run))
    #expect(talk.outcome == .completed)
    #expect(talk.machine.runIDs.isEmpty)
  }

  @Test
  func aStrangerAndAnOldEpochMustJoinAgain() {
    let talk = Dialogue(.time(budget: 1_000))
    #expect(code(talk.ask(.askWork(AskWork(node: NodeID(5), slot: 0)))) == .rejoin)
    let node = talk.join()
    #expect(code(talk.ask(.leave(Leave(node: node)), epoch: 9)) == .staleEpoch)
    #expect(code(talk.ask(.leave(Leave(node: node)), session: 2)) == .rejoin)
    #expect(code(talk.ask(.noWork(NoWork(retryMilliseconds: 1)))) == .unexpected)
  }

  /// Whoever reads why the run ended is told what the nodes ran into, without what would garble it.
  @Test
  func aRunThatNoNodeCanSearchSaysWhy() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    while talk.outcome == nil, let work = talk.work(node) {
      _ = talk.ask(
        .finish(
          Finish(
            node: node, lease: work.lease, sequence: 1,
            outcome: .failed("E4003 too\0 many\n rules"), last: nil, effort: 0,
            cpuMilliseconds: 0)))
    }
    guard case .failed(let reason) = talk.outcome else {
      Issue.record("\(String(describing: talk.outcome))")
      return
    }
    #expect(reason.hasSuffix("said: E4003 too many rules"), "\(reason)")
  }

  @Test
  func aRepeatedAskGetsTheSameAssignment() throws {
    let talk = Dialogue(.time(budget: 10_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let first = try #require(talk.work(node))
    #expect(talk.work(node) == first)
  }

  @Test
  func aRunThatComesWhenAllSlotsAreTakenGetsOneOfThem() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let nodes = [talk.join("a"), talk.join("b")]
    let first = try nodes.map { try #require(talk.work($0)) }
    var other = talk.spec
    other.run = RunID(2)
    talk.feed(.runClaimed(other, nil))
    let ended = talk.actions.compactMap { action -> LeaseID? in
      if case .persist(.leaseEnded(let lease, .cancelled, _, _)) = action { lease } else { nil }
    }
    #expect(ended == [first[1].lease])
    #expect(try #require(talk.work(nodes[1])).run == RunID(2))
  }

  /// Lanes of a stated effort: a stage that only wants something valid does not wait for the slower
  /// one.
  @Test
  func aRaceForSomethingValidEndsWithTheFirstLaneThatHasIt() throws {
    for stops in [true, false] {
      let talk = Dialogue(.time(budget: 60_000))
      talk.spec.stopsWhenValid = stops
      talk.spec.plan = RoundPlan(rounds: [
        Round(kind: .race(lanes: 2, from: .nothing), weight: 1, effortPerCell: 5)
      ])
      talk.feed(.runClaimed(talk.spec, nil))
      let nodes = [talk.join("a"), talk.join("b")]
      let work = try nodes.map { try #require(talk.work($0)) }
      _ = talk.ask(talk.finish(nodes[0], work[0].lease, ones: 3))
      #expect((talk.judged != nil) == stops)
      if !stops { _ = talk.ask(talk.finish(nodes[1], work[1].lease, ones: 2)) }
      #expect(talk.judged?.first?.score.soft == -3)
    }
  }

  /// Lanes that repeat their search are told how long one time is and have the time there is; the
  /// first valid answer leaves half as much again, within limits, for others to better it.
  @Test
  func aRaceOfRepeatedSearchesEndsSoonAfterItsFirstValidAnswer() throws {
    for stops in [true, false] {
      let talk = Dialogue(.time(budget: 60_000))
      talk.spec.stopsWhenValid = stops
      talk.spec.plan = RoundPlan(rounds: [
        Round(
          kind: .race(lanes: 2, from: .nothing), weight: 1, effortPerCell: 5, repeats: true)
      ])
      talk.feed(.runClaimed(talk.spec, nil))
      let nodes = [talk.join("a"), talk.join("b")]
      let work = try nodes.map { try #require(talk.work($0)) }
      #expect(work[0].budget == .milliseconds(60_000))
      #expect(
        work[0].strategy.parameters == [StrategyParameter(name: "cooling-effort", value: 20)])
      // Every node is heard of often enough to stay.
      func pass(to time: Milliseconds) {
        while talk.now < time {
          talk.now += 500
          for node in nodes { _ = talk.ask(.heartbeat(Heartbeat(node: node, progress: []))) }
          talk.feed(.tick)
        }
      }
      pass(to: 4_000)
      _ = talk.ask(talk.offer(nodes[0], work[0].lease, 1, ones: 2))
      pass(to: 5_500)
      _ = talk.ask(talk.offer(nodes[1], work[1].lease, 1, ones: 3))
      #expect(talk.judged == nil)
      pass(to: 6_000)
      #expect((talk.judged != nil) == stops)
      if stops { #expect(talk.judged?.first?.score.soft == -3) }
    }
  }

  @Test
  func offersImproveTheBestAndRepeatsDoNothing() throws {
    let talk = Dialogue(.time(budget: 10_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 2))
    #expect(talk.best == -2)
    #expect(
      talk.actions.contains {
        if case .publish(let bulletin) = $0 { bulletin.best.count == 1 } else { false }
      })
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 4))
    #expect(talk.best == -2)
    // A claim without substance is recounted and changes nothing.
    _ = talk.ask(
      .offer(
        Offer(
          node: node, lease: work.lease, sequence: 2, borderRevision: 0, claimed: Score(soft: -99),
          answer: RegionAnswer(cells: [0, 0, 0, 1]), effort: 1)))
    #expect(talk.best == -2)
    let short = Offer(
      node: node, lease: work.lease, sequence: 3, borderRevision: 0, claimed: Score(soft: -99),
      answer: RegionAnswer(cells: [0, 0, 7]), effort: 1)
    #expect(code(talk.ask(.offer(short))) == .unfit)
  }

  @Test
  func aSilentNodeLosesItsLeaseAndItsLateAnswerIsRefused() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let (first, second) = (talk.join(), talk.join("b", session: 2))
    let work = try #require(talk.work(first))
    _ = talk.ask(talk.offer(first, work.lease, 1, ones: 2))
    talk.now = 4_000
    _ = talk.ask(.heartbeat(Heartbeat(node: second, progress: [])), session: 2)
    talk.now = 5_000
    talk.feed(.tick)
    let again = try #require(talk.work(second, session: 2))
    #expect(again.subproblemID == work.subproblemID && again.lease != work.lease)
    #expect(again.subproblem.border?.cells == [1, 1, 0, 0])
    #expect(code(talk.ask(talk.finish(first, work.lease, ones: 4))) == .unknownLease)
    #expect(talk.best == -2)
    let beat = talk.ask(
      .heartbeat(
        Heartbeat(
          node: first,
          progress: [LeaseProgress(lease: work.lease, effort: 1, best: nil, elapsedMilliseconds: 1)]
        )))
    guard case .acknowledged(let acknowledged) = beat else {
      Issue.record("no acknowledgement: \(String(describing: beat))")
      return
    }
    #expect(acknowledged.cancelled == [work.lease])
    let late = talk.machine.progress(of: talk.spec.run, at: talk.now)?.credits
    #expect(late?.first { $0.node == first }?.lateRefused == 1)
  }

  @Test
  func silenceCountsFromWhenTheLeaderGoesOn() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    talk.now = 100
    talk.feed(.tick)
    // It stood still for longer than a node or a lease may be silent.
    talk.now = 20_000
    talk.feed(.tick)
    #expect(talk.machine.membership.nodes[node]?.state == .active)
    #expect(talk.work(node)?.lease == work.lease)
    while talk.now < 26_000 {
      talk.now += 1_000
      talk.feed(.tick)
    }
    #expect(talk.machine.membership.nodes[node]?.state == .lost)
  }

  @Test
  func aNodeThatComesBackInTimeKeepsItsLease() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    talk.feed(.pipeClosed(SessionID(1)))
    #expect(talk.machine.membership.nodes[node]?.state == .suspect)
    talk.now = 500
    _ = talk.ask(
      .join(Join(name: "a", token: [], slots: 1, memoryBytes: 1, resumedNode: node)), session: 9,
      epoch: 0)
    talk.now = 2_000
    talk.feed(.tick)
    #expect(talk.work(node, session: 9)?.lease == work.lease)
  }

  @Test
  func cancellingRecordsTheBestSoFar() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 1))
    talk.feed(.cancelRequested(talk.spec.run))
    #expect(talk.judged?.map(\.score.soft) == [-1])
    talk.feed(.recorded(talk.spec.run))
    #expect(talk.outcome == .cancelled)
  }

  @Test
  func aCutBudgetEndsTheRunAfterTheGrace() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 1))
    talk.now = 1_000
    talk.feed(.budgetChanged(talk.spec.run, 1_000))
    #expect(talk.judged == nil)
    talk.now = 1_000 + talk.machine.settings.grace
    talk.feed(.tick)
    #expect(talk.judged?.count == 1)
  }

  @Test
  func aTakeOverGoesOnFromTheCheckpoint() throws {
    let talk = Dialogue(.time(budget: 10_000))
    let answer = GridAnswer(cells: [1, 1, 0, 0], columnCount: 4)
    let ranked = RankedAnswer(score: Score(soft: -2), answer: answer)
    talk.machine = ClusterMachine(epoch: 2)
    talk.feed(
      .runClaimed(
        talk.spec,
        Checkpoint(
          run: talk.spec.run, round: 0, revision: 3, used: 9_000, incumbent: ranked, kept: [])))
    #expect(talk.best == -2)
    let node = talk.join()
    guard
      case .assignment(let work) = talk.ask(.askWork(AskWork(node: node, slot: 0)), epoch: 2)
    else {
      Issue.record("no work after the take-over")
      return
    }
    #expect(work.budget == .milliseconds(1_000))
    #expect(work.borderRevision == 3)
    talk.now = 3_001
    talk.feed(.tick)
    #expect(talk.judged?.first == ranked)
  }
}
