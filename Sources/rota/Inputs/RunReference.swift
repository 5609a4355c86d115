import ArgumentParser
import Store

/// A run as people name it: by its number, or `last` for the newest.
enum RunReference: ExpressibleByArgument, Equatable {
  case number(Int64)
  case last

  init?(argument: String) {
    if argument == "last" {
      self = .last
    } else if let number = Int64(argument) {
      self = .number(number)
    } else {
      return nil
    }
  }

  /// The run's row.
  ///
  /// - Throws: ``CommandFailure`` when there is none.
  func row(from connection: DatabaseConnection) async throws -> RunRow {
    let found: RunRow?
    switch self {
    case .number(let number): found = try await connection.run(number)
    case .last: found = try await connection.runs(limit: 1).first
    }
    guard let found else {
      throw CommandFailure(.unusableInput, "There is no \(self); see `rota runs list`.")
    }
    return found
  }
}

extension RunReference: CustomStringConvertible {
  var description: String {
    switch self {
    case .number(let number): "run \(number)"
    case .last: "run yet"
    }
  }
}
