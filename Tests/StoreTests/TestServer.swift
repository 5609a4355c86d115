import Foundation
import Store
import Testing

/// All tests that need a database: one server for all of them, a fresh database for each.
@Suite(
  .enabled(
    if: EmbeddedServer.isInstalled || ProcessInfo.processInfo.environment["CI"] == "true",
    "PostgreSQL's server is not installed (apt-get install postgresql): Store is NOT tested"),
  .serialized, TestServer.Scope())
enum DatabaseTests {}

/// A server in a folder under the temporary one, and databases on it.
struct TestServer: Sendable {
  @TaskLocal static var current: TestServer?

  let stateFolder: String
  let server: EmbeddedServer

  init(name: String) throws {
    // Not the user's own temporary folder: the server's user must be able to enter it.
    let template = "/tmp/rota-\(name)-XXXXXX"
    var bytes = Array(template.utf8CString)
    _ = try #require(mkdtemp(&bytes))
    stateFolder = String(decoding: bytes.dropLast().map { UInt8($0) }, as: UTF8.self)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: stateFolder)
    server = EmbeddedServer(Self.settings(stateFolder))
  }

  static func settings(_ stateFolder: String) -> EmbeddedServerSettings {
    var settings = EmbeddedServerSettings(stateFolder: stateFolder)
    settings.syncsToDisk = false
    return settings
  }

  var dataFolder: String { stateFolder + "/server/data" }
  var socketFolder: String { stateFolder + "/server/socket" }

  var processNumber: Int32 {
    get throws {
      let text = try String(contentsOfFile: dataFolder + "/postmaster.pid", encoding: .utf8)
      return try #require(text.split(separator: "\n").first.flatMap { Int32($0) })
    }
  }

  func remove() throws { try FileManager.default.removeItem(atPath: stateFolder) }

  /// Runs one of PostgreSQL's client programs as its superuser.
  @discardableResult
  func client(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, "-h", socketFolder, "-U", "postgres"] + arguments
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) \(arguments)")
    return String(decoding: text, as: UTF8.self)
  }

  /// Lends a database with the newest schema, or with none.
  static func withDatabase(
    migrated: Bool = true, _ body: (DatabaseAddress, DatabaseConnection) async throws -> Void
  ) async throws {
    let server = try #require(current)
    let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
    try server.client("psql", ["-qc", "CREATE DATABASE \(name) OWNER rota", "postgres"])
    let address = DatabaseAddress(
      socketFolder: server.socketFolder, database: name, role: "rota")
    let connection = try await DatabaseConnection.open(address)
    if migrated { try await Migrator.ofThisVersion().up(connection) }
    try await body(address, connection)
    await connection.close()
  }

  /// Starts the server before the first test and takes it away after the last.
  struct Scope: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
      for test: Test, testCase: Test.Case?,
      performing function: @Sendable () async throws -> Void
    ) async throws {
      let server = try TestServer(name: "store")
      try await server.server.start()
      let result: Result<Void, any Error>
      do {
        try await TestServer.$current.withValue(server) { try await function() }
        result = .success(())
      } catch {
        result = .failure(error)
      }
      try await server.server.stop()
      try server.remove()
      try result.get()
    }
  }
}

/// Rows for tests that do not care what is in them.
enum Sample {
  static let hash = [UInt8](repeating: 7, count: 32)

  static func submission() -> RunSubmission {
    RunSubmission(
      kind: .program, inputHash: hash, settings: "{\"alternatives\": 3}", seed: 42,
      budget: RunBudget(seconds: 60), softwareVersion: "test")
  }

  /// A queued run of a stored program.
  static func queuedRun(_ connection: DatabaseConnection) async throws -> Int64 {
    try await connection.storeProgram(
      StoredProgram(contentHash: hash, name: "sample", canonical: "{\"name\":\"sample\"}"))
    return try await connection.submitRun(submission()).id
  }

  /// A claimed run and the epoch that leads it.
  static func claimedRun(
    _ connection: DatabaseConnection
  ) async throws -> (run: Int64, epoch: Int64) {
    let run = try await queuedRun(connection)
    let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
    let claimed = try #require(try await connection.claimNextRun(epoch: epoch))
    #expect(claimed.id == run)
    return (run, epoch)
  }

  /// A claimed run that only waits for its results.
  static func recordingRun(
    _ connection: DatabaseConnection
  ) async throws -> (run: Int64, epoch: Int64) {
    let (run, epoch) = try await claimedRun(connection)
    for state in [RunState.planning, .recording] {
      try await connection.changeState(RunTransition(run: run, to: state), epoch: epoch)
    }
    return (run, epoch)
  }

  static func result(rank: Int64, accreditation: Int64 = 0) -> StoredResult {
    var result = StoredResult(
      rank: rank,
      score: StoredScore(accreditation: accreditation, institution: 0, soft: -12),
      level: "plan", contentHash: [UInt8](repeating: UInt8(rank), count: 32), foundBy: "annealing")
    result.scoreByInstance = "{\"nights-even\": 3}"
    return result
  }

  static func score(soft: Int64) -> StoredScore {
    StoredScore(accreditation: 0, institution: 0, soft: soft)
  }
}

/// The error that `body` throws; nil when it throws none.
func storeError(_ body: () async throws -> Void) async throws -> StoreError? {
  do {
    try await body()
    return nil
  } catch let error as StoreError {
    return error
  }
}

/// The code of the error that `body` throws; nil when it throws none.
func storeErrorCode(_ body: () async throws -> Void) async throws -> StoreError.Code? {
  try await storeError(body)?.code
}
