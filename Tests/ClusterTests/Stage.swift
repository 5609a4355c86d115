import Foundation
import Glibc
import Store
import TestSupport
import Testing

/// Everything that needs real processes: one PostgreSQL server for all, a database for each test.
@Suite(
  .enabled(
    if: EmbeddedServer.isInstalled || ProcessInfo.processInfo.environment["CI"] == "true",
    "PostgreSQL's server is not installed (apt-get install postgresql): the cluster is NOT tested"),
  .serialized, StageServer.Scope())
enum ClusterLayer {}

/// The PostgreSQL server of the layer, in a folder that its user can enter.
struct StageServer: Sendable {
  @TaskLocal static var current: StageServer?

  let folder: String

  /// Starts the server before the first test and takes it away after the last.
  struct Scope: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
      for test: Test, testCase: Test.Case?,
      performing function: @Sendable () async throws -> Void
    ) async throws {
      let stage = StageServer(folder: try TemporaryFolder.make("cluster"))
      let server = EmbeddedServer(stage.settings)
      try await server.start()
      let result: Result<Void, any Error>
      do {
        try await StageServer.$current.withValue(stage) { try await function() }
        result = .success(())
      } catch {
        result = .failure(error)
      }
      try await server.stop()
      try FileManager.default.removeItem(atPath: stage.folder)
      try result.get()
    }
  }

  var settings: EmbeddedServerSettings {
    var settings = EmbeddedServerSettings(stateFolder: folder)
    settings.syncsToDisk = false
    return settings
  }

  var socketFolder: String { folder + "/server/socket" }

  var processNumber: Int32 {
    get throws {
      let path = folder + "/server/data/postmaster.pid"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return try #require(text.split(separator: "\n").first.flatMap { Int32($0) })
    }
  }

  /// What one statement answers, as `psql` prints it without decoration.
  @discardableResult
  func query(_ statement: String, database: String = "postgres") throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "psql", "-h", socketFolder, "-U", "postgres", "-Atqc", statement, database,
    ]
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(statement)")
    return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// Folders of tests: not in the user's own, for the server's user must be able to enter them.
enum TemporaryFolder {
  static func make(_ name: String) throws -> String {
    let template = "/tmp/rota-\(name)-" + String(repeating: "X", count: 6)
    var bytes = Array(template.utf8CString)
    _ = try #require(mkdtemp(&bytes))
    let path = String(decoding: bytes.dropLast().map { UInt8($0) }, as: UTF8.self)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }
}

/// One test's database and processes.
final class Stage {
  let server: StageServer
  let database: String
  let folder: String
  /// The listening addresses of a coordinator.
  struct Ports {
    var requests: String
    var bulletins: String
  }

  private var processes: [RotaProcess] = []
  private var connections: [DatabaseConnection] = []
  private(set) var connection: DatabaseConnection

  private init(_ server: StageServer) async throws {
    self.server = server
    database = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
    folder = server.folder + "/" + database
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    try server.query("CREATE DATABASE \(database) OWNER rota")
    connection = try await DatabaseConnection.open(
      DatabaseAddress(socketFolder: server.socketFolder, database: database, role: "rota"))
    try await Migrator.ofThisVersion().up(connection)
  }

