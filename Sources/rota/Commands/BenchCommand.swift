import ArgumentParser
import Compression
import Coordinator
import Foundation
import Hashing
import Store

/// `rota bench`: public instances through the same cluster that makes real schedules.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Solve benchmark instances, and compare who solves them.",
    subcommands: [
      BenchSolveCommand.self, BenchRunCommand.self, BenchReportCommand.self,
      BenchCompareCommand.self, BenchDiagnoseCommand.self,
    ])
}

struct BenchSolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve", abstract: "Solve an instance of the public shift-scheduling format.",
    discussion: """
      The roster written has no header: employee id, then one cell a day, shift id
      or empty.

      Examples:
        rota bench solve Instance1.txt --budget 10s --nodes 2 --out roster.csv
        rota bench solve Instance21.txt --budget 60s --nodes 2 --cut windows
      """)

  @Argument(help: "The instance file.")
  var instance: String

  @OptionGroup var search: SearchOptions

  @Option(help: "Nodes of one thread to start on this machine; 0 uses a running cluster.")
  var nodes = 2

  @Option(help: "A file for the best roster, as CSV.")
  var out: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let text = try InputFile.text(instance)
    do {
      _ = try ShiftInput(text)
    } catch let error as UnusableInput {
      throw CommandFailure(.unusableInput, error.reason)
    }
    let settings = try search.settings()
    let row = try await RunSession.run(
      at: RunSession.Place(database: database, nodes: nodes, isQuiet: json),
      submit: { try await submit(text, settings, to: $0) },
      report: { row, connection in
        let report = try await RunReport(row, connection)
        Terminal.result(
          json ? try Terminal.json(report) : report.lines.joined(separator: "\n") + "\n")
        if let best = try await connection.benchmarkAnswers(run: row.id).first, let out {
          try OutputFile.write(best.body, to: out)
        }
        return row
      })
    if let failure = RunSession.failure(of: row) { throw failure }
  }

  private func submit(
    _ text: String, _ settings: RunSettings, to connection: DatabaseConnection
  ) async throws -> Int64 {
    let bytes = Array(text.utf8)
    let hash = ContentHash.of(bytes).bytes
    let name = URL(fileURLWithPath: instance).deletingPathExtension().lastPathComponent
    try await connection.storeInstance(
      StoredInstance(
        contentHash: hash, format: InputReaders.shiftFormat, name: name,
        body: LZ4Frame.compress(bytes), bodyBytes: Int64(bytes.count)))
    return try await connection.submitRun(
      RunSubmission(
        kind: .benchmark, inputHash: hash, settings: try settings.json, seed: search.seed,
        budget: search.runBudget, softwareVersion: Rota.softwareVersion)
    ).id
  }
}
