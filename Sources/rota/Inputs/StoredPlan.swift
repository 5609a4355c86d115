import Compression
import Domain
import Formats
import Foundation
import Rules
import Store
import Validation

/// A stored alternative or version as the schedule it is, with the programme it belongs to.
struct StoredPlan {
  var program: Program
  var plan: RotationPlan
  /// Both levels; nil when only blocks were planned.
  var year: YearSchedule?
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
    try self.init(source, record.result, record.assignments, record.duties)
  }

  /// Loads an accepted schedule.
  ///
  /// - Throws: ``CommandFailure`` when its cells do not fit its programme.
  init(_ version: VersionRow, from connection: DatabaseConnection) async throws {
    guard let record = try await connection.version(id: version.id),
      let source = try await connection.program(contentHash: version.programHash)
    else {
      throw CommandFailure(
        .internalFault, "Version \(version.number) of \(version.program) is not stored whole.")
    }
    try self.init(record, source)
  }

  /// An accepted schedule with the programme that it was judged by.
  init(_ record: VersionRecord, _ source: StoredProgram) throws {
    try self.init(source, record.row.result, record.assignments, record.duties)
  }

  private init(
    _ source: StoredProgram, _ result: StoredResult, _ assignments: [StoredAssignment],
    _ duties: [UInt8]?
  ) throws {
    program = try CanonicalProgram.decode(Array(source.canonical.utf8))
    stored = result
    plan = try Self.plan(of: assignments, program.facts)
    year = try duties.map { try Self.year(of: $0, program.facts) }
  }

  /// Everything in it by name.
  var named: NamedSchedule { NamedSchedule(facts: program.facts, plan: plan, year: year) }

  /// What the judge says of it now.
  var verdict: Verdict {
    guard let year, let judge = DutyJudge(program: program) else {
      return Judge(program: program).verdict(on: plan)
    }
    return judge.verdict(on: year)
  }

  /// Its verdict, its quality by the published formula and what people want to know besides, from
  /// one judge.
  func report(on subject: String) -> ComplianceReport {
    let dates = year?.duties.dates ?? program.facts.calendar.dates
    guard let year, let judge = DutyJudge(program: program) else {
      let judge = Judge(program: program)
      let verdict = judge.verdict(on: plan)
      var report = ComplianceReport(
        of: program, subject: subject, dates: dates, verdict: verdict, schedule: nil)
      report.quality = judge.quality(of: verdict).value
      return report
    }
    let verdict = judge.verdict(on: year)
    var report = ComplianceReport(
      of: program, subject: subject, dates: dates, verdict: verdict,
      schedule: ScheduleReport(judge: judge, schedule: year))
    report.quality = judge.quality(of: verdict, on: year).value
    return report
  }

  /// Largest document of both levels: 1,800 people's year in decimal digits takes 8 MB.
  private static let documentBytesMax = 64 << 20

  private static func year(of frame: [UInt8], _ facts: ProgramFacts) throws -> YearSchedule {
    let bytes = try LZ4Frame.decompress(frame, limit: documentBytesMax)
    let document = try JSONDecoder().decode(YearDocument.self, from: Data(bytes))
    guard let people = DutyPeople(facts), let year = document.schedule(of: people) else {
      throw CommandFailure(.internalFault, "The stored duties do not fit their programme.")
    }
    return year
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
