import Foundation
import Grid
import Measures
import Search
import Synchronization
import Wire

/// One search on a thread of its own, and what the rest of the node may ask of it meanwhile.
///
/// The thread calls ``shareUsed(effort:)`` every few thousand moves; everything else reads or sets
/// a few numbers under a lock.
final class SearchLane: SearchControl, Sendable {
  private struct State {
    var best: Candidate?
    var isReported = true
    var effort = 0
    var isStopped = false
    /// The best claim that was not yet passed on, and the best of all.
    var bound: BoundOffer?
    var bestClaim = Int.min
    var checkedBound: BoundOffer?
    var claimedBound: Int?
  }

  /// How a search ended.
  struct Outcome: Sendable {
    var best: Candidate?
    var effort: Int
    var cpuMilliseconds: Int
    var wasStopped: Bool
    /// The best bound that somebody claims and nobody can re-check, in soft points.
    var claimedBound: Int?
  }

  let assignment: Assignment
  private let ready: ReadyGrid
  private let started = ContinuousClock.now
  private let state = Mutex(State())

  init(_ assignment: Assignment, _ ready: ReadyGrid) {
    self.assignment = assignment
    self.ready = ready
  }

  /// What the strategy is asked.
  var task: SearchTask {
    SearchTask(
      model: ready.model, subproblem: assignment.subproblem, seed: assignment.seed,
      parameters: Self.parameters(of: assignment.strategy), shelf: ready.shelf)
  }

  /// Runs the strategy to its end on a new thread.
  func run(_ strategy: any Strategy) async -> Outcome {
    let task = task
    let cpu = await withCheckedContinuation { continuation in
      let thread = Thread {
        _ = strategy.search(task, control: self)
        continuation.resume(returning: Self.threadMilliseconds())
      }
      thread.name = "search"
      // Beams and recounts recurse nowhere, but models of large grids put buffers on the stack.
      thread.stackSize = 8 << 20
      thread.start()
    }
    return state.withLock {
      Outcome(
        best: $0.best, effort: $0.effort, cpuMilliseconds: cpu, wasStopped: $0.isStopped,
        claimedBound: $0.claimedBound)
    }
  }

  func stop() { state.withLock { $0.isStopped = true } }

  /// The best answer if it has not been taken before.
  func takeImprovement() -> Candidate? {
    state.withLock {
      if $0.isReported { return nil }
      $0.isReported = true
      return $0.best
    }
  }

  /// The best claimed bound if it has not been taken before.
  func takeBound() -> BoundOffer? {
    state.withLock { state in
      defer { state.bound = nil }
      return state.bound
    }
  }

  /// Lets the search know what was proved elsewhere.
  func inform(of bound: BoundOffer) {
    state.withLock {
      if bound.claimed > $0.checkedBound?.claimed ?? .min { $0.checkedBound = bound }
    }
  }

  var progress: LeaseProgress {
    let (effort, best) = state.withLock { ($0.effort, $0.best) }
    return LeaseProgress(
      lease: assignment.lease, effort: effort,
      best: best?.score,
      elapsedMilliseconds: elapsedMilliseconds)
  }

  var grid: DenseGrid { ready.model.grid }

  /// A candidate as an offer: the score that the search believes it has. Whoever receives it
  /// recounts it, so that counting it from nothing here would only take time from the search: of
  /// 1,200 residents two seconds.
  func claimed(_ candidate: Candidate) -> ClaimedAnswer {
    ClaimedAnswer(
      claimed: candidate.score,
      answer: RegionAnswer(of: assignment.subproblem.free, from: candidate.answer))
  }

  // MARK: SearchControl

  func shareUsed(effort: Int) -> Double {
    let isStopped = state.withLock {
      $0.effort = effort
      return $0.isStopped
    }
    if isStopped { return 1 }
    switch assignment.budget {
    case .effort(let limit): return Double(effort) / Double(max(1, limit))
    case .milliseconds(let limit):
      return Double(elapsedMilliseconds) / Double(max(1, limit))
    }
  }

  func improved(_ candidate: Candidate) {
    state.withLock {
      // What the search starts from is what it was given: nothing to tell anybody.
      $0.isReported = $0.best == nil && candidate.answer == assignment.subproblem.border
      $0.best = candidate
    }
  }

  func proved(_ offer: BoundOffer) {
    state.withLock {
      guard offer.claimed > $0.bestClaim else { return }
      $0.bestClaim = offer.claimed
      $0.bound = offer
    }
  }

  var checkedBound: BoundOffer? { state.withLock { $0.checkedBound } }

  func claimed(bound: Int) {
    state.withLock { $0.claimedBound = max($0.claimedBound ?? bound, bound) }
  }

  var effortLimit: Int? {
    if case .effort(let limit) = assignment.budget { return limit }
    return nil
  }

  private var elapsedMilliseconds: Int {
    let elapsed = ContinuousClock.now - started
    return Int(elapsed.components.seconds * 1_000)
      + Int(elapsed.components.attoseconds / 1_000_000_000_000_000)
  }

  static func parameters(of choice: StrategyChoice) -> StrategyParameters {
    StrategyParameters(
      Dictionary(
        choice.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }))
  }

  private static func threadMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
  }
}

extension Candidate {
  /// Hard units as those of the institution: a search does not tell the levels apart.
  fileprivate var score: Score { Score(institution: hard, soft: soft) }
}
