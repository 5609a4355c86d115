import ArgumentParser
import Foundation
import Store

@main
struct Rota: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rota",
    abstract: "Generate a residency programme's academic year on a cluster.",
    discussion: """
      A first session on a fresh machine:
        rota check bench/programs/s24
        rota generate bench/programs/s24 --budget 20s --nodes 2
        rota export 1 --alternative 1 --format csv

      Without --database (or ROTA_DATABASE) commands use an embedded PostgreSQL in
      the state folder (ROTA_STATE), which they start and stop themselves.

      Exit codes: 0 done, 1 violations found or degraded, 2 unusable input, 3
      infeasible, 4 cancelled or stopped before any schedule, 64 wrong usage, 70
      internal fault.
      """,
    version: Rota.softwareVersion,
    subcommands: [
      CheckCommand.self, GenerateCommand.self, GenerateProgramCommand.self, RunsCommand.self,
      ExportCommand.self, SchedulesCommand.self,
      VerifyCommand.self, AuditCommand.self, ReportCommand.self, BoundsCommand.self,
      ProfilesCommand.self,
      BenchCommand.self, UpCommand.self, CoordinatorCommand.self,
      NodeCommand.self, NodesCommand.self, StrategiesCommand.self, MigrateCommand.self,
      ExactChildCommand.self,
    ])

  /// Stored with every run and node.
  static let softwareVersion = "0.1.0"

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      Terminal.say(failure.text)
      Foundation.exit(failure.code.rawValue)
    } catch let error as StoreError {
      Terminal.say("\(error)")
      Foundation.exit(CommandFailure.Code.internalFault.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
