import ArgumentParser
import Domain
import Formats
import Foundation
import Measures
import Rules
import Store
import Validation

/// `rota export`: an alternative as a file.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write an alternative of a run as CSV or JSON.",
    discussion: """
      The plan's CSV has no header: resident id, then the rotation of each block
      (or half-block). Duties and service weeks have a header with dates.

      Examples:
        rota export 1 --alternative 1 --format csv
        rota export 1 --level duties --out duties.csv
        rota export 1 --format json --out plan.json
        rota export 1 --level weeks --format json
      """)

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Option(help: "Which alternative, 1 being the best.")
  var alternative: Int64 = 1

  @OptionGroup var export: ExportOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let text = try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      if row.kind == .benchmark { return try await roster(row, connection) }
      return try export.text(try await StoredPlan(row, rank: alternative, from: connection))
    }
    try OutputFile.write(text, to: export.out)
  }

  private func roster(_ row: RunRow, _ connection: DatabaseConnection) async throws -> String {
    guard export.format == .csv else {
      throw CommandFailure(.unusableInput, "A benchmark's roster is exported as csv only.")
    }
    let answers = try await connection.benchmarkAnswers(run: row.id)
    guard let answer = answers.first(where: { $0.rank == alternative }) else {
      throw CommandFailure(.unusableInput, "Run \(row.id) has no alternative \(alternative).")
    }
    return answer.body
  }
}

/// Which part of a schedule is written, in which form, and where.
struct ExportOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

  enum Level: String, ExpressibleByArgument, CaseIterable { case plan, weeks, duties }

  @Option(help: "csv or json.")
  var format = Format.csv

  @Option(help: "What to write: plan, weeks (service weeks of faculty) or duties.")
  var level = Level.plan

  @Option(help: "A file to write; default: standard output.")
  var out: String?

  /// The part that is asked for.
  ///
  /// - Throws: ``CommandFailure`` when the schedule has no such level.
  func text(_ stored: StoredPlan) throws -> String {
    guard level != .plan else { return try plan(stored) }
    guard let year = stored.year, let people = DutyPeople(stored.program.facts) else {
      throw CommandFailure(.unusableInput, "Only blocks were planned: there are no duties.")
    }
    switch (level, format) {
    case (.weeks, .csv): return DutyTables.csv(year.serviceWeeks, of: people)
    case (.weeks, .json): return try DutyTables.json(year.serviceWeeks, of: people)
    case (_, .csv): return DutyTables.csv(year.duties, of: people)
    case (_, .json): return try DutyTables.json(year.duties, of: people)
    }
  }

  private func plan(_ stored: StoredPlan) throws -> String {
    let facts = stored.program.facts
    guard format == .json else { return PlanExport.csv(stored.plan, of: facts) }
    let verdict = stored.verdict
    return String(
      decoding: try PlanExport.json(
        stored.plan, of: facts, score: verdict.score, violations: verdict.violations),
      as: UTF8.self)
  }
}

/// Results in files, whole or not at all.
enum OutputFile {
  /// Writes to the path, or to standard output without one.
  static func write(_ text: String, to path: String?) throws {
    guard let path else { return Terminal.result(text) }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      Terminal.say("Wrote \(path).")
    } catch {
      throw CommandFailure(.unusableInput, "\(path) cannot be written: \(error)")
    }
  }
}
