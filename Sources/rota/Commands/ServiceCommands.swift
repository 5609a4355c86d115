import ArgumentParser
import Coordinator
import Foundation
import SolverNode
import Store
import Transport

/// `rota coordinator`: leads runs, or stands by until it may.
struct CoordinatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coordinator", abstract: "Lead runs, or stand by until the leader is gone.",
    discussion: """
      Example:
        ROTA_DATABASE=postgresql:///rota rota coordinator --listen tcp://127.0.0.1:7501
      """)

  @Option(help: "Where nodes send requests; loopback only.")
  var listen = "tcp://127.0.0.1:7501"

  @Option(help: "Where nodes hear bulletins; loopback only.")
  var publish = "tcp://127.0.0.1:7502"

  @Option(help: "A file with the secret that admits nodes.")
  var tokenFile: String?

  @Option(help: "Least severe log level: debug, info, warning or error.")
  var logLevel = "info"

  @Flag(help: .hidden)
  var endWithParent = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let local = try await LocalDatabase.open(database)
    var settings = CoordinatorSettings(
      database: local.address, requestAddress: listen, bulletinAddress: publish)
    settings.token = try TokenFile.read(tokenFile)
    settings.holder = ProcessInfo.processInfo.hostName + "/\(getpid())"
    settings.softwareVersion = Rota.softwareVersion
    let logger = Serving.logger("coordinator", level: logLevel)
    let service = CoordinatorService(settings, reader: InputReaders.all, logger: logger)
    do {
      try await Serving.run(service, endsWithParent: endWithParent, logger: logger)
    } catch {
      try await local.close()
      throw error
    }
    try await local.close()
  }
}

/// `rota node`: searches what a coordinator hands out.
struct NodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "node", abstract: "Search what a coordinator hands out.",
    discussion: """
      Nodes join and leave at any time, also during a run.

      Example:
        rota node --coordinator tcp://127.0.0.1:7501 --slots 2
      """)

  @Option(help: "Request address of a coordinator; repeat it for standbys.")
  var coordinator: [String] = ["tcp://127.0.0.1:7501"]

  @Option(help: "Bulletin address of a coordinator; repeat it for standbys.")
  var bulletins: [String] = ["tcp://127.0.0.1:7502"]

  @Option(help: "Searches at once, each on a thread of its own, 1 to 512.")
  var slots = 1

  @Option(help: "Memory to offer, in MiB.")
  var memory = 2_048

  @Option(help: "The node's own name; default: host and process.")
  var name: String?

  @Option(help: "A file with the secret that admits nodes.")
  var tokenFile: String?

  @Option(help: "Least severe log level: debug, info, warning or error.")
  var logLevel = "info"

  @Flag(help: .hidden)
  var endWithParent = false

  mutating func validate() throws {
    if !(1...512).contains(slots) {
      throw ValidationError("--slots is \(slots); it takes 1 to 512.")
    }
    if memory < 64 { throw ValidationError("--memory is \(memory) MiB; it takes at least 64.") }
  }

  func run() async throws {
    var settings = NodeSettings(
      name: name ?? ProcessInfo.processInfo.hostName + "-\(getpid())",
      coordinators: coordinator, bulletins: bulletins)
    settings.slots = slots
    settings.memoryBytes = memory << 20
    settings.token = try TokenFile.read(tokenFile)
    let logger = Serving.logger("node", level: logLevel)
    try await Serving.run(
      NodeService(settings, logger: logger), endsWithParent: endWithParent, logger: logger)
  }
}

/// Secrets in files, never in flags.
enum TokenFile {
  /// Largest secret: what a join message may carry.
  private static let bytesMax = 256

  /// The bytes of the file without white space around them; empty for no file.
  static func read(_ path: String?) throws -> [UInt8] {
    guard let path else { return [] }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.unusableInput, "The token file \(path) cannot be read.")
    }
    let text = String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty, text.utf8.count <= bytesMax else {
      throw CommandFailure(
        .unusableInput,
        "The token file \(path) holds \(text.utf8.count) bytes; 1 to \(bytesMax) make a token.")
    }
    return Array(text.utf8)
  }
}
