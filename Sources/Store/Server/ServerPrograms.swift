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

  /// The major version in the words that the server says of itself.
  private static func majorVersion(in folder: String) -> Int? {
    let log = FileManager.default.temporaryDirectory.path + "/rota-version-\(getpid())"
    defer { unlink(log) }
    do {
      let said = try Command(program: folder + "/postgres", arguments: ["--version"]).run(log: log)
      // Such as "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)".
      let word = said.output.split(whereSeparator: \.isWhitespace).first { word in
        word.allSatisfy { $0.isNumber || $0 == "." }
      }
      return word.flatMap { Int($0.prefix(while: \.isNumber)) }
    } catch {
      // A server that cannot even say its version is not the one that is needed.
      return nil
    }
  }
}