  /// Lends a stage, and ends whatever the test has left running.
  static func with(_ body: (Stage) async throws -> Void) async throws {
    let stage = try await Stage(try #require(StageServer.current))
    let result: Result<Void, any Error>
    do {
      try await body(stage)
      result = .success(())
    } catch {
      stage.tellWhatWasSaid()
      result = .failure(error)
    }
    for process in stage.processes.reversed() {
      process.send(SIGCONT)
      process.send(SIGKILL)
    }
    for process in stage.processes {
      try await eventually("process \(process.identifier) is gone") { !process.isRunning }
    }
    await stage.connection.close()
    try result.get()
  }

  var address: DatabaseAddress {
    DatabaseAddress(socketFolder: server.socketFolder, database: database, role: "rota")
  }

  /// A connection anew, when the server was away.
  func reconnect() async throws {
    connection = try await DatabaseConnection.open(address)
  }

  // MARK: Processes

  /// Starts `rota` with these arguments on this stage's database.
  func rota(_ name: String, _ arguments: [String]) throws -> RotaProcess {
    let process = try RotaProcess(
      name, arguments, folder: folder,
      environment: ["ROTA_DATABASE": address.connectionInfo, "ROTA_STATE": folder])
    processes.append(process)
    return process
  }

  /// Runs `rota` to its end.
  func run(_ arguments: [String]) async throws -> RotaProcess.End {
    try await rota(arguments.first ?? "rota", arguments).end()
  }

  func coordinator(_ ports: Ports) throws -> RotaProcess {
    try rota(
      "coordinator",
      [
        "coordinator", "--listen", ports.requests, "--publish", ports.bulletins,
        "--end-with-parent",
      ])
  }

  func node(_ name: String, _ ports: Ports...) throws -> RotaProcess {
    let addresses = ports.flatMap {
      ["--coordinator", $0.requests, "--bulletins", $0.bulletins]
    }
    return try rota(name, ["node", "--name", name, "--end-with-parent"] + addresses)
  }

  static func freePorts() throws -> Ports {
    let ports = try LoopbackPort.free(count: 2)
    return Ports(
      requests: "tcp://127.0.0.1:\(ports[0])", bulletins: "tcp://127.0.0.1:\(ports[1])")
  }

  // MARK: Runs

  /// Makes a sample programme; returns its folder.
  func programme(_ options: String...) async throws -> String {
    let folder = self.folder + "/programme"
    let made = try await run(["generate-program"] + options + ["--out", folder])
    #expect(made.status == 0, "\(made.errors)")
    return folder
  }

  static let sample = Folders.programme("s24")

  /// Submits a run of the sample programme; the command goes on watching it.
  func generate(_ options: [String]) throws -> RotaProcess {
    try generate(year: Self.sample, options)
  }

  /// Submits a run of a programme's folder in the same way.
  func generate(year folder: String, _ options: [String]) throws -> RotaProcess {
    try rota("generate", ["generate", folder, "--nodes", "0", "--json"] + options)
  }

  /// The newest run, once there is one above `last`.
  func newestRun(after last: Int64 = 0) async throws -> Int64 {
    try await eventually("a run is submitted") { try await self.highestRun() > last }
    return try await highestRun()
  }

  private func highestRun() async throws -> Int64 {
    try await connection.runs(limit: 1).first?.id ?? 0
  }

  func row(_ run: Int64) async throws -> RunRow { try #require(try await connection.run(run)) }

  /// Waits for the run's end and returns its row.
  func ended(_ run: Int64) async throws -> RunRow {
    try await eventually("run \(run) ends") { try await self.row(run).state.isTerminal }
    return try await row(run)
  }

  /// Waits until the run's watchers have been shown a score, and returns it.
  func firstScore(of run: Int64) async throws -> StoredScore {
    try await eventually("run \(run) shows a score") {
      try await self.connection.progress(run: run)?.best != nil
    }
    return try #require(try await connection.progress(run: run)?.best)
  }

  /// Waits for a checkpoint with an answer, and returns it.
  func checkpoint(of run: Int64) async throws -> Checkpoint {
    try await eventually("run \(run) has a checkpoint") {
      try await self.connection.latestCheckpoint(run: run) != nil
    }
    return try #require(try await connection.latestCheckpoint(run: run))
  }

  func nodes() async throws -> [String: NodeRow] {
    Dictionary(
      try await connection.nodes().map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// How many leases of a node of this name stand in a state.
  func leases(of node: String, _ state: String) throws -> Int {
    try leases(where: "nodes.name = '\(node)' AND leases.state = '\(state)'")
  }

  /// How many leases a run ever had.
  func leases(ofRun run: Int64) throws -> Int { try leases(where: "leases.run_id = \(run)") }

  private func leases(where condition: String) throws -> Int {
    let answer = try server.query(
      "SELECT count(*) FROM leases JOIN nodes ON nodes.id = leases.node_id WHERE \(condition)",
      database: database)
    return try #require(Int(answer))
  }

  private func tellWhatWasSaid() {
    for process in processes {
      FileHandle.standardError.write(
        Data("--- process \(process.identifier)\n\(process.errors.suffix(3_000))\n".utf8))
    }
  }
}

/// Ports of the loopback interface that nobody uses.
enum LoopbackPort {
  /// Different ports, all held until the last is found, then let go.
  static func free(count: Int) throws -> [UInt16] {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    var ports: [UInt16] = []
    for _ in 0..<count {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      descriptors.append(descriptor)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          bind(descriptor, generic, length) == 0
            && getsockname(descriptor, generic, &length) == 0
        }
      }
      try #require(isBound, "no port can be bound: \(errno)")
      ports.append(UInt16(bigEndian: address.sin_port))
    }
    return ports
  }
}
