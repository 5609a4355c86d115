import Foundation
import Store

/// Runs from submission to their report, with a cluster of their own when none was named.
struct RunSession {
  /// Database options and local nodes of a command that runs something.
  struct Place {
    var database: DatabaseOptions
    /// Nodes to start on this machine; 0 leaves the work to the cluster of a named database.
    var nodes: Int
    var isQuiet: Bool
  }

  /// Brings up what is needed, hands a connection to `body`, and takes down what it brought up.
  static func open<Value>(
    at place: Place, _ body: (DatabaseConnection) async throws -> Value
  ) async throws -> Value {
    Interruption.listen()
    let database = try await LocalDatabase.open(place.database)
    var cluster: LocalCluster?
    do {
      let connection = try await database.connect()
      if place.nodes > 0 {
        cluster = try LocalCluster.start(database: database, nodes: place.nodes)
      }
      let value = try await body(connection)
      await cluster?.end()
      await connection.close()
      try await database.close()
      return value
    } catch {
      await cluster?.end()
      try await database.close()
      throw error
    }
  }

  /// Submits, watches, and hands the ended run to `report`.
  static func run<Value>(
    at place: Place, submit: (DatabaseConnection) async throws -> Int64,
    report: (RunRow, DatabaseConnection) async throws -> Value
  ) async throws -> Value {
    try await open(at: place) { connection in
      let run = try await submit(connection)
      let row = try await RunWatch(
        run: run, database: connection, isQuiet: place.isQuiet
      ).toEnd()
      return try await report(row, connection)
    }
  }

  /// The exit code that a run's last state stands for; nil for success.
  static func failure(of row: RunRow) -> CommandFailure? {
    let reason = row.stateReason ?? ""
    let remedy = row.remedy.map { "\n\($0)" } ?? ""
    switch row.state {
    case .completed: return nil
    case .degraded:
      return CommandFailure(.violationsFound, "Run \(row.id) degraded: \(reason)\(remedy)")
    case .infeasible:
      return CommandFailure(.infeasible, "Run \(row.id) is infeasible: \(reason)\(remedy)")
    case .cancelled: return CommandFailure(.cancelled, "Run \(row.id) was cancelled.")
    default: return CommandFailure(.internalFault, "Run \(row.id) failed: \(reason)\(remedy)")
    }
  }
}
