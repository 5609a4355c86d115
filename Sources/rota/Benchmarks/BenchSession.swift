import Benchmarking
import Coordinator
import Foundation
import Store

/// The cluster and the database that all trials of a session use, one trial after another.
final class BenchSession {
  /// What came of one trial.
  enum Result {
    case row(ResultRow)
    /// The person asked to stop; nothing of the trial is kept.
    case interrupted
  }

  private let project: SuiteProject
  private let circumstances: BenchCircumstances
  private let database: LocalDatabase
  private let connection: DatabaseConnection
  private var cluster: (shape: ClusterShape, local: LocalCluster)?
  private let folder: String

  /// Opens the database, and asks runs that a killed benchmark left there to end.
  ///
  /// - Throws: ``CommandFailure`` when somebody else's run is in work: cores would not be the same.
  init(
    _ project: SuiteProject, _ circumstances: BenchCircumstances, _ options: DatabaseOptions
  ) async throws {
    self.project = project
    self.circumstances = circumstances
    folder =
      FileManager.default.temporaryDirectory.path
      + "/rota-bench-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    database = try await LocalDatabase.open(options)
    do {
      connection = try await database.connect()
      try await Self.endLeftovers(connection)
    } catch {
      try await database.close()
      throw error
    }
  }

  /// Takes down what was brought up.
  func close() async throws {
    await cluster?.local.end()
    await connection.close()
    try await database.close()
    unlink(folder + "/answer.csv")
    unlink(folder + "/output.txt")
    rmdir(folder)
  }

  /// Does one trial and judges what comes of it.
  func run(_ trial: Trial, on instance: BenchInstance, isQuiet: Bool) async throws -> Result {
    switch trial.entrant.work {
    case .search: return try await search(trial, instance, isQuiet: isQuiet)
    case .command(let template):
      // The cluster stays up and idle, so that the machine is the same for everybody.
      try await bringUp(trial.cluster)
      return try await peer(template, trial, instance)
    }
  }

  // MARK: The cluster

  /// Runs that a benchmark submitted and that have no end are of one that was killed.
  private static func endLeftovers(_ connection: DatabaseConnection) async throws {
    // Far more than a coordinator ever leaves open.
    for row in try await connection.runs(limit: 1_000) where !row.state.isTerminal {
      let label = (try RunSettings(json: row.settings)).label ?? ""
      guard label.hasPrefix(EntrantSettings.labelPrefix) else {
        throw CommandFailure(
          .unusableInput,
          "Run \(row.id) is in work, and a benchmark needs the cores for itself. Wait for it, or: "
            + "rota runs cancel \(row.id)")
      }
      Terminal.say("Ending run \(row.id), which a benchmark before left behind.")
      _ = try await connection.requestCancel(run: row.id)
    }
  }

  /// A cluster of this shape, with every run from before at its end.
  private func bringUp(_ shape: ClusterShape) async throws {
    if let cluster, cluster.shape == shape { return }
    await cluster?.local.end()
    cluster = nil
    let local = try LocalCluster.start(
      database: database, nodes: shape.nodes, slots: shape.slots)
    cluster = (shape, local)
    // Cancelled runs of a killed session end within a second or two of the coordinator's start.
    for _ in 0..<300 {
      let open = try await connection.runs(limit: 1_000).filter { !$0.state.isTerminal }
      if open.isEmpty { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw CommandFailure(
      .internalFault, "A run of an earlier session does not end; see rota runs list.")
  }

  // MARK: A run of ours

  private func search(
    _ trial: Trial, _ instance: BenchInstance, isQuiet: Bool
  ) async throws -> Result {
    let wanted: EntrantSettings
    do {
      wanted = try EntrantSettings(trial, project.suite, path: project.suitePath)
    } catch {
      throw CommandFailure(.unusableInput, error.description)
    }
    try await bringUp(trial.cluster)
    let now = circumstances.now()
    let coresBefore = ProcessTimes.ofThisTree()
    let meter = ClusterMeter(try await connection.nodes())
    let run = try await instance.submit(
      named: trial.instance.name, settings: wanted.settings, seed: trial.seed,
      budget: wanted.budget, to: connection)
    let row = try await RunWatch(run: run, database: connection, isQuiet: isQuiet).toEnd()
    if Interruption.happened { return .interrupted }
    let spending = ResultRow.Spending(
      wallSeconds: Self.seconds(from: row.moments.startedAt, to: row.moments.finishedAt) ?? 0,
      coreSeconds: ProcessTimes.ofThisTree() - coresBefore,
      cluster: meter.use(by: try await connection.nodes()))
    var result = self.row(trial, now, spending)
    result.run = run
    result.trace = try await RunCourse.points(of: row, connection)
    if let bound = row.scores.bound, bound.accreditation == 0, bound.institution == 0 {
      // A run's row holds a bound only once the coordinator's checker has recomputed it.
      result.bound = ResultRow.Bound(value: Int(bound.soft), isChecked: true)
    }
    switch row.state {
    case .completed:
      let answer = try await instance.bestAnswer(of: row, connection)
      TrialJudge(instance: instance).judge(
        answer?.text, claimed: answer.map { Int($0.claimed.soft) }, &result)
      if let text = answer?.text { try AcceptedAnswers(project).keep(text, result, trial) }
    case .degraded, .infeasible: result.outcome = .nothing
    default:
      result.outcome = .failed
      result.fault = row.stateReason ?? row.state.rawValue
    }
    return .row(result)
  }

  private static func seconds(from start: Timestamp?, to end: Timestamp?) -> Double? {
    guard let start, let end else { return nil }
    return Double(end.microseconds - start.microseconds) / 1e6
  }

  // MARK: A peer

  private func peer(
    _ template: CommandTemplate, _ trial: Trial, _ instance: BenchInstance
  ) async throws -> Result {
    let now = circumstances.now()
    let process = PeerProcess(
      template, trial, instance: project.path(trial.instance.path), folder: folder)
    let end = try await process.run(in: project.root)
    if end.wasInterrupted { return .interrupted }
    var result = row(
      trial, now,
      ResultRow.Spending(wallSeconds: end.wallSeconds, coreSeconds: end.coreSeconds))
    result.trace = end.claims.trace.map { ResultRow.TracePoint(time: $0.time, cost: $0.cost) }
    result.bound = end.claims.bound.map { ResultRow.Bound(value: $0, isChecked: false) }
    TrialJudge(instance: instance).judge(
      end.answer, claimed: end.claims.trace.map(\.cost).min(), &result)
    if result.outcome == .nothing, let fault = end.fault {
      result.outcome = .failed
      result.fault = fault
    }
    if let text = end.answer { try AcceptedAnswers(project).keep(text, result, trial) }
    return .row(result)
  }

  private func row(
    _ trial: Trial, _ now: ResultRow.Circumstances, _ spending: ResultRow.Spending
  ) -> ResultRow {
    ResultRow(
      key: trial.key,
      subject: ResultRow.Subject(
        suite: project.suite.name, instance: trial.instance.name,
        format: trial.instance.format, entrant: trial.entrant.name),
      circumstances: now, outcome: .nothing, spending: spending)
  }
}
