import Coordination
import Grid
import Measures
import Testing
import Wire

/// Bounds: hints until checked, then told to all; false ones cost their strategy.
struct BoundDialogueTests {
  private typealias Dialogue = ClusterMachineTests.Dialogue

  /// No answer of the dialogue's grid costs less than −4; no multipliers are needed to prove it.
  private func claim(_ soft: Int, by work: Assignment, _ node: NodeID) -> Message {
    .offerBound(
      OfferBound(
        node: node, lease: work.lease, gridHash: work.gridHash,
        offer: BoundOffer(
          claimed: soft, multipliers: LagrangeMultipliers(denominator: 1, covers: []))))
  }

  private func job(_ talk: Dialogue) -> BoundCheckJob? {
    for case .checkBound(let job) in talk.actions { return job }
    return nil
  }

  /// What the driver does with a job.
  private func check(_ job: BoundCheckJob, _ talk: Dialogue) {
    let verdict: BoundVerdict
    do {
      verdict = .proved(try talk.spec.grid.checkAlone(job.offer) ?? .noValidAnswer)
    } catch {
      verdict = .refused(error)
    }
    talk.feed(.boundChecked(job.id, verdict))
  }

  private func facts(_ talk: Dialogue) -> [PersistedFact] {
    talk.actions.compactMap { if case .persist(let fact) = $0 { fact } else { nil } }
  }

  private func begun(
    _ mode: RunMode = .time(budget: 60_000), strategies: [String] = ["climb", "walk"]
  ) throws -> (Dialogue, NodeID, Assignment) {
    let talk = Dialogue(mode)
    talk.spec.portfolio = strategies.map { StrategyChoice(name: $0) }
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    return (talk, node, try #require(talk.work(node)))
  }

  @Test func aCheckedBoundIsKeptToldAndFetched() throws {
    let (talk, node, work) = try begun()
    let reply = talk.ask(claim(-6, by: work, node))
    guard case .acknowledged(let before) = reply else { Issue.record("\(reply as Any)"); return }
    #expect(before.bounds.isEmpty, "nothing is believed before the check")
    check(try #require(job(talk)), talk)
    let kept = facts(talk).compactMap { if case .boundChecked(let row) = $0 { row } else { nil } }
    // The checker's own value counts, which is better than the claim.
    #expect(kept.map(\.bound.offer.claimed) == [-4])
    #expect(kept.first?.source?.strategy == "climb")
    let told = talk.actions.compactMap {
      if case .publish(let bulletin) = $0 { bulletin.bounds } else { nil }
    }
    #expect(told == [[RunBound(run: talk.spec.run, revision: 1, soft: -4)]])
    guard
      case .checkedBound(let fetched) = talk.ask(
        .fetchBound(FetchBound(node: node, run: talk.spec.run)))
    else { Issue.record("no bound to fetch"); return }
    #expect(fetched.offer.claimed == -4 && fetched.revision == 1)
    #expect(talk.machine.progress(of: talk.spec.run, at: 0)?.bound == -4)
  }

  @Test func aRunWhoseAnswerMeetsItsBoundEnds() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(claim(-4, by: work, node))
    check(try #require(job(talk)), talk)
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 3))
    #expect(talk.judged == nil, "an answer above the bound ends nothing")
    _ = talk.ask(talk.offer(node, work.lease, 2, ones: 4))
    #expect(talk.judged?.first?.score.soft == -4)
    #expect(talk.machine.leases.live.isEmpty)
  }

