import ArgumentParser
import Store

/// A version as people name it: by its number, or `last` for the newest.
enum VersionReference: ExpressibleByArgument, Equatable, CustomStringConvertible {
  case number(Int64)
  case last

  init?(argument: String) {
    if argument == "last" {
      self = .last
    } else if let number = Int64(argument), number > 0 {
      self = .number(number)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .number(let number): "version \(number)"
    case .last: "version yet"
    }
  }

  /// The version's row.
  ///
  /// - Parameter program: the programme's name; nil when only one has a version of this number.
  /// - Throws: ``CommandFailure`` when there is none, or several programmes have one.
  func row(
    of program: String?, from connection: DatabaseConnection
  ) async throws -> VersionRow {
    let found: [VersionRow]
    switch self {
    case .number(let number):
      found = try await connection.versions(number: number, program: program)
    case .last: found = try await connection.versions(limit: 1, program: program)
    }
    guard let first = found.first else {
      let place = program.map { " of \($0)" } ?? ""
      throw CommandFailure(
        .unusableInput, "There is no \(self)\(place); see `rota schedules list`.")
    }
    guard found.count == 1 else {
      let names = found.map(\.program).joined(separator: ", ")
      throw CommandFailure(
        .unusableInput, "Several programmes have a \(self): \(names). Name one with --program.")
    }
    return first
  }
}

/// Which programme's versions a command speaks of.
struct VersionOptions: ParsableArguments {
  @Option(help: "The programme's name, where several have a version of this number.")
  var program: String?
}
