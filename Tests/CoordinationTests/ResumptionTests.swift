import Coordination
import Grid
import Measures
import Testing
import Wire

/// Runs that are taken up again, and slots that several runs want.
struct ResumptionTests {
  typealias Dialogue = ClusterMachineTests.Dialogue

  /// The last checkpoint among the latest actions.
  private func checkpoint(_ talk: Dialogue) -> Checkpoint? {
    var last: Checkpoint?
    for case .persist(.checkpoint(let checkpoint)) in talk.actions { last = checkpoint }
    return last
  }

  @Test
  func aCancelledRunThatIsResumedSearchesOn() throws {
    let talk = Dialogue(.time(budget: 60_000))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 1))
    talk.now = 5_000
    talk.feed(.cancelRequested(talk.spec.run))
    let kept = try #require(checkpoint(talk))
    #expect(kept.round == 0)
    talk.feed(.recorded(talk.spec.run))

    talk.feed(.runClaimed(talk.spec, kept))
    #expect(talk.judged == nil)
    #expect(talk.best == -1)
    #expect(talk.work(node) != nil)
  }

  @Test
  func anEndedRunSearchesOnWhenItHasMoreBudget() throws {
    let talk = Dialogue(.time(budget: 60_000))
    let cells = GridAnswer(cells: [1, 0, 0, 0], columnCount: 4)
    let ended = Checkpoint(
      run: talk.spec.run, round: 1, revision: 1, used: 30_000,
      incumbent: RankedAnswer(score: Score(soft: -1), answer: cells), kept: [])
    talk.feed(.runClaimed(talk.spec, ended))
    #expect(talk.judged == nil)
    #expect(talk.work(talk.join()) != nil)

    let spent = Dialogue(.time(budget: 30_000))
    spent.feed(.runClaimed(spent.spec, ended))
    #expect(spent.judged?.map(\.score.soft) == [-1])
  }

  /// A node that is given an answer to start from offers only what is better.
  @Test
  func whatARunStartsFromIsAmongItsChoices() throws {
    let talk = Dialogue(.time(budget: 10_000))
    var spec = talk.spec
    spec.alternatives = 3
    let start = RankedAnswer(
      score: Score(soft: -1), answer: GridAnswer(cells: [0, 0, 0, 1], columnCount: 4))
    talk.feed(
      .runClaimed(
        spec,
        Checkpoint(run: spec.run, round: 0, revision: 0, used: 0, incumbent: start, kept: [])))
    let node = talk.join()
    let work = try #require(talk.work(node))
    _ = talk.ask(talk.offer(node, work.lease, 1, ones: 3))
    talk.feed(.cancelRequested(spec.run))
    #expect(talk.judged?.map(\.score.soft) == [-3, -1])
    #expect(talk.judged?.last == start)
  }

  @Test
  func aSearchThatItsNodeBrokeOffIsNoAnswerOfADeterministicRun() throws {
    let talk = Dialogue(.deterministic(effort: 10, lanes: 1))
    talk.feed(.runClaimed(talk.spec, nil))
    let node = talk.join()
    let work = try #require(talk.work(node))
    guard case .finish(var finish) = talk.finish(node, work.lease, ones: 1) else { return }
    finish.outcome = .stopped
    _ = talk.ask(.finish(finish))
    #expect(talk.judged == nil)
    let again = try #require(talk.work(node))
    #expect(again.seed == work.seed)
    _ = talk.ask(talk.finish(node, again.lease, ones: 3))
    #expect(talk.judged?.map(\.score.soft) == [-3])
  }

  @Test
  func runsShareTheSlots() throws {
    let talk = Dialogue(.time(budget: 60_000))
    var other = talk.spec
    other.run = RunID(2)
    talk.feed(.runClaimed(talk.spec, nil))
    talk.feed(.runClaimed(other, nil))
    var runs: [RunID] = []
    for session: UInt64 in 1...4 {
      let node = talk.join("node \(session)", session: session)
      runs.append(try #require(talk.work(node, session: session)).run)
    }
    #expect(runs == [RunID(1), RunID(2), RunID(1), RunID(2)])
  }
}