  @Test func aBoundThatMeetsTheAnswerEndsTheRunToo() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 4))
    _ = talk.ask(claim(-4, by: work, node))
    #expect(talk.judged == nil)
    check(try #require(job(talk)), talk)
    #expect(talk.judged?.first?.score.soft == -4)
  }

  @Test func aFalseBoundSuspendsItsStrategyInTheRun() throws {
    let (talk, node, work) = try begun()
    #expect(work.strategy.name == "climb")
    _ = talk.ask(claim(-3, by: work, node))
    check(try #require(job(talk)), talk)
    let refused = facts(talk).contains {
      if case .boundRefused(_, let source, -3, _) = $0 { source.strategy == "climb" } else { false }
    }
    #expect(refused)
    #expect(talk.machine.leases.live.isEmpty, "the strategy's searches are stopped")
    #expect(talk.work(node)?.strategy.name == "walk")
    #expect(talk.machine.progress(of: talk.spec.run, at: 0)?.bound == nil)
  }

  @Test func aBoundAboveAValidAnswerIsRefusedUnchecked() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 4))
    let reply = talk.ask(claim(-3, by: work, node))
    guard case .refused(let refusal) = reply else { Issue.record("\(reply as Any)"); return }
    #expect(refusal.code == .unfit)
    #expect(job(talk) == nil)
    #expect(talk.machine.leases.live.isEmpty)
  }

  @Test func aBoundOfAnotherGridIsRefused() throws {
    let (talk, node, work) = try begun()
    let other = GridHash(Array(repeating: 9, count: 32))!
    let reply = talk.ask(
      .offerBound(
        OfferBound(
          node: node, lease: work.lease, gridHash: other,
          offer: BoundOffer(
            claimed: -9, multipliers: LagrangeMultipliers(denominator: 1, covers: [])))))
    guard case .refused(let refusal) = reply else { Issue.record("\(reply as Any)"); return }
    #expect(refusal.code == .unfit)
  }

  @Test func aBoundOfALeaseThatIsOverIsLate() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(talk.finish(node, work.lease, ones: 1))
    let reply = talk.ask(claim(-6, by: work, node))
    guard case .refused(let refusal) = reply else { Issue.record("\(reply as Any)"); return }
    #expect(refusal.code == .unknownLease)
  }

  @Test func oneCheckIsOutAtATimeAndTheBestClaimWaits() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(claim(-9, by: work, node))
    let first = try #require(job(talk))
    for soft in [-8, -5, -7] {
      _ = talk.ask(claim(soft, by: work, node))
      #expect(job(talk) == nil)
    }
    // A check that proves no more than was claimed leaves the best waiting claim to be checked.
    talk.feed(.boundChecked(first.id, .proved(.points(-9))))
    #expect(job(talk)?.offer.claimed == -5)
  }

  @Test func aClaimNoBetterThanWhatIsProvedIsNotChecked() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(claim(-4, by: work, node))
    check(try #require(job(talk)), talk)
    _ = talk.ask(claim(-5, by: work, node))
    #expect(job(talk) == nil)
  }

  @Test func aCheckedBoundThatAnAnswerBeatsIsWithdrawnAndNothingMoreBelieved() throws {
    let (talk, node, work) = try begun()
    _ = talk.ask(claim(-3, by: work, node))
    let wrong = try #require(job(talk))
    talk.feed(.boundChecked(wrong.id, .proved(.points(-3))))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 4))
    let withdrawn = facts(talk).contains {
      if case .boundWithdrawn(_, -3, _) = $0 { true } else { false }
    }
    #expect(withdrawn)
    #expect(talk.judged == nil)
    _ = talk.ask(claim(-4, by: work, node))
    #expect(job(talk) == nil)
  }

  @Test func deterministicRunsAreNeitherEndedNorFedByBounds() throws {
    let (talk, node, work) = try begun(
      .deterministic(effort: 10, lanes: 1), strategies: ["climb"])
    _ = talk.ask(claim(-4, by: work, node))
    check(try #require(job(talk)), talk)
    guard case .refused = talk.ask(.fetchBound(FetchBound(node: node, run: talk.spec.run))) else {
      Issue.record("a deterministic run gave a bound away")
      return
    }
    #expect(talk.machine.progress(of: talk.spec.run, at: 0)?.bound == -4)
    _ = talk.ask(talk.finish(node, work.lease, ones: 4))
    #expect(talk.judged?.first?.score.soft == -4)
  }

  @Test func aCheckpointsBoundIsCheckedAgain() throws {
    let talk = Dialogue(.time(budget: 60_000))
    let bound = BoundOffer(
      claimed: -4, multipliers: LagrangeMultipliers(denominator: 1, covers: []))
    talk.feed(
      .runClaimed(
        talk.spec,
        Checkpoint(
          run: talk.spec.run, round: 0, revision: 0, used: 0, incumbent: nil, kept: [],
          bound: bound)))
    #expect(talk.machine.progress(of: talk.spec.run, at: 0)?.bound == nil)
    talk.feed(.tick)
    check(try #require(job(talk)), talk)
    #expect(talk.machine.progress(of: talk.spec.run, at: 0)?.bound == -4)
  }
}
