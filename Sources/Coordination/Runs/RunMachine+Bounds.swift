internal import Grid
internal import Measures
internal import Wire

/// What is proved about a run, and what waits to be.
struct BoundState: Sendable {
  struct Claim: Sendable {
    var offer: BoundOffer
    /// Nil for one that a checkpoint brought.
    var source: BoundSource?
  }

  /// The best checked bound; its claim is what the checker proved.
  var checked: (offer: BoundOffer, revision: Int)?
  /// The one check that is out.
  var checking: (id: BoundCheckID, claim: Claim)?
  /// The best claim that came meanwhile.
  var waiting: Claim?
  var revision = 0
  /// Whether a valid answer was better than a checked bound.
  var isWithdrawn = false
}

/// Bounds of a run. Claims are hints; what the checker has recomputed counts, and a run whose valid
/// incumbent costs no more than it is at its end.
extension RunMachine {
  /// What is wrong with an offer before its numbers are looked at; nil for nothing.
  func fault(of offer: OfferBound, piece: Int) -> String? {
    if offer.gridHash != spec.gridHash { return "the bound was made for another grid" }
    let subproblem = pieces[piece].subproblem
    guard subproblem.free.isWhole(of: spec.grid), subproblem.quotas.isEmpty else {
      return "a bound of a part of the grid says nothing of the whole"
    }
    if let known, known.score.isValid, known.score.soft < offer.offer.claimed {
      return "a valid answer costs \(known.score.soft), less than the bound \(offer.offer.claimed)"
    }
    return nil
  }

  mutating func offeredBound(
    _ offer: BoundOffer, _ source: BoundSource, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    guard phase == .searching, !bound.isWithdrawn, !suspended.contains(source.strategy),
      offer.claimed > bound.checked?.offer.claimed ?? .min
    else { return [] }
    return claim(BoundState.Claim(offer: offer, source: source), mint: &mint)
  }

  /// Sends a claim to be checked, or lets it wait for the check that is out.
  mutating func claim(
    _ claim: BoundState.Claim, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    guard bound.checking == nil else {
      if claim.offer.claimed > bound.waiting?.offer.claimed ?? .min { bound.waiting = claim }
      return []
    }
    let id = mint.boundCheck()
    bound.checking = (id, claim)
    return [.checkBound(BoundCheckJob(id: id, run: spec.run, offer: claim.offer))]
  }

  mutating func boundChecked(
    _ verdict: BoundVerdict, mint: inout IdentifierMint, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let claim = bound.checking?.claim else { return [] }
    bound.checking = nil
    var actions: [ClusterAction] = []
    switch verdict {
    case .refused(let refusal):
      // A checkpoint's bound that no longer holds is simply forgotten.
      if let source = claim.source { actions += refuse(claim.offer, source, refusal.description) }
    case .proved(let proved):
      var offer = claim.offer
      if case .points(let points) = proved { offer.claimed = points }
      actions += take(offer, claim.source)
    }
    if let next = bound.waiting, phase == .searching {
      bound.waiting = nil
      if next.offer.claimed > bound.checked?.offer.claimed ?? .min,
        !suspended.contains(next.source?.strategy ?? "")
      {
        actions += self.claim(next, mint: &mint)
      }
    }
    return actions + endIfOptimal(at: now)
  }

  private mutating func take(_ offer: BoundOffer, _ source: BoundSource?) -> [ClusterAction] {
    guard !bound.isWithdrawn, offer.claimed > bound.checked?.offer.claimed ?? .min else {
      return []
    }
    bound.revision += 1
    bound.checked = (offer, bound.revision)
    let row = BoundRow(
      bound: CheckedBound(
        run: spec.run, revision: bound.revision, gridHash: spec.gridHash, offer: offer),
      source: source)
    return [.persist(.boundChecked(row))]
  }

  /// Notes a false claim. Outside the deterministic mode, where answers must not depend on when a
  /// check was done, its strategy searches no more in this run.
  mutating func refuse(
    _ offer: BoundOffer, _ source: BoundSource, _ reason: String
  ) -> [ClusterAction] {
    let fact = PersistedFact.boundRefused(
      spec.run, source, claimed: offer.claimed, reason)
    guard !isDeterministic, !suspended.contains(source.strategy) else { return [.persist(fact)] }
    suspended.append(source.strategy)
    for index in pieces.indices
    where spec.portfolio[pieces[index].strategy].name == source.strategy {
      cancelled.append(contentsOf: pieces[index].leases)
      pieces[index].leases = []
      if let other = usableStrategy(from: pieces[index].strategy + 1, not: []) {
        pieces[index].strategy = other
      } else {
        pieces[index].isFinished = true
      }
    }
    return [.persist(fact)]
  }

  /// Withdraws a bound that a valid answer beats, and ends a run that cannot get better.
  mutating func endIfOptimal(at now: Milliseconds) -> [ClusterAction] {
    guard let known, known.score.isValid, let checked = bound.checked else { return [] }
    if known.score.soft < checked.offer.claimed {
      bound.checked = nil
      bound.isWithdrawn = true
      return [
        .persist(
          .boundWithdrawn(spec.run, bound: checked.offer.claimed, answer: known.score))
      ]
    }
    guard known.score.soft == checked.offer.claimed, !isDeterministic, phase == .searching else {
      return []
    }
    return finishSearch(at: now)
  }

  /// What nodes may start from; nothing in deterministic mode, where it would depend on time.
  var sharedBound: CheckedBound? {
    guard !isDeterministic, let checked = bound.checked else { return nil }
    return CheckedBound(
      run: spec.run, revision: checked.revision, gridHash: spec.gridHash, offer: checked.offer)
  }
}
