import Coordination
import Grid
import Hashing
import Logging
import Measures
import Store
import Wire

/// A run in work: its input, the bytes of its grid, and what was asked of it.
struct RunInWork: Sendable {
  var row: RunRow
  var settings: RunSettings
  var stage: RunStage
  var gridHash: GridHash
  var gridBytes: [UInt8]
  var isCancelled = false

  var grid: DenseGrid { stage.input.grid }

  /// Whether what is proved of the stage's grid holds for the whole run: it has no other stage, and
  /// no plan is given that others might better.
  var boundsAreGlobal: Bool {
    stage.isLast && stage.position == 0 && (stage.level == .plan || stage.level == .benchmark)
  }

  /// Whether a next stage is to follow these answers: a plan with violations carries no duties, so
  /// that such a run ends with what it has. Service weeks are only as good as they can be. Duties
  /// are the last when the whole budget is used.
  ///
  /// - Parameter used: milliseconds of the budget used so far.
  func continues(after answers: [RankedAnswer], used: Int64) -> Bool {
    guard !stage.isLast, !isCancelled, let best = answers.first else { return false }
    if stage.level == .duties, settings.deterministicLanes == nil,
      used >= (row.budget.seconds ?? 60) * 1_000
    {
      return false
    }
    // What a taught plan is worth by its own rules is looked at when the next stage is made.
    return best.score.isValid || stage.level != .plan || stage.position > 0
  }

  /// The answer that the run goes on from without searching its present stage: there is no time
  /// left to better it.
  var settled: RankedAnswer? {
    guard stage.isOptional, settings.deterministicLanes == nil, let start = stage.input.start,
      row.budget.usedMilliseconds >= milliseconds(ofSeconds: row.budget.seconds ?? 60)
    else { return nil }
    return RankedAnswer(score: grid.recount(start).score, answer: start)
  }

  /// The stage as it is kept when it has ended with an answer.
  func ended(with answer: RankedAnswer) -> StageRow {
    StageRow(
      run: row.id, position: Int64(stage.position), level: stage.level.rawValue,
      score: StoredScore(answer.score), cells: CheckpointPayload.encode([answer]))
  }

  /// Lets what passed while nothing was searched count for the budget; effort knows no time.
  mutating func count(used: Milliseconds) {
    guard settings.deterministicLanes == nil else { return }
    row.budget.usedMilliseconds = max(row.budget.usedMilliseconds, used)
  }

  /// Milliseconds of the run's whole budget that may be used when its present stage ends.
  func milliseconds(ofSeconds seconds: Int64) -> Int64 {
    Int64(Double(seconds * 1_000) * stage.budget.after)
  }

  /// Answers that are kept for the judge. More than the alternatives asked for: of those that are
  /// kept by distance, only some are better than every other in something. Few enough for a
  /// checkpoint, which holds them all in 16 bits a cell and is refused beyond 64 MiB.
  private var candidates: Int {
    let wanted = settings.alternatives * 4
    let bytes = max(1, grid.domainOfCell.count * 2)
    return max(1, min(wanted, 32, (48 << 20) / bytes))
  }

  /// What lanes of the present stage run, in turn.
  private var lanes: [RunSettings.Lane] {
    let usual = settings.hasUsualPortfolio ? stage.usualLanes : nil
    return (stage.portfolio ?? usual ?? settings.lanes(for: grid)).map { lane in
      var lane = lane
      lane.parameters.merge(stage.defaults) { own, _ in own }
      return lane
    }
  }

  /// What the cluster's brain is told of it.
  var spec: RunSpec {
    let mode: RunMode
    if let lanes = settings.deterministicLanes {
      let share = stage.budget.after - stage.budget.before
      let effort = Double(row.budget.effort ?? 1_000_000) * share
      mode = .deterministic(effort: max(1, Int(effort)), lanes: lanes)
    } else {
      mode = .time(budget: milliseconds(ofSeconds: row.budget.seconds ?? 60))
    }
    var spec = RunSpec(
      run: RunID(row.id), grid: grid, encoded: (gridHash, gridBytes.count),
      // Stages that search the same part again must not repeat themselves.
      seed: UInt64(bitPattern: row.seed) &+ UInt64(stage.position) << 32, mode: mode,
      portfolio: RunSettings.strategies(of: lanes))
    spec.plan = stage.rounds ?? settings.plan
    spec.stopsWhenValid = stage.stopsWhenValid
    spec.alternatives = candidates
    spec.differencePerMille = settings.differencePerMille
    return spec
  }
}

/// When a run's search stopped for what comes between two stages. People wait for it meanwhile, so
/// that it counts for the budget: of 1,200 residents it takes the coordinator half a minute.
struct Pause {
  /// Milliseconds of the budget used before.
  var used: Milliseconds
  var since: Milliseconds

  func used(at now: Milliseconds) -> Milliseconds { used + now - since }
}

/// Turns rows of runs into work: loads and compiles the input, and finds the last checkpoint.
struct RunDesk: Sendable {
  private let reader: RunInputReader
  private let logger: Logger

  init(_ reader: RunInputReader, _ logger: Logger) {
    self.reader = reader
    self.logger = logger
  }

