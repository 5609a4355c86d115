import ArgumentParser
import Domain
import Formats
import Foundation
import Measures
import Rules
import Store
import Validation

/// `rota schedules`: what was accepted, and what to do with it.
struct SchedulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedules", abstract: "Accept schedules as versions; show and compare them.",
    discussion: """
      A version is an alternative that somebody accepted: judged again, copied
      whole, numbered in its programme, and never changed afterwards. A draft,
      which breaks hard rules, is never accepted.

      A session:
        rota schedules accept last --alternative 1 --note "agreed with the chiefs"
        rota generate bench/programs/s24 --from 1 --block 3
        rota schedules accept last --alternative 1
        rota schedules diff 1 2
      """,
    subcommands: [
      SchedulesAcceptCommand.self, SchedulesListCommand.self, SchedulesShowCommand.self,
      SchedulesDiffCommand.self, SchedulesExportCommand.self, SchedulesHistoryCommand.self,
    ])
}

struct SchedulesAcceptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Make an alternative the next version of its programme.",
    discussion: """
      The judge passes it once more; exit code 1 when it does not. Accepting the
      same alternative again answers with the version that it already is.

      Examples:
        rota schedules accept last --alternative 1
        rota schedules accept 7 --alternative 2 --note "fewer weekends for PGY1"
      """)

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Option(help: "Which alternative, 1 being the best.")
  var alternative: Int64 = 1

  @Option(help: "Why, in your words; kept with the version.")
  var note: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      let judged = try await judged(row, connection)
      let accepted = try await connection.accept(
        run: row.id, rank: alternative, contentHash: judged.stored.contentHash,
        note: note.flatMap { $0.isEmpty ? nil : $0 })
      let report = VersionReport(accepted.version)
      if json { return Terminal.result(try Terminal.json(report)) }
      Terminal.result(
        (accepted.isNew ? "Accepted: " : "Accepted before: ") + report.line + "\n")
    }
  }

  /// The alternative, when the judge passes it for the whole year with the score that is stored.
  private func judged(_ row: RunRow, _ connection: DatabaseConnection) async throws -> StoredPlan {
    let alternatives = try await connection.alternatives(run: row.id)
    if alternatives.isEmpty, try await !connection.drafts(run: row.id).isEmpty {
      throw CommandFailure(
        .violationsFound,
        "Run \(row.id) has drafts only: they break hard rules and cannot be accepted.")
    }
    let stored = try await StoredPlan(row, rank: alternative, from: connection)
    let name = "Alternative \(alternative) of run \(row.id)"
    let year = stored.program.facts.calendar.dates
    if let dates = stored.year?.duties.dates, dates != year {
      throw CommandFailure(
        .unusableInput,
        "\(name) has duties from \(dates.first) to \(dates.last) only; a version is a whole year."
          + " Generate that part with --from a version.")
    }
    let verdict = stored.verdict
    let score = stored.stored.score
    guard verdict.isValid, verdict.score.accreditation == score.accreditation,
      verdict.score.institution == score.institution, verdict.score.soft == score.soft
    else {
      throw CommandFailure(
        .violationsFound,
        "\(name) is not accepted: the judge counts \(verdict.score), stored is"
          + " \(score.soft) soft points. \(verdict.hardUnits) hard units are broken.\n"
          + verdict.report())
    }
    return stored
  }
}

struct SchedulesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List versions, the newest first.",
    discussion: "Example: rota schedules list --program \"Sample residency\" --json")

  @Option(help: "How many at most, 1 to 1000.")
  var limit: Int64 = 20

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var versions: VersionOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let limit = min(1_000, max(1, limit))
    try await LocalDatabase.with(database) { connection in
      let reports = try await connection.versions(limit: limit, program: versions.program)
        .map(VersionReport.init)
      if json { return Terminal.result(try Terminal.json(reports)) }
      if reports.isEmpty {
        Terminal.say("No versions yet. Accept one: rota schedules accept RUN --alternative 1")
      }
      for report in reports { Terminal.result(report.line + "\n") }
    }
  }
}

struct SchedulesShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a version: where it comes from, what the judge said.",
    discussion: """
      Examples:
        rota schedules show 2
        rota schedules show last --json
      """)

  @Argument(help: "The version's number, or last.")
  var version: VersionReference

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var versions: VersionOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let row = try await version.row(of: versions.program, from: connection)
      let report = VersionReport(row)
      if json { return Terminal.result(try Terminal.json(report)) }
      Terminal.result(report.lines.joined(separator: "\n") + "\n")
    }
  }
}

struct SchedulesExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a version as CSV or JSON.",
    discussion: """
      The forms are those of `rota export`.

      Examples:
        rota schedules export 1 --level plan --format csv
        rota schedules export last --level duties --format json --out duties.json
      """)

  @Argument(help: "The version's number, or last.")
  var version: VersionReference

  @OptionGroup var export: ExportOptions
  @OptionGroup var versions: VersionOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let text = try await LocalDatabase.with(database) { connection in
      let row = try await version.row(of: versions.program, from: connection)
      return try export.text(try await StoredPlan(row, from: connection))
    }
    try OutputFile.write(text, to: export.out)
  }
}
