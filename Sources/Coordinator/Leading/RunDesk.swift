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
  var input: any RunInput
  var gridHash: GridHash
  var gridBytes: [UInt8]
  var isCancelled = false

  /// What the cluster's brain is told of it.
  var spec: RunSpec {
    let mode: RunMode
    if let lanes = settings.deterministicLanes {
      mode = .deterministic(effort: Int(row.budget.effort ?? 1_000_000), lanes: lanes)
    } else {
      mode = .time(budget: (row.budget.seconds ?? 60) * 1_000)
    }
    var spec = RunSpec(
      run: RunID(row.id), grid: input.grid, encoded: (gridHash, gridBytes.count),
      seed: UInt64(bitPattern: row.seed), mode: mode, portfolio: settings.strategies)
    spec.plan = settings.plan
    spec.alternatives = settings.alternatives
    spec.differencePerMille = settings.differencePerMille
    return spec
  }
}

/// Turns rows of runs into work: loads and compiles the input, and finds the last checkpoint.
struct RunDesk: Sendable {
  private let reader: RunInputReader
  private let logger: Logger

  init(_ reader: RunInputReader, _ logger: Logger) {
    self.reader = reader
    self.logger = logger
  }

  /// The run ready to search.
  ///
  /// - Throws: ``UnusableInput`` when it cannot be searched, `StoreError` when it cannot be read.
  func open(_ row: RunRow, _ database: DatabaseConnection) async throws -> RunInWork {
    let settings: RunSettings
    do {
      settings = try RunSettings(json: row.settings)
    } catch {
      throw UnusableInput(
        reason: "The run's settings cannot be read: \(error)",
        remedy: "Submit it again with this version of rota.")
    }
    let input = try await input(of: row, settings, database)
    let bytes = WireCodec.encode(grid: input.grid)
    guard bytes.count <= WireLimits.gridBytes, let hash = GridHash(ContentHash.of(bytes).bytes)
    else {
      throw UnusableInput(
        reason: "The compiled grid takes \(bytes.count) bytes; nodes accept"
          + " \(WireLimits.gridBytes).", remedy: "Split the programme.")
    }
    return RunInWork(
      row: row, settings: settings, input: input, gridHash: hash, gridBytes: bytes)
  }

  /// The checkpoint to go on from; nil for a run that has none.
  func checkpoint(
    of run: RunInWork, _ database: DatabaseConnection
  ) async throws -> Coordination.Checkpoint? {
    guard let stored = try await database.latestCheckpoint(run: run.row.id) else {
      guard run.row.budget.usedMilliseconds > 0 || run.row.lead.round > 0 else { return nil }
      return Coordination.Checkpoint(
        run: RunID(run.row.id), round: Int(run.row.lead.round), revision: 0,
        used: run.row.budget.usedMilliseconds, incumbent: nil, kept: [])
    }
    let answers = try CheckpointPayload.decode(stored.cells) ?? []
    let grid = run.input.grid
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

  private func input(
    of row: RunRow, _ settings: RunSettings, _ database: DatabaseConnection
  ) async throws -> any RunInput {
    switch row.kind {
    case .program:
      guard let stored = try await database.program(contentHash: row.inputHash) else {
        throw Self.missing("programme")
      }
      return try reader.program(stored, settings)
    case .benchmark:
      guard let stored = try await database.instance(contentHash: row.inputHash) else {
        throw Self.missing("benchmark instance")
      }
      return try reader.benchmark(stored)
    }
  }

  private static func missing(_ what: String) -> UnusableInput {
    UnusableInput(
      reason: "The run's \(what) is not in the database.", remedy: "Submit the run again.")
  }
}
