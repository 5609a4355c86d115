import Coordination
import Foundation
import Grid
import Logging
import Measures
import Store
import Wire

/// Writes what the cluster's brain wants remembered, under one epoch.
///
/// Owned by the leader's loop, which writes facts in the order they were decided and only then
/// lets replies go.
actor ClusterRecorder {
  private let database: DatabaseConnection
  private let epoch: UInt64
  private let softwareVersion: String
  private let suspicionMilliseconds: Int64
  /// Which run and node each live lease belongs to.
  private var leases: [LeaseID: LeaseRow] = [:]
  /// How those leases ended that have.
  private var ends: [LeaseID: Coordination.LeaseEnd] = [:]
  private var nodes: [NodeID: Coordination.NodeRow] = [:]
  /// What nodes did since their rows were last written.
  private var counters: [NodeID: NodeCounters] = [:]
  private var creditsWritten: [RunID: [NodeID: Int]] = [:]
  private var validRuns: Set<RunID> = []
  /// How the scores of each run's present stage read.
  private var readings: [RunID: Reading] = [:]
  /// The best valid score of each run that was noted as an event.
  private var noted: [RunID: Score] = [:]

  init(
    _ database: DatabaseConnection, epoch: UInt64, settings: CoordinatorSettings
  ) {
    self.database = database
    self.epoch = epoch
    softwareVersion = settings.softwareVersion
    suspicionMilliseconds = settings.cluster.suspicion
  }

  private struct Reading {
    var title: String
    /// Whether its answers are schedules that the run would have if it ended now.
    var areSchedules: Bool
    var standing: Score?
    var pointsElsewhere: Int
    /// Of the whole run, in milliseconds; nil where effort is counted.
    var budget: Int64?

    /// What the run has when the best of its stage is this.
    func whole(_ best: Score?) -> Score? {
      if let standing { return standing }
      guard var whole = best else { return nil }
      whole.soft += pointsElsewhere
      return whole
    }
  }

  /// Says which stage of a run is searched from now on, and how long the run may take.
  func expect(_ work: RunInWork) {
    let stage = work.stage
    readings[RunID(work.row.id)] = Reading(
      title: stage.title, areSchedules: stage.isLast || stage.level == .duties,
      standing: stage.standing, pointsElsewhere: stage.pointsElsewhere,
      budget: work.row.budget.seconds.map { $0 * 1_000 })
  }

  private var sqlEpoch: Int64 { Int64(epoch) }

  /// Whether an offer or finish of a lease counts, by the database's word; a late one is counted.
  func accepts(_ lease: LeaseID) async throws(StoreError) -> Bool {
    guard let row = leases[lease] else { return try await acceptsForeign(lease) }
    // A repeated finish, or the goodbye of a search that was told to stop, is no late answer: the
    // machine knows from its own books what to say.
    if let end = ends[lease], end != .expired { return true }
    let reference = LeaseReference(
      id: lease.rawValue, epoch: Int64(row.epoch), run: row.run.rawValue, node: key(row.node))
    counters[row.node, default: NodeCounters()].offersSent += 1
    let answer = try await database.acceptOffer(under: reference, epoch: sqlEpoch)
    if answer == .refused { counters[row.node, default: NodeCounters()].offersRefused += 1 }
    return answer == .accepted
  }

  /// A lease that this leader did not grant: one of an older leader's is late, and counted on its
  /// run; one that never was is for the machine to refuse.
  private func acceptsForeign(_ lease: LeaseID) async throws(StoreError) -> Bool {
    // The upper bits of a lease's number are the epoch that granted it.
    let granted = lease.rawValue >> 32
    guard let reference = try await database.lease(lease.rawValue, epoch: granted) else {
      return true
    }
    return try await database.acceptOffer(under: reference, epoch: sqlEpoch) == .accepted
  }

  /// Writes one fact. `slots` tells which slot of its node each new lease goes to.
  func record(
    _ fact: PersistedFact, slots: [LeaseID: Int]
  ) async throws(StoreError) {
    switch fact {
    case .nodeChanged(let row):
      nodes[row.node] = row
      try await flush(row.node)
    case .leaseGranted(let row): try await grant(row, slot: slots[row.lease] ?? 0)
    case .leaseEnded(let lease, let end, let effort, _):
      try await self.end(lease, as: end, effort: effort)
    case .offerRecounted(let lease, _, _, let recounted, let accepted):
      try await noteOffer(of: lease, recounted: recounted, accepted: accepted)
    case .checkpoint(let checkpoint): try await write(checkpoint)
    case .progress(let progress): try await write(progress)
    case .boundChecked(let row): try await write(row)
    case .boundRefused(let run, let source, let claimed, let reason):
      try await event(
        run, "bound-refused", BoundEvent(strategy: source.strategy, bound: claimed, why: reason))
    case .boundWithdrawn(let run, let bound, let answer):
      try await database.withdrawBound(run: run.rawValue, epoch: sqlEpoch)
      try await event(
        run, "bound-withdrawn", BoundEvent(strategy: "", bound: bound, why: "\(answer)"))
    case .quarantined(let run, let subproblem, let strategy):
      try await database.appendEvents(
        [
          EventRow(
            run: run.rawValue, node: nil, kind: "quarantined",
            detail: "{\"subproblem\": \(subproblem.rawValue), \"strategy\": \"\(strategy)\"}")
        ], epoch: sqlEpoch)
    }
  }

  private struct BoundEvent: Codable {
    var strategy: String
    var bound: Int
    var why: String
  }

  private func event(_ run: RunID, _ kind: String, _ detail: BoundEvent) async throws(StoreError) {
    try await database.appendEvents(
      [EventRow(run: run.rawValue, node: nil, kind: kind, detail: LaneReport.text(detail))],
      epoch: sqlEpoch)
  }

  private func write(_ row: BoundRow) async throws(StoreError) {
    try await database.recordBound(
      StoredBound(
        run: row.bound.run.rawValue, soft: Int64(row.bound.offer.claimed),
        proof: WireCodec.encode(bound: row.bound),
        strategy: row.source?.strategy ?? "checkpoint"),
      epoch: sqlEpoch)
  }

  private func grant(_ row: LeaseRow, slot: Int) async throws(StoreError) {
    leases[row.lease] = row
    try await database.recordSubproblems(
      [
        SubproblemRow(
          run: row.run.rawValue, id: row.subproblem.rawValue, round: Int64(row.round),
          kind: "search", strategy: row.strategy, state: .leased)
      ], epoch: sqlEpoch)
    try await database.grantLeases(
      [
        LeaseGrant(
          id: row.lease.rawValue, run: row.run.rawValue, subproblem: row.subproblem.rawValue,
          node: key(row.node), slot: Int64(slot), milliseconds: suspicionMilliseconds)
      ], epoch: sqlEpoch)
  }

  private func end(
    _ lease: LeaseID, as end: Coordination.LeaseEnd, effort: Int
  ) async throws(StoreError) {
    guard let row = leases[lease] else { return }
    let stored: Store.LeaseEnd =
      switch end {
      case .finished: .finished
      case .expired: .expired
      case .failed, .cancelled: .revoked
      }
    let reference = LeaseReference(
      id: lease.rawValue, epoch: Int64(row.epoch), run: row.run.rawValue, node: key(row.node))
    ends[lease] = end
    counters[row.node, default: NodeCounters()].effort += Int64(effort)
    _ = try await database.endLease(
      reference, as: stored, effort: Int64(effort), epoch: sqlEpoch)
    try await database.recordSubproblems(
      [
        SubproblemRow(
          run: row.run.rawValue, id: row.subproblem.rawValue, round: Int64(row.round),
          kind: "search", strategy: row.strategy,
          state: end == .finished ? .finished : end == .cancelled ? .dropped : .open)
      ], epoch: sqlEpoch)
    // Ended leases stay known, so that a late answer can be counted on its run.
  }

  private func noteOffer(
    of lease: LeaseID, recounted: Score, accepted: Bool
  ) async throws(StoreError) {
    guard let row = leases[lease] else { return }
    if accepted { counters[row.node, default: NodeCounters()].offersAccepted += 1 }
    if recounted.isValid { try await noteValid(row.run) }
    if accepted {
      try await noteImprovement(of: row.run, to: recounted, by: row.strategy, on: row.node)
    }
  }

  private func noteValid(_ run: RunID) async throws(StoreError) {
    guard readings[run]?.areSchedules == true, validRuns.insert(run).inserted else { return }
    try await database.recordFirstValid(run: run.rawValue, epoch: sqlEpoch)
  }

  /// Keeps when a run's valid answers became better, and who found them: what benchmarks draw.
  ///
  /// Only improvements of the last stage are kept, and offers come at most some times a second from
  /// each node, so a run of ten minutes leaves some hundred rows.
  private func noteImprovement(
    of run: RunID, to score: Score, by strategy: String, on node: NodeID?
  ) async throws(StoreError) {
    guard score.isValid, let reading = readings[run], reading.areSchedules,
      reading.standing == nil, let score = reading.whole(score),
      noted[run].map({ score < $0 }) ?? true
    else { return }
    noted[run] = score
    let detail = ImprovementDetail(
      soft: score.soft, strategy: strategy, node: node.map { nodes[$0]?.name ?? key($0) })
    try await database.appendEvents(
      [
        EventRow(
          run: run.rawValue, node: nil, kind: ImprovementDetail.kind, detail: detail.json)
      ], epoch: sqlEpoch)
  }

  private func write(_ checkpoint: Coordination.Checkpoint) async throws(StoreError) {
    var stored: Store.Checkpoint?
    if let incumbent = checkpoint.incumbent {
      stored = Store.Checkpoint(
        run: checkpoint.run.rawValue, revision: Int64(checkpoint.revision),
        round: Int64(checkpoint.round), score: StoredScore(incumbent.score),
        cells: CheckpointPayload.encode([incumbent] + checkpoint.kept), foundBy: "cluster")
      if incumbent.score.isValid { try await noteValid(checkpoint.run) }
      // What splicing at a barrier made better came as no offer.
      try await noteImprovement(
        of: checkpoint.run, to: incumbent.score, by: ImprovementDetail.splicing, on: nil)
    }
    try await database.recordCheckpoint(
      stored, run: checkpoint.run.rawValue,
      spent: RunSpending(
        round: Int64(checkpoint.round), milliseconds: checkpoint.used, effort: 0),
      epoch: sqlEpoch)
  }

  private func write(_ progress: Coordination.RunProgress) async throws(StoreError) {
    for credit in progress.credits {
      let written = creditsWritten[progress.run, default: [:]][credit.node] ?? 0
      // Every stage of a run counts from nothing.
      let before = credit.splicesAccepted < written ? 0 : written
      counters[credit.node, default: NodeCounters()].splicesAccepted += Int64(
        credit.splicesAccepted - before)
      creditsWritten[progress.run, default: [:]][credit.node] = credit.splicesAccepted
    }
    try await writeCounters()
    let reading = readings[progress.run]
    var row = Store.RunProgress(
      run: progress.run.rawValue, phase: Self.words(progress, reading?.title),
      round: Int64(progress.round), elapsedMilliseconds: progress.used)
    row.best = (reading?.whole(progress.best) ?? progress.best).map(StoredScore.init)
    // The machine knows of its stage's share only.
    let budget = reading?.budget ?? progress.budget
    row.remainingMilliseconds = progress.budget > 0 ? max(0, budget - progress.used) : nil
    row.effort = Int64(progress.lanes.reduce(0) { $0 + $1.effort })
    row.lanes = LaneReport.json(progress, names: nodes.mapValues(\.name))
    try await database.recordProgress(row, epoch: sqlEpoch)
  }

  /// Where a run stands: its stage, and the round of it or what comes after the last one.
  private static func words(_ progress: Coordination.RunProgress, _ title: String?) -> String {
    let isSearched = progress.round < progress.roundCount
    let place =
      isSearched
      ? "round \(progress.round + 1) of \(progress.roundCount)" : progress.phase.rawValue
    return title.map { "\($0), \(place)" } ?? place
  }

  /// Writes what nodes did since their rows were last written.
  func writeCounters() async throws(StoreError) {
    for node in counters.keys.sorted() { try await flush(node) }
  }

  private func flush(_ node: NodeID) async throws(StoreError) {
    guard let row = nodes[node] else { return }
    let state: Store.NodeState =
      switch row.state {
      case .active: .joined
      case .suspect, .lost: .suspect
      case .draining: .draining
      case .left: .left
      }
    var stored = Store.NodeRow(
      id: key(node), name: row.name, state: state, slots: Int64(row.slots),
      memoryBytes: Int64(row.memoryBytes), softwareVersion: softwareVersion)
    stored.counters = counters.removeValue(forKey: node) ?? NodeCounters()
    try await database.recordNodes([stored], epoch: sqlEpoch)
  }

  /// A node's key in the database: its number within the epoch that admitted it.
  private func key(_ node: NodeID) -> String { "\(node.rawValue)" }
}

/// The lanes of a run as the JSON that watchers read.
enum LaneReport {
  private struct Lane: Codable {
    var node: String
    var subproblem: Int64
    var strategy: String
    var hard: Int?
    var soft: Int?
    var effort: Int
  }

  static func json(_ progress: Coordination.RunProgress, names: [NodeID: String]) -> String {
    let lanes = progress.lanes.map { lane in
      Lane(
        node: names[lane.node] ?? "\(lane.node)", subproblem: lane.subproblem.rawValue & 0xFFFF,
        strategy: lane.strategy, hard: lane.best.map { $0.accreditation + $0.institution },
        soft: lane.best?.soft, effort: lane.effort)
    }
    return text(lanes)
  }

  /// JSON with sorted keys.
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      // Plain numbers and strings always encode.
      preconditionFailure("Values were not encoded: \(error)")
    }
  }
}

extension StoredScore {
  init(_ score: Score) {
    self.init(
      accreditation: Int64(score.accreditation), institution: Int64(score.institution),
      soft: Int64(score.soft))
  }
}