  /// The run's next stage ready to search, and where to go on from.
  ///
  /// - Throws: ``UnusableInput`` when it cannot be searched, `StoreError` when it cannot be read.
  func open(_ row: RunRow, _ database: DatabaseConnection) async throws -> OpenedRun {
    let work = try await work(of: row, database)
    var checkpoint = try await answers(of: work, database)
    checkpoint.bound = try await bound(of: work, database)
    return OpenedRun(work: work, checkpoint: checkpoint)
  }

  private func work(of row: RunRow, _ database: DatabaseConnection) async throws -> RunInWork {
    let settings: RunSettings
    do {
      settings = try RunSettings(json: row.settings)
    } catch {
      throw UnusableInput(
        reason: "The run's settings cannot be read: \(error)",
        remedy: "Submit it again with this version of rota.")
    }
    let stage = try await stage(of: row, settings, database)
    let bytes = WireCodec.encode(grid: stage.input.grid)
    guard bytes.count <= WireLimits.gridBytes, let hash = GridHash(ContentHash.of(bytes).bytes)
    else {
      throw UnusableInput(
        reason: "The compiled grid takes \(bytes.count) bytes; nodes accept"
          + " \(WireLimits.gridBytes).", remedy: "Split the programme.")
    }
    return RunInWork(
      row: row, settings: settings, stage: stage, gridHash: hash, gridBytes: bytes)
  }

  /// The best bound that was recorded; the cluster checks it again before it counts.
  private func bound(
    of run: RunInWork, _ database: DatabaseConnection
  ) async throws -> BoundOffer? {
    guard run.boundsAreGlobal else { return nil }
    guard let stored = try await database.bestBound(run: run.row.id) else { return nil }
    do {
      let bound = try WireCodec.decodeBound(stored.proof)
      return bound.gridHash == run.gridHash ? bound.offer : nil
    } catch {
      logger.error("a stored bound cannot be read", metadata: ["run": "\(run.row.id)"])
      return nil
    }
  }

  private func answers(
    of run: RunInWork, _ database: DatabaseConnection
  ) async throws -> Coordination.Checkpoint {
    guard let stored = try await database.latestCheckpoint(run: run.row.id) else {
      let start = run.stage.input.start.map {
        RankedAnswer(score: run.grid.recount($0).score, answer: $0)
      }
      return Coordination.Checkpoint(
        run: RunID(run.row.id), round: Int(run.row.lead.round), revision: 0,
        used: run.row.budget.usedMilliseconds, incumbent: start, kept: [])
    }
    let answers = try CheckpointPayload.decode(stored.cells) ?? []
    let grid = run.grid
    let fitting = answers.filter {
      $0.answer.columnCount == grid.columnCount && $0.answer.rowCount == grid.rowCount
        && grid.allowsEveryCell(of: $0.answer)
    }
    if fitting.count < answers.count {
      logger.error("a checkpoint does not fit its grid", metadata: ["run": "\(run.row.id)"])
    }
    // Scores are counted anew: a row is no proof.
    let counted = fitting.map {
      RankedAnswer(score: grid.recount($0.answer).score, answer: $0.answer)
    }
    return Coordination.Checkpoint(
      run: RunID(run.row.id), round: Int(run.row.lead.round), revision: Int(stored.revision),
      used: run.row.budget.usedMilliseconds, incumbent: counted.first,
      kept: Array(counted.dropFirst()))
  }

  private func stage(
    of row: RunRow, _ settings: RunSettings, _ database: DatabaseConnection
  ) async throws -> RunStage {
    switch row.kind {
    case .program:
      guard let stored = try await database.program(contentHash: row.inputHash) else {
        throw Self.missing("programme")
      }
      let ended = try await database.stages(run: row.id).map { stage in
        guard let level = RunStage.Level(rawValue: stage.level),
          let answer = try CheckpointPayload.decode(stage.cells)?.first?.answer
        else {
          throw UnusableInput(
            reason: "The answer of the run's stage \(stage.level) cannot be read.",
            remedy: "Submit the run again.")
        }
        return EndedStage(level: level, answer: answer)
      }
      let past = RunPast(ended: ended, base: try await Self.base(of: settings, database))
      let reader = reader
      return try await OwnThread.run("making a stage ready") {
        try reader.program(stored, settings, past)
      }
    case .benchmark:
      guard let stored = try await database.instance(contentHash: row.inputHash) else {
        throw Self.missing("benchmark instance")
      }
      return RunStage(only: try reader.benchmark(stored), level: .benchmark)
    }
  }

  /// The version that the run starts from; nil for a year from nothing.
  static func base(
    of settings: RunSettings, _ database: DatabaseConnection
  ) async throws -> RunPast.Start? {
    guard let origin = settings.origin else { return nil }
    guard let version = try await database.version(id: origin.version),
      let program = try await database.program(contentHash: version.row.programHash)
    else { throw Self.missing("version \(origin.number)") }
    return RunPast.Start(version: version, program: program)
  }

  private static func missing(_ what: String) -> UnusableInput {
    UnusableInput(
      reason: "The run's \(what) is not in the database.", remedy: "Submit the run again.")
  }
}
