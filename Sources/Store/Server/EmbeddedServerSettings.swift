import Foundation

/// What the embedded PostgreSQL server is told.
package struct EmbeddedServerSettings: Sendable {
  /// Where data, socket, locks and log are kept; an absolute path.
  package var stateFolder: String
  /// Whether commits reach the disk before they are reported. True for users' data; tests that can
  /// lose everything turn it off.
  package var syncsToDisk = true

  package init(stateFolder: String) {
    self.stateFolder = stateFolder
  }

  /// `ROTA_STATE`, else `/var/lib/rota` for root, else `rota` in the user's XDG state folder.
  package static func defaultStateFolder(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    if let named = environment["ROTA_STATE"], !named.isEmpty {
      return URL(fileURLWithPath: named).standardizedFileURL.path
    }
    if geteuid() == 0 { return "/var/lib/rota" }
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      return folder + "/rota"
    }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state/rota"
  }
}

/// The places within a state folder that the embedded server uses.
struct ServerFolder: Sendable {
  /// Owned by the user the server runs as; nobody else may look in.
  let root: String

  init(stateFolder: String) { root = stateFolder + "/server" }

  var data: String { root + "/data" }
  /// Where a cluster is created before it is renamed into place.
  var unfinishedData: String { root + "/data.unfinished" }
  var socketFolder: String { root + "/socket" }
  var log: String { root + "/postgresql.log" }
  var commandLog: String { root + "/command.log" }
  /// Held while the server is created, started or stopped.
  var changeLock: String { root + "/change.lock" }
  /// Held, shared, by every process that uses the server.
  var usersLock: String { root + "/users.lock" }
  var processFile: String { data + "/postmaster.pid" }

  /// `sun_path` of `sockaddr_un` holds 108 bytes, the last of which ends the text.
  static let socketPathBytesMax = 107

  /// The whole path of the socket: the port only names it, nothing listens on the network.
  var socketPath: String { socketFolder + "/.s.PGSQL.5432" }

  /// PostgreSQL's own lock on the socket, with the number of its process.
  var socketLock: String { socketPath + ".lock" }

  /// Shown in the titles of the server's processes, so that they can be told from any other's.
  var clusterName: String {
    // 64-bit FNV-1a: a name, not a secret.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in data.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return "rota-" + String(hash, radix: 16)
  }
}
