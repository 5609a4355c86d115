import Foundation

/// A PostgreSQL server of our own for people who named no database: created, started, shared and
/// stopped within a state folder.
///
/// It listens on a Unix socket only and lets in, by peer authentication, root, the user who created
/// it and its own user. Started by root it runs as `postgres`. Every process that uses it holds a
/// shared lock; the last one out stops it, so that nobody's run loses its database.
package actor EmbeddedServer {
  private let executor: ThreadExecutor
  private let settings: EmbeddedServerSettings
  private let folder: ServerFolder
  /// The user the server runs as, when that is not the present one.
  private let user: String?
  private var use: FileLock?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(_ settings: EmbeddedServerSettings) {
    self.settings = settings
    self.folder = ServerFolder(stateFolder: settings.stateFolder)
    self.user = geteuid() == 0 ? "postgres" : nil
    self.executor = ThreadExecutor(name: "rota-server")
  }

  deinit { executor.stop() }

  /// Whether PostgreSQL's server programs can be found, so that ``start()`` has a chance.
  package static var isInstalled: Bool {
    do {
      _ = try ServerPrograms.find(major: nil)
      return true
    } catch {
      return false
    }
  }

  /// Where the database `rota` is while the server runs.
  package nonisolated var address: DatabaseAddress {
    DatabaseAddress(socketFolder: folder.socketFolder, database: "rota", role: "rota")
  }

  /// The server's own log, for people who look for a cause.
  package nonisolated var logPath: String { folder.log }

  /// Makes sure that the server exists, runs and has the database `rota`; a second call does
  /// nothing.
  ///
  /// - Throws: `serverNotInstalled`, `socketPathTooLong`, `stateFolderUnusable` or `serverFailed`.
  @discardableResult
  package func start() throws(StoreError) -> DatabaseAddress {
    guard use == nil else { return address }
    try checkSocketPath()
    try prepareFolders()
    let change = try FileLock(folder.changeLock, .exclusive)
    defer { withExtendedLifetime(change) {} }
    try checkAccess()
    let use = try FileLock(folder.usersLock, .shared)
    let programs = try ServerPrograms.find(major: majorOfData())
    if majorOfData() == nil { try create(programs) }
    if !isRunning() {
      try removeForeignProcessFile()
      try writeConfiguration()
      try launch(programs)
    }
    try prepareDatabase()
    self.use = use
    return address
  }

  /// Lets go of the server, and stops it when no other process uses it.
  ///
  /// - Returns: Whether the server was stopped.
  /// - Throws: `serverFailed` when it did not stop within a minute.
  @discardableResult
  package func stop() throws(StoreError) -> Bool {
    guard use != nil else { return false }
    let change = try FileLock(folder.changeLock, .exclusive)
    defer { withExtendedLifetime(change) {} }
    use = nil
    guard let last = try FileLock(ifFree: folder.usersLock) else { return false }
    defer { withExtendedLifetime(last) {} }
    guard isRunning() else { return false }
    let programs = try ServerPrograms.find(major: majorOfData())
    let stopped = try command(
      programs.control, ["stop", "-D", folder.data, "-m", "fast", "-w", "-t", "60"])
    guard stopped.status == 0 else { throw failure("stop the server", stopped.output) }
    return true
  }

  // MARK: Folders

  private func checkSocketPath() throws(StoreError) {
    let bytes = folder.socketPath.utf8.count
    guard bytes > ServerFolder.socketPathBytesMax else { return }
    throw StoreError(
      .socketPathTooLong,
      "\(folder.socketPath) has \(bytes) bytes; "
        + "the system allows \(ServerFolder.socketPathBytesMax)",
      during: "start the server", remedy: "set ROTA_STATE to a folder with a shorter path")
  }

  /// Makes the folders, and gives the server's own to its user.
  private func prepareFolders() throws(StoreError) {
    do {
      let files = FileManager.default
      try files.createDirectory(atPath: settings.stateFolder, withIntermediateDirectories: true)
      for path in [folder.root, folder.socketFolder]
      where !files.fileExists(atPath: path) {
        try files.createDirectory(
          atPath: path, withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o700])
      }
    } catch {
      throw unusable("\(settings.stateFolder) cannot be created: \(error.localizedDescription)")
    }
    guard let user else { return }
    guard let account = getpwnam(user) else {
      throw StoreError(
        .serverNotInstalled, "there is no user \(user) to run the server as",
        during: "start the server", remedy: "apt-get install postgresql")
    }
    for path in [folder.root, folder.socketFolder]
    where chown(path, account.pointee.pw_uid, account.pointee.pw_gid) != 0 {
      throw unusable("\(path) cannot be given to \(user)")
    }
  }

  /// The user the server runs as must be let through every folder above its own.
  private func checkAccess() throws(StoreError) {
    guard let user else { return }
    let entered = try command("/usr/bin/test", ["-w", folder.root])
    guard entered.status == 0 else {
      throw unusable("user \(user) cannot reach \(folder.root): a folder above it is closed to it")
    }
  }

  private func unusable(_ message: String) -> StoreError {
    StoreError(
      .stateFolderUnusable, message, during: "prepare the state folder",
      remedy: "set ROTA_STATE to a folder that can be created, read and written")
  }

  /// The major version that created the data; nil while there is none.
  private func majorOfData() -> Int? {
    guard let text = FileManager.default.contents(atPath: folder.data + "/PG_VERSION") else {
      return nil
    }
    return Int(String(decoding: text, as: UTF8.self).prefix(while: \.isNumber))
  }

  // MARK: Creating

  /// Creates a cluster under another name and renames it, so that a crash leaves nothing half done.
  private func create(_ programs: ServerPrograms) throws(StoreError) {
    do {
      for path in [folder.unfinishedData, folder.data]
      where FileManager.default.fileExists(atPath: path) {
        // `data` without PG_VERSION can only be empty or foreign; foreign files are not ours to
        // delete.
        let isForeign =
          try path == folder.data
          && !FileManager.default.contentsOfDirectory(atPath: path).isEmpty
        if isForeign { throw unusable("\(path) holds files but no PostgreSQL data") }
        try FileManager.default.removeItem(atPath: path)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw unusable("a half-made server cannot be removed: \(error.localizedDescription)")
    }
    let arguments = [
      "-D", folder.unfinishedData, "-U", "postgres", "-A", "peer", "-E", "UTF8",
      "--locale=C.UTF-8",
    ]
    let made = try command(
      programs.initialise, arguments + (settings.syncsToDisk ? [] : ["--no-sync"]))
    guard made.status == 0 else { throw failure("create the server", made.output) }
    guard rename(folder.unfinishedData, folder.data) == 0 else {
      throw unusable("\(folder.unfinishedData) cannot be renamed")
    }
  }

  /// Writes what must be true at every start, wherever the state folder has moved to.
  private func writeConfiguration() throws(StoreError) {
    let durable = settings.syncsToDisk ? "on" : "off"
    let socketFolder = folder.socketFolder.replacingOccurrences(of: "'", with: "''")
    try write(
      """
      # Written anew by rota at every start.
      listen_addresses = ''
      unix_socket_directories = '"\(socketFolder)"'
      unix_socket_permissions = 0700
      # Each rota process holds two or three; this serves a dozen of them.
      max_connections = 50
      cluster_name = '\(folder.clusterName)'
      fsync = \(durable)
      # On in any case: a commit survives the server's death, if not always the machine's.
      synchronous_commit = on
      full_page_writes = \(durable)

      """, to: "postgresql.auto.conf")
    try write("local all all peer map=rota\n", to: "pg_hba.conf")
    var users = ["root", "postgres"]
    if let account = getpwuid(geteuid()) { users.append(String(cString: account.pointee.pw_name)) }
    let lines = users.flatMap { ["rota \"\($0)\" rota", "rota \"\($0)\" postgres"] }
    try write(lines.joined(separator: "\n") + "\n", to: "pg_ident.conf")
  }

  private func write(_ text: String, to file: String) throws(StoreError) {
    let path = folder.data + "/" + file
    do {
      // Not atomically: the file keeps its owner, whom the server runs as.
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw unusable("\(path) cannot be written: \(error.localizedDescription)")
    }
  }

  // MARK: Running

  private func launch(_ programs: ServerPrograms) throws(StoreError) {
    var output = ""
    // After a crash the old server's children need a moment to notice; until then their shared
    // memory keeps a new one out. Twenty tries of a quarter second are far more than they take.
    for _ in 0..<20 {
      let started = try command(
        programs.control, ["start", "-D", folder.data, "-l", folder.log, "-w", "-t", "60"])
      if started.status == 0 { return }
      output = started.output
      guard lastLogLines().contains("shared memory block") else { break }
      Thread.sleep(forTimeInterval: 0.25)
    }
    throw failure("start the server", output + lastLogLines())
  }

  /// The process that the data's process file names, if it is our server.
  private func isRunning() -> Bool {
    guard let process = processInFile() else { return false }
    return commandLine(of: process).contains(folder.data)
  }

  private func processInFile() -> Int32? {
    guard let text = FileManager.default.contents(atPath: folder.processFile) else { return nil }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").first.flatMap { Int32($0) }
  }

  /// Removes a process file whose number now belongs to somebody else, as happens after a reboot,
  /// or to a dead process that its parent has not noticed; PostgreSQL takes both for a running
  /// server. It deals itself with a number that nobody has.
  private func removeForeignProcessFile() throws(StoreError) {
    guard let process = processInFile(),
      FileManager.default.fileExists(atPath: "/proc/\(process)")
    else { return }
    // Children of a killed server need a moment to notice, see ``launch(_:)``.
    for _ in 0..<20 where try !serverProcesses().isEmpty {
      Thread.sleep(forTimeInterval: 0.25)
    }
    let children = try serverProcesses()
    guard children.isEmpty else {
      throw failure("start the server", "processes of an old one still run: \(children)")
    }
    do {
      // The lock beside the socket names the same process.
      for path in [folder.processFile, folder.socketLock]
      where FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
    } catch {
      throw unusable("\(folder.processFile) cannot be removed: \(error.localizedDescription)")
    }
  }

  /// Numbers of processes whose title carries our cluster's name.
  private func serverProcesses() throws(StoreError) -> [Int32] {
    let title = "postgres: \(folder.clusterName)"
    do {
      return try FileManager.default.contentsOfDirectory(atPath: "/proc")
        .compactMap { Int32($0) }
        .filter { number in commandLine(of: number).contains { $0.hasPrefix(title) } }
    } catch {
      throw unusable("/proc cannot be listed: \(error.localizedDescription)")
    }
  }

  /// The words a process was started with; empty when there is no such process.
  private func commandLine(of process: Int32) -> [String] {
    let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Creates role and database when they are missing; the role is no superuser.
  private func prepareDatabase() throws(StoreError) {
    let administration = DatabaseAddress(
      socketFolder: folder.socketFolder, database: "postgres", role: "postgres")
    let session = try connected(to: administration)
    if try session.rows("SELECT FROM pg_roles WHERE rolname = 'rota'").isEmpty {
      try session.execute("CREATE ROLE rota LOGIN")
    }
    if try session.rows("SELECT FROM pg_database WHERE datname = 'rota'").isEmpty {
      try session.execute("CREATE DATABASE rota OWNER rota")
    }
  }

  /// Connects to a server that another process may have started only just now.
  private func connected(to address: DatabaseAddress) throws(StoreError) -> Session {
    // 300 tries of 0.1 s: as long as recovery after a crash took in trials, a hundred times over.
    for _ in 0..<300 {
      do {
        return try Session(to: address)
      } catch {
        guard isRunning() else { throw error }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
    return try Session(to: address)
  }

  // MARK: Commands

  private func command(
    _ program: String, _ arguments: [String]
  ) throws(StoreError) -> (status: Int32, output: String) {
    try Command(program: program, arguments: arguments, user: user).run(log: folder.commandLog)
  }

  private func lastLogLines() -> String {
    let log = FileManager.default.contents(atPath: folder.log) ?? Data()
    return String(decoding: log.suffix(2_000), as: UTF8.self)
  }

  private func failure(_ context: String, _ output: String) -> StoreError {
    StoreError(
      .serverFailed, String(output.suffix(1_500)), during: context,
      remedy: "the server's log is \(folder.log)")
  }
}
