import Foundation
import Store

/// The database a command works with: one that was named, or the embedded server, started for it.
struct LocalDatabase {
  var address: DatabaseAddress
  /// Nil when a database was named.
  var server: EmbeddedServer?

  /// Opens the database named by the options, or starts the embedded server, and sees that the
  /// schema is this version's: an embedded database is migrated, a named one must have been.
  static func open(_ options: DatabaseOptions) async throws -> LocalDatabase {
    if let named = options.named { return LocalDatabase(address: named, server: nil) }
    let folder = EmbeddedServerSettings.defaultStateFolder()
    let server = EmbeddedServer(EmbeddedServerSettings(stateFolder: folder))
    let address = try await server.start()
    let database = LocalDatabase(address: address, server: server)
    do {
      let connection = try await DatabaseConnection.open(address)
      _ = try await Migrator.ofThisVersion().up(connection)
      await connection.close()
    } catch {
      try await database.close()
      throw error
    }
    return database
  }

  /// A connection whose schema is this version's.
  func connect() async throws -> DatabaseConnection {
    let connection = try await DatabaseConnection.open(address)
    try await Migrator.ofThisVersion().checkSchema(connection)
    return connection
  }

  /// Stops the embedded server unless another process still uses it.
  func close() async throws {
    try await server?.stop()
  }

  /// Runs a body on a connection and puts everything back, whatever happens.
  static func with<Value>(
    _ options: DatabaseOptions, _ body: (DatabaseConnection) async throws -> Value
  ) async throws -> Value {
    let database = try await open(options)
    do {
      let connection = try await database.connect()
      let value = try await body(connection)
      await connection.close()
      try await database.close()
      return value
    } catch {
      try await database.close()
      throw error
    }
  }
}
