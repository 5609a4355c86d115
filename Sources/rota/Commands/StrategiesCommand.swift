import ArgumentParser
import ExactSearch
import Search

/// `rota strategies`: what a node of this machine can run.
struct StrategiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies", abstract: "List the strategies a node of this machine can run.",
    discussion: """
      Strategies by CP-SAT need OR-Tools, which `make setup` installs; without it all
      others work, and a portfolio's lanes pass over those that cannot run.

      Examples:
        rota strategies
        rota strategies --json
      """)

  @Flag(help: "Print the list as JSON.")
  var json = false

  private struct Row: Encodable {
    var name: String
    /// Absent when the strategy can run.
    var unavailable: String?
  }

  func run() throws {
    let reason = ExactStrategies.unavailability
    let rows =
      StrategyCatalogue.names.map { Row(name: $0, unavailable: nil) }
      + ExactStrategies.all.map { strategy in
        // It has another way where the library is missing.
        Row(
          name: strategy.name,
          unavailable: strategy == MasterDiveStrategy.self ? nil : reason)
      }
    if json { return Terminal.result(try Terminal.json(rows)) }
    for row in rows {
      let reason = row.unavailable.map { ": unavailable: \($0)" } ?? ""
      Terminal.result(row.name + reason + "\n")
    }
  }
}
