import ArgumentParser
import Store

/// `rota nodes`: who works in the cluster.
struct NodesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nodes", abstract: "Show the nodes of the cluster.",
    subcommands: [NodesListCommand.self])
}

struct NodesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List nodes with what they have contributed.",
    discussion: "Example: rota nodes list --json")

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  private struct Node: Codable {
    var id: String
    var name: String
    var state: String
    var slots: Int64
    var offersSent: Int64
    var offersAccepted: Int64
    var offersRefused: Int64
    var splicesAccepted: Int64
    var effort: Int64

    init(_ row: NodeRow) {
      id = row.id
      name = row.name
      state = row.state.rawValue
      slots = row.slots
      offersSent = row.counters.offersSent
      offersAccepted = row.counters.offersAccepted
      offersRefused = row.counters.offersRefused
      splicesAccepted = row.counters.splicesAccepted
      effort = row.counters.effort
    }

    var line: String {
      "\(name)\t\(state)\t\(slots) slots\toffers \(offersSent), \(offersAccepted) accepted, "
        + "\(offersRefused) refused\tsplices \(splicesAccepted)\teffort \(effort)\n"
    }
  }

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let nodes = try await connection.nodes().map(Node.init)
      if json { return Terminal.result(try Terminal.json(nodes)) }
      if nodes.isEmpty { Terminal.say("No node has joined yet. Start some: rota up") }
      for node in nodes { Terminal.result(node.line) }
    }
  }
}
