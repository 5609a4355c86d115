internal import Grid
internal import Measures
internal import Wire

/// The barrier: answers of a round that are better than what they were cut from are merged all
/// together, if the recount says that this is better than any of them; otherwise in the order
/// (score, subproblem, content), each only if the whole becomes better. Arrival order plays no
/// part.
extension RunMachine {
  mutating func beginMerge(
    at now: Milliseconds, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    phase = .merging
    let found = pieces.compactMap { piece in piece.best.map { (piece: piece.index, answer: $0) } }
    let ordered = found.sorted { left, right in
      if left.answer.score != right.answer.score { return left.answer.score < right.answer.score }
      if left.piece != right.piece { return left.piece < right.piece }
      return left.answer.precedes(right.answer)
    }
    guard !isRace, let base = incumbent else { return mergeRace(ordered, at: now) }
    merge = MergeState(current: base, rest: ordered)
    let better = ordered.filter { $0.answer.score < base.score }
    guard better.count > 1 else { return nextSplice(at: now, mint: &mint) }
    // One recount mostly does: of 1,200 residents each takes two seconds, while nodes wait.
    let whole = better.reduce(base.answer) { whole, part in
      whole.spliced(part.answer.cells, into: pieces[part.piece].subproblem.free)
    }
    return ask(.splice(better.map(\.answer), whole), of: whole, mint: &mint)
  }

  private mutating func ask(
    _ purpose: RecountPurpose, of whole: GridAnswer, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    let id = mint.recount()
    purposes[id] = purpose
    return [.recount(RecountJob(id: id, run: spec.run, answer: whole))]
  }

  /// Lanes hold whole answers: the best becomes the incumbent, the others may be alternatives.
  private mutating func mergeRace(
    _ found: [(piece: Int, answer: PieceAnswer)], at now: Milliseconds
  ) -> [ClusterAction] {
    var best = incumbent
    for lane in found {
      let whole = RankedAnswer(
        score: lane.answer.score,
        answer: pieces[lane.piece].whole(with: lane.answer.cells, of: spec.grid))
      let isBetter = best.map { whole.score < $0.score } ?? true
      if isBetter { best = whole }
      credit(lane.answer.node, accepted: isBetter)
      keep([whole])
    }
    return closeRound(with: best, at: now)
  }

  private mutating func nextSplice(
    at now: Milliseconds, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    guard var state = merge else { return [] }
    guard !state.rest.isEmpty else {
      merge = nil
      return closeRound(with: state.current, at: now)
    }
    let next = state.rest.removeFirst()
    merge = state
    let whole = state.current.answer.spliced(
      next.answer.cells, into: pieces[next.piece].subproblem.free)
    return ask(.splice([next.answer], whole), of: whole, mint: &mint)
  }

  /// The recount of an answer with some parts spliced in, the best of them first.
  mutating func spliced(
    _ parts: [PieceAnswer], _ whole: GridAnswer, _ recount: Recount, mint: inout IdentifierMint,
    at now: Milliseconds
  ) -> [ClusterAction] {
    guard let state = merge else { return [] }
    let areTogether = parts.count > 1
    let least = areTogether ? parts[0].score : state.current.score
    let isBetter = recount.cellsOutsideDomain == 0 && recount.score < least
    if isBetter { merge?.current = RankedAnswer(score: recount.score, answer: whole) }
    if areTogether {
      guard isBetter else { return nextSplice(at: now, mint: &mint) }
      for part in state.rest {
        credit(part.answer.node, accepted: part.answer.score < state.current.score)
      }
      merge?.rest = []
    } else {
      credit(parts[0].node, accepted: isBetter)
    }
    return nextSplice(at: now, mint: &mint)
  }

  private mutating func credit(_ node: NodeID, accepted: Bool) {
    var credit =
      credits[node]
      ?? NodeCredit(node: node, splicesAccepted: 0, splicesRefused: 0, lateRefused: 0)
    if accepted { credit.splicesAccepted += 1 } else { credit.splicesRefused += 1 }
    credits[node] = credit
  }

  /// Takes the round's result and opens the next one.
  private mutating func closeRound(
    with merged: RankedAnswer?, at now: Milliseconds
  ) -> [ClusterAction] {
    var best = merged
    if let known, best.map({ known.score < $0.score }) ?? true { best = known }
    if let best {
      precondition(
        incumbent.map { best.score <= $0.score } ?? true,
        "Run \(spec.run): incumbent \(String(describing: incumbent?.score)) → \(best.score)")
      if best != incumbent { revision += 1 }
      incumbent = best
      known = best
      keep([best])
    }
    round += 1
    pieces = []
    return openRound(at: now)
  }
}
