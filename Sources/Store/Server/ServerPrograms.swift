import Foundation

/// Where PostgreSQL's server programs are installed.
struct ServerPrograms: Sendable {
  /// The folder that holds `initdb`, `pg_ctl` and `postgres`.
  let folder: String

  var initialise: String { folder + "/initdb" }
  var control: String { folder + "/pg_ctl" }

  /// Debian keeps each major version in a folder of its own.
  static let versionsFolder = "/usr/lib/postgresql"

  /// Finds the programs of `major`, which existing data needs, or else the newest installed.
  ///
  /// - Throws: `serverNotInstalled` naming the package to install.
  static func find(major: Int?) throws(StoreError) -> ServerPrograms {
    if let major {
      let folder = "\(versionsFolder)/\(major)/bin"
      if isComplete(folder) { return ServerPrograms(folder: folder) }
      if let folder = folderOnPath(), majorVersion(in: folder) == major {
        return ServerPrograms(folder: folder)
      }
      throw StoreError(
        .serverNotInstalled, "the data was created by PostgreSQL \(major), which is not installed",
        during: "find PostgreSQL", remedy: "apt-get install postgresql-\(major)")
    }
    let newest = installedMajors().max()
    if let newest { return ServerPrograms(folder: "\(versionsFolder)/\(newest)/bin") }
    if let folder = folderOnPath() { return ServerPrograms(folder: folder) }
    throw StoreError(
      .serverNotInstalled,
      "neither \(versionsFolder)/*/bin nor the PATH holds initdb, pg_ctl and postgres",
      during: "find PostgreSQL",
      remedy: "apt-get install postgresql, or name a database of your own")
  }

  private static func installedMajors() -> [Int] {
    guard FileManager.default.fileExists(atPath: versionsFolder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: versionsFolder)
        .compactMap { Int($0) }
        .filter { isComplete("\(versionsFolder)/\($0)/bin") }
    } catch {
      // A folder that cannot be listed offers nothing to run either.
      return []
    }
  }

  private static func folderOnPath() -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map(String.init).first(where: isComplete)
  }

  private static func isComplete(_ folder: String) -> Bool {
    ["initdb", "pg_ctl", "postgres"].allSatisfy {
      FileManager.default.isExecutableFile(atPath: folder + "/" + $0)
    }
  }

  /// The number after "postgres (PostgreSQL)" that the server says of itself.
  private static func majorVersion(in folder: String) -> Int? {
    let command = Command(program: folder + "/postgres", arguments: ["--version"])
    guard case .success(let text) = command.output(),
      let word = text.split(whereSeparator: \.isWhitespace).last(where: { $0.first!.isNumber })
    else { return nil }
    return Int(word.prefix(while: \.isNumber))
  }
}

/// A program run to its end, as another user when that is asked for.
struct Command {
  var program: String
  var arguments: [String]
  /// Run as this user; needs root. Nil for the present user.
  var user: String?

  init(program: String, arguments: [String], user: String? = nil) {
    self.program = program
    self.arguments = arguments
    self.user = user
  }

  /// Runs it with its output in `log` and returns its exit code and what it printed.
  ///
  /// A file rather than a pipe: a server that it starts would hold a pipe open for ever.
  func run(log: String) throws(StoreError) -> (status: Int32, output: String) {
    let process = Process()
    let line = commandLine
    process.executableURL = URL(fileURLWithPath: line[0])
    process.arguments = Array(line.dropFirst())
    process.environment = Self.environment
    // The other user may not enter the present folder.
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    do {
      guard FileManager.default.createFile(atPath: log, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = output
      try process.run()
      process.waitUntilExit()
      try output.close()
      let text = try String(contentsOfFile: log, encoding: .utf8)
      return (process.terminationStatus, text)
    } catch {
      throw StoreError(
        .serverFailed, "\(program) could not be run: \(error)", during: "run a server program")
    }
  }

  /// Runs a program that ends by itself and returns what it printed.
  func output() -> Result<String, any Error> {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    return Result {
      try process.run()
      let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }
  }

  private var commandLine: [String] {
    guard let user else { return [program] + arguments }
    return [
      "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--", program,
    ] + arguments
  }

  /// Ours without what would lead PostgreSQL's programs to another server, in English.
  private static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
    environment["LC_ALL"] = "C"
    return environment
  }
}
