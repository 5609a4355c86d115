internal import Grid
internal import Measures
internal import Wire

/// Taking what nodes found, and what becomes of a piece whose search ended.
extension RunMachine {
  /// Whether cells fit a piece's region and the grid's choices.
  func fits(_ answer: RegionAnswer, piece: Int) -> Bool {
    answer.cells.count == pieces[piece].subproblem.free.cellCount
      && answer.cells.allSatisfy { Int($0) < spec.grid.choiceCount }
  }

  /// An offer of a live lease. In deterministic mode it is only shown, never used.
  mutating func offered(
    _ answer: RegionAnswer, piece: Int, source: OfferSource, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    guard !isDeterministic, phase == .searching else { return [] }
    // The claim is a hint: a false modest one only costs its own node.
    if let best = pieces[piece].best, !(source.claimed < best.score) { return [] }
    return recount(answer, piece: piece, source: source, mint: &mint)
  }

  /// A finish of a live lease.
  mutating func finished(
    _ finish: Finish, piece: Int, mint: inout IdentifierMint, at now: Milliseconds
  ) -> [ClusterAction] {
    guard phase == .searching else { return [] }
    pieces[piece].leases.removeAll { $0 == finish.lease }
    // A node that is told to end stops where it stands: no answer that a repeat would give.
    if isDeterministic, finish.outcome == .stopped { return [] }
    var actions: [ClusterAction] = []
    var failure: String?
    if case .failed(let text) = finish.outcome {
      // It is stored and shown to people, whoever sent it.
      failure = String(text.filter { !$0.unicodeScalars.contains { $0.value < 32 } })
    }
    let isFailure = failure != nil
    lastFailure = failure ?? lastFailure
    if let last = finish.last, !isDeterministic || (!isFailure && !pieces[piece].isFinished) {
      let source = OfferSource(
        lease: finish.lease, node: finish.node, sequence: finish.sequence, claimed: last.claimed)
      actions += recount(last.answer, piece: piece, source: source, mint: &mint)
    }
    if isFailure {
      actions += failed(piece: piece)
    } else {
      strategyFailures[pieces[piece].strategy] = 0
      pieces[piece].isFinished = true
      cancelled.append(contentsOf: pieces[piece].leases)
      pieces[piece].leases = []
    }
    return actions + roundEnd(at: now, mint: &mint)
  }

  /// A lease ended without a finish.
  mutating func lost(
    _ lease: LeaseID, piece: Int, nodeDied: Bool
  ) -> [ClusterAction] {
    guard phase == .searching, pieces.indices.contains(piece),
      pieces[piece].leases.contains(lease)
    else { return [] }
    pieces[piece].leases.removeAll { $0 == lease }
    return nodeDied ? failed(piece: piece) : []
  }

  /// Counts a failure; the third gives the piece to another strategy, or gives it up.
  private mutating func failed(piece: Int) -> [ClusterAction] {
    let strategy = pieces[piece].strategy
    strategyFailures[strategy] += 1
    pieces[piece].failures += 1
    guard pieces[piece].failures >= settings.killsMax else { return [] }
    pieces[piece].quarantined.append(strategy)
    pieces[piece].failures = 0
    let fact = PersistedFact.quarantined(
      spec.run, pieces[piece].id, strategy: spec.portfolio[strategy].name)
    if let other = usableStrategy(from: strategy + 1, not: pieces[piece].quarantined) {
      pieces[piece].strategy = other
    } else {
      pieces[piece].isFinished = true
      cancelled.append(contentsOf: pieces[piece].leases)
      pieces[piece].leases = []
    }
    return [.persist(fact)]
  }

  /// Asks for a recount; while one of the same lease is out, the newest answer waits.
  private mutating func recount(
    _ answer: RegionAnswer, piece: Int, source: OfferSource, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    let isOut = purposes.values.contains { purpose in
      if case .piece(_, _, let other) = purpose { other.lease == source.lease } else { false }
    }
    if isOut {
      queued[source.lease] = (piece, answer, source)
      return []
    }
    let id = mint.recount()
    purposes[id] = .piece(piece, answer, source)
    return [
      .recount(
        RecountJob(
          id: id, run: spec.run, answer: pieces[piece].whole(with: answer, of: spec.grid)))
    ]
  }

  /// The recount of an offer, a finish or a splice is there.
  mutating func recounted(
    _ id: RecountID, _ recount: Recount, mint: inout IdentifierMint, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let purpose = purposes.removeValue(forKey: id) else { return [] }
    switch purpose {
    case .splice(let parts, let whole):
      return spliced(parts, whole, recount, mint: &mint, at: now)
    case .piece(let piece, let answer, let source):
      var actions = take(answer, piece: piece, source: source, recount)
      if pieces[piece].best?.score.isValid == true { noteValid(at: now) }
      if let next = queued.removeValue(forKey: source.lease) {
        actions += self.recount(next.answer, piece: next.piece, source: next.source, mint: &mint)
      }
      actions += endIfOptimal(at: now)
      return actions + roundEnd(at: now, mint: &mint)
    }
  }

  private mutating func take(
    _ answer: RegionAnswer, piece: Int, source: OfferSource, _ recount: Recount
  ) -> [ClusterAction] {
    let candidate = PieceAnswer(score: recount.score, cells: answer, node: source.node)
    let isBetter =
      recount.cellsOutsideDomain == 0
      && (pieces[piece].best.map { candidate.precedes($0) } ?? true)
    if isBetter {
      pieces[piece].best = candidate
      if !isDeterministic {
        let whole = RankedAnswer(
          score: recount.score, answer: pieces[piece].whole(with: answer, of: spec.grid))
        if known.map({ whole.score < $0.score }) ?? true {
          known = whole
          isCheckpointDue = true
        }
        // What a lane passed on its way may be better in something than what it ends with.
        if whole.score.isValid { keep([whole]) }
      }
    }
    return [
      .persist(
        .offerRecounted(
          source.lease, sequence: source.sequence, claimed: source.claimed,
          recounted: recount.score, accepted: isBetter))
    ]
  }
}
