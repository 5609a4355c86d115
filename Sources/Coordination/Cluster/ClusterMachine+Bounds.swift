internal import Grid
internal import Wire

/// Bounds: taken as hints, checked by the driver, and only then told to all.
extension ClusterMachine {
  mutating func offeredBound(
    _ id: RequestID, _ offer: OfferBound, at now: Milliseconds
  ) -> [ClusterAction] {
    guard let lease = leases.live[offer.lease], lease.node == offer.node else {
      return [late(id, offer.lease, offer.node)]
    }
    let source = BoundSource(
      node: offer.node, lease: offer.lease, strategy: lease.assignment.strategy.name)
    if let fault = runs[lease.run]?.fault(of: offer, piece: lease.piece) {
      let actions = change(lease.run) { machine, _ in
        machine.refuse(offer.offer, source, fault)
      }
      return actions + [refuse(id, .unfit, fault)]
    }
    let actions = change(lease.run) { machine, mint in
      machine.offeredBound(offer.offer, source, mint: &mint)
    }
    return actions + [acknowledge(id, offer.node)]
  }

  func fetchedBound(_ id: RequestID, _ fetch: FetchBound) -> [ClusterAction] {
    guard let bound = runs[fetch.run]?.sharedBound else {
      return [refuse(id, .unfit, "nothing is proved about run \(fetch.run) yet")]
    }
    return [.reply(id, .checkedBound(bound))]
  }

  /// Checked bounds that searches may use, in rising order of run.
  var checkedBounds: [RunBound] {
    var result: [RunBound] = []
    for id in runIDs {
      guard let bound = runs[id]?.sharedBound else { continue }
      result.append(RunBound(run: id, revision: bound.revision, soft: bound.offer.claimed))
    }
    return result
  }
}
