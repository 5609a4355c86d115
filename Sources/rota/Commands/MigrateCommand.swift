import ArgumentParser
import Store

/// `rota migrate`: brings a database's schema to this version's, or down again.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring a database's schema to this version.",
    discussion: """
      Examples:
        ROTA_DATABASE=postgresql:///rota rota migrate
        rota migrate --status
        rota migrate --down-to 3
      """)

  @Flag(help: "Only say which migrations are applied.")
  var status = false

  @Option(help: "Undo every migration above this number; data in their tables is lost.")
  var downTo: Int64?

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let local = try await LocalDatabase.open(database)
    do {
      let connection = try await DatabaseConnection.open(local.address)
      try await migrate(connection)
      await connection.close()
      try await local.close()
    } catch {
      try await local.close()
      throw error
    }
  }

  private func migrate(_ connection: DatabaseConnection) async throws {
    let migrator = try Migrator.ofThisVersion()
    if status {
      for entry in try await migrator.status(connection) {
        let state =
          entry.isUnknown
          ? "unknown to this version"
          : entry.isEdited
            ? "EDITED since it was applied" : entry.appliedAt == nil ? "to be applied" : "applied"
        Terminal.result("\(entry.version)\t\(entry.name)\t\(state)\n")
      }
    } else if let downTo {
      let undone = try await migrator.down(to: downTo, connection)
      Terminal.say("\(undone.count) migrations undone.")
    } else {
      let applied = try await migrator.up(connection)
      Terminal.say(
        applied.isEmpty
          ? "Nothing to do: the schema is this version's."
          : "\(applied.count) migrations applied.")
    }
  }
}
