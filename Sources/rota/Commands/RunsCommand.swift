import ArgumentParser
import Coordinator
import Diagnosis
import Foundation
import Store

/// `rota runs`: what there is, how it goes, and how to stop or resume it.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, show, compare, watch, cancel and resume runs.",
    subcommands: [
      RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self, RunsWatchCommand.self,
      RunsCancelCommand.self, RunsResumeCommand.self,
    ])
}

struct RunsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the newest runs first.",
    discussion: "Example: rota runs list --limit 10 --json")

  @Option(help: "How many at most, 1 to 1000.")
  var limit: Int64 = 20

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let limit = min(1_000, max(1, limit))
    try await LocalDatabase.with(database) { connection in
      var reports: [RunReport] = []
      for row in try await connection.runs(limit: limit) {
        reports.append(try await RunReport(row, connection))
      }
      if json { return Terminal.result(try Terminal.json(reports)) }
      if reports.isEmpty { Terminal.say("No runs yet. Start one: rota generate PROGRAM") }
      for report in reports {
        let best = report.best.map {
          ProgressView.word(
            StoredScore(
              accreditation: $0.accreditation, institution: $0.institution, soft: $0.soft))
        }
        Terminal.result(
          "\(report.run)\t\(report.state)\t\(report.input)\tseed \(report.seed)"
            + "\t\(best ?? "no answer")\t\(report.alternatives.count) alternatives\n")
      }
    }
  }
}

struct RunsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run: state, alternatives, what happened.",
    discussion: "Example: rota runs show 3 --json")

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      var report = try await RunReport(row, connection)
      report.course = try await RunCourse.points(of: row, connection)
      if json { return Terminal.result(try Terminal.json(report)) }
      Terminal.result(report.lines.joined(separator: "\n") + "\n")
      if let progress = try await connection.progress(run: row.id), !row.state.isTerminal {
        Terminal.result(ProgressView.lines(row, progress).joined(separator: "\n") + "\n")
      }
      for line in try await Self.contradiction(row, connection) { Terminal.result("  \(line)\n") }
      for draft in try await connection.drafts(run: row.id).prefix(1) {
        for violation in draft.violations.prefix(20) {
          Terminal.result("  draft: \(violation.ruleInstance): \(violation.explanation)\n")
        }
      }
    }
  }

  /// Why an infeasible run has no schedule, as it was stored.
  private static func contradiction(
    _ row: RunRow, _ connection: DatabaseConnection
  ) async throws -> [String] {
    guard row.state == .infeasible,
      let event = try await connection.events(run: row.id).last(where: {
        $0.kind == Contradiction.eventKind
      })
    else { return [] }
    return try JSONDecoder().decode(DiagnosisResult.self, from: Data(event.detail.utf8)).lines
  }
}

struct RunsWatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow a run to its end.",
    discussion: "The exit code is the run's. Example: rota runs watch 3")

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let row = try await LocalDatabase.with(database) { connection in
      let number = try await run.row(from: connection).id
      let row = try await RunWatch(run: number, database: connection).toEnd()
      Terminal.result(
        try await RunReport(row, connection).lines.joined(separator: "\n") + "\n")
      return row
    }
    if let failure = RunSession.failure(of: row) { throw failure }
  }
}

struct RunsCancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Stop a run; its best schedule so far is kept.",
    discussion: "Example: rota runs cancel 3")

  @Argument(help: "The run's number.")
  var run: Int64

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let state = try await connection.requestCancel(run: run)
      Terminal.say(
        state == .cancelled ? "Run \(run) is cancelled." : "Run \(run) stops; watch it to its end.")
    }
  }
}

struct RunsResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run from its last checkpoint, where it broke off.",
    discussion: """
      A cancelled or failed run is queued again; a run that was in work when its
      cluster went away just goes on. With --nodes a cluster is started here for
      it.

      Example:
        rota runs resume 3 --more 60s --nodes 2
      """)

  @Argument(help: "The run's number.")
  var run: Int64

  @Option(help: "Adds to the run's budget.")
  var more: TimeSpan?

  @Option(help: "Nodes of one thread to start on this machine; 0 uses a running cluster.")
  var nodes = 2

  @Flag(help: "Print the result as JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let row = try await RunSession.run(
      at: RunSession.Place(database: database, nodes: nodes, isQuiet: json),
      submit: { connection in
        guard let row = try await connection.run(run) else {
          throw CommandFailure(.unusableInput, "There is no run \(run); see `rota runs list`.")
        }
        if [.completed, .degraded, .infeasible].contains(row.state) {
          throw CommandFailure(
            .unusableInput,
            "Run \(run) is \(row.state.rawValue), which is an end; submit it again to search anew.")
        }
        if row.state.isTerminal {
          try await connection.resumeRun(run, moreSeconds: more?.seconds ?? 0)
        }
        return run
      },
      report: { row, connection in
        let report = try await RunReport(row, connection)
        Terminal.result(
          json ? try Terminal.json(report) : report.lines.joined(separator: "\n") + "\n")
        return row
      })
    if let failure = RunSession.failure(of: row) { throw failure }
  }
}
