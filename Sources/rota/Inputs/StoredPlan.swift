import Compression
import Domain
import Formats
import Foundation
import Rules
import Store

/// A stored alternative as the plan it is, with the programme it belongs to.
struct StoredPlan {
  var program: Program
  var plan: RotationPlan
  var stored: StoredResult

  /// Loads an alternative of a programme run.
  ///
  /// - Throws: ``CommandFailure`` when there is none, or its cells do not fit its programme.
  init(_ row: RunRow, rank: Int64, from connection: DatabaseConnection) async throws {
    guard let record = try await connection.alternative(run: row.id, rank: rank) else {
      throw CommandFailure(
        .unusableInput,
        "Run \(row.id) has no alternative \(rank); see `rota runs show \(row.id)`.")
    }
    guard let source = try await connection.program(contentHash: row.inputHash) else {
      throw CommandFailure(.internalFault, "The programme of run \(row.id) is not stored.")
    }
    program = try CanonicalProgram.decode(Array(source.canonical.utf8))
    stored = record.result
    plan = try Self.plan(of: record.assignments, program.facts)
  }

  private static func plan(
    of assignments: [StoredAssignment], _ facts: ProgramFacts
  ) throws -> RotationPlan {
    let rows = Dictionary(
      uniqueKeysWithValues: facts.residents.enumerated().map { ($1.id.rawValue, $0) })
    let rotations = Dictionary(
      uniqueKeysWithValues: facts.rotations.enumerated().map { ($1.id.rawValue, $0) })
    let columns = Dictionary(
      uniqueKeysWithValues: facts.planColumns.enumerated().map { index, column in
        ("\(column.block)/\(column.half ?? 0)", index)
      })
    var cells = [Int](repeating: -1, count: rows.count * columns.count)
    for item in assignments {
      guard let row = rows[item.resident], let rotation = rotations[item.rotation],
        let column = columns["\(item.block)/\(item.half ?? 0)"]
      else {
        throw CommandFailure(
          .internalFault,
          "The stored cell \(item.resident), block \(item.block) is not of its programme.")
      }
      cells[row * columns.count + column] = rotation
    }
    if cells.contains(-1) {
      throw CommandFailure(.internalFault, "The stored plan does not fill every cell.")
    }
    return RotationPlan(cells: cells, columnCount: columns.count)
  }
}
