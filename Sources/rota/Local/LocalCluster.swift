import Foundation
import Store
import Transport

/// A coordinator and nodes as processes of this machine, on loopback.
struct LocalCluster {
  let children: [ChildProcess]
  let logFolder: String
  private let tokenPath: String
  /// Held as long as the cluster lives.
  private let ports: LoopbackPorts
  /// What an administrator types to add a node to this cluster.
  let joinCommand: String

  /// Starts the processes.
  ///
  /// Ports are the usual ones, or free ones when those are taken; the cluster's token lives in a
  /// file that only this user reads and that ends with the cluster.
  ///
  /// The coordinator of an embedded server is one of the server's users: should this process be
  /// killed, the coordinator ends with it and, as the last user, stops the server.
  static func start(
    database: LocalDatabase, nodes: Int, slots: Int = 1
  ) throws -> LocalCluster {
    let folder = try logFolder()
    let tokenPath = folder + "/token-\(ProcessInfo.processInfo.processIdentifier)"
    try writeToken(to: tokenPath)
    let claimed = LoopbackPorts(preferring: [7501, 7502])
    let requests = "tcp://127.0.0.1:\(claimed.ports[0])"
    let bulletins = "tcp://127.0.0.1:\(claimed.ports[1])"
    if database.server == nil {
      setenv("ROTA_DATABASE", database.address.connectionInfo, 1)
    } else {
      unsetenv("ROTA_DATABASE")
    }
    var children = [
      try ChildProcess(
        "coordinator",
        arguments: [
          "coordinator", "--listen", requests, "--publish", bulletins, "--token-file", tokenPath,
        ], logPath: folder + "/coordinator.log")
    ]
    for index in 1...max(1, nodes) where nodes > 0 {
      children.append(
        try ChildProcess(
          "node \(index)",
          arguments: [
            "node", "--coordinator", requests, "--bulletins", bulletins, "--slots", "\(slots)",
            "--name", "node-\(index)", "--token-file", tokenPath,
          ], logPath: folder + "/node-\(index).log"))
    }
    return LocalCluster(
      children: children, logFolder: folder, tokenPath: tokenPath, ports: claimed,
      joinCommand: "rota node --coordinator \(requests) --bulletins \(bulletins)"
        + " --token-file \(tokenPath)")
  }

  /// Ends nodes first, so that they say goodbye, then the coordinator.
  func end() async {
    for child in children.reversed() { await child.end() }
    unlink(tokenPath)
  }

  private static func logFolder() throws -> String {
    let folder = EmbeddedServerSettings.defaultStateFolder() + "/logs"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func writeToken(to path: String) throws {
    var bytes = [UInt8](repeating: 0, count: 32)
    // A secret, so from the system and not from a seed.
    guard getentropy(&bytes, bytes.count) == 0 else {
      throw CommandFailure(.internalFault, "The system gave no random bytes for a token.")
    }
    let text = bytes.map { String(format: "%02x", $0) }.joined()
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    if !isWritten {
      throw CommandFailure(.internalFault, "The token file \(path) cannot be written.")
    }
  }
}
