import ArgumentParser
import Foundation
import Store

/// `rota up`: a whole cluster on this machine until it is told to stop.
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Bring up a coordinator and nodes on this machine.",
    discussion: """
      Runs until Ctrl-C. Submit with `rota generate PROGRAM --nodes 0` from
      another terminal.

      Example:
        rota up --nodes 2
      """)

  @Option(help: "Nodes to start, 1 to 64.")
  var nodes = 2

  @Option(help: "Threads of each node, 1 to 512.")
  var slots = 1

  @OptionGroup var database: DatabaseOptions

  mutating func validate() throws {
    if !(1...64).contains(nodes) {
      throw ValidationError("--nodes is \(nodes); it takes 1 to 64.")
    }
  }

  func run() async throws {
    Interruption.listen()
    let local = try await LocalDatabase.open(database)
    let cluster: LocalCluster
    do {
      cluster = try LocalCluster.start(database: local, nodes: nodes, slots: slots)
    } catch {
      try await local.close()
      throw error
    }
    for child in cluster.children {
      Terminal.say("\(child.name): process \(child.identifier.map(String.init) ?? "-")")
    }
    Terminal.say(
      "Logs: \(cluster.logFolder). Submit: rota generate PROGRAM --nodes 0. Stop: Ctrl-C.")
    Terminal.say("Add a node: \(cluster.joinCommand)")
    while !Interruption.happened { try await Task.sleep(for: .milliseconds(200)) }
    Terminal.say("Stopping…")
    await cluster.end()
    try await local.close()
  }
}
