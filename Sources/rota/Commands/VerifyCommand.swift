import ArgumentParser
import Domain
import Measures
import Rules
import Benchmarking
import Compression
import Formats
import Foundation
import Store
import Validation

/// `rota verify`: judges again what the database holds, or a file.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judge stored alternatives, or a file, from scratch.",
    discussion: """
      Exit code 1 when a hard rule is broken or a stored score is not what the
      judge counts.

      Examples:
        rota verify 1
        rota verify plan.csv --program bench/programs/s24
        rota verify roster.csv --instance Instance1.txt
      """)

  @Argument(help: "A run's number, last, or a CSV file.")
  var subject: String

  @Option(help: "The programme's folder that a CSV plan belongs to.")
  var program: String?

  @Option(help: "The public shift-scheduling instance that a CSV roster belongs to.")
  var instance: String?

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    if let program { return try verifyPlan(try ProgramFiles.read(program)) }
    if let instance { return try verifyRoster(of: instance) }
    guard let run = RunReference(argument: subject) else {
      throw ValidationError(
        "\(subject) is no run number; a file needs --program or --instance beside it.")
    }
    try await LocalDatabase.with(database) { try await verify(run, $0) }
  }

  private func verifyPlan(_ program: Program) throws {
    let verdict: Verdict
    do {
      let plan = try PlanImport.read(file: subject, of: program.facts)
      verdict = Judge(program: program).verdict(on: plan)
    } catch {
      throw CommandFailure(.unusableInput, error.description)
    }
    Terminal.result(verdict.report() + "\n")
    if !verdict.isValid {
      throw CommandFailure(.violationsFound, "\(subject) breaks hard rules.")
    }
  }

  private func verifyRoster(of path: String) throws {
    let verdict: ShiftVerdict
    do {
      let instance = try ShiftInstanceReader.read(try InputFile.text(path))
      let roster = try ShiftRosterFile.read(
        try InputFile.text(subject), of: instance, layout: .csv)
      verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
    } catch let faults as ShiftFormatFaults {
      throw CommandFailure(.unusableInput, faults.description)
    }
    for violation in verdict.violations.prefix(50) { Terminal.result("\(violation)\n") }
    Terminal.result(
      "Judged: shift roster. \(verdict.violations.count) hard violations, cost \(verdict.cost) "
        + "(cover \(verdict.coverCost), requests \(verdict.requestCost))\n")
    if !verdict.isValid {
      throw CommandFailure(.violationsFound, "\(subject) breaks hard rules.")
    }
  }

  private func verify(_ run: RunReference, _ connection: DatabaseConnection) async throws {
    let row = try await run.row(from: connection)
    let faults =
      row.kind == .program
      ? try await verifyAlternatives(row, connection) : try await verifyAnswers(row, connection)
    if faults > 0 {
      throw CommandFailure(.violationsFound, "\(faults) of run \(row.id) are not what they claim.")
    }
  }

  private func verifyAlternatives(
    _ row: RunRow, _ connection: DatabaseConnection
  ) async throws -> Int {
    let stored = try await connection.alternatives(run: row.id)
    if stored.isEmpty { Terminal.say("Run \(row.id) has no alternatives.") }
    var faults = 0
    for result in stored {
      let item = try await StoredPlan(row, rank: result.rank, from: connection)
      let verdict = item.verdict
      let agrees =
        Int(result.score.accreditation) == verdict.score.accreditation
        && Int(result.score.institution) == verdict.score.institution
        && Int(result.score.soft) == verdict.score.soft
      if !verdict.isValid || !agrees { faults += 1 }
      Terminal.result(
        "Alternative \(result.rank): judged as a \(verdict.level.rawValue): \(verdict.score), "
          + "\(verdict.hardUnits) hard units broken; stored score "
          + (agrees ? "agrees" : "DIFFERS (\(result.score.soft))") + "\n")
    }
    return faults
  }

  private func verifyAnswers(
    _ row: RunRow, _ connection: DatabaseConnection
  ) async throws -> Int {
    guard let stored = try await connection.instance(contentHash: row.inputHash) else {
      throw CommandFailure(.internalFault, "The instance of run \(row.id) is not stored.")
    }
    let text = try LZ4Frame.decompress(stored.body, limit: InputReaders.instanceBytesMax)
    let instance = try ShiftInstanceReader.read(String(decoding: text, as: UTF8.self))
    var faults = 0
    for answer in try await connection.benchmarkAnswers(run: row.id) {
      let roster = try ShiftRosterFile.read(answer.body, of: instance, layout: .csv)
      let verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
      let agrees = verdict.isValid && verdict.cost == Int(answer.score.soft)
      if !agrees { faults += 1 }
      Terminal.result(
        "Alternative \(answer.rank): judged as a shift roster: "
          + "\(verdict.violations.count) hard violations, cost \(verdict.cost); stored score "
          + (agrees ? "agrees" : "DIFFERS (\(answer.score.soft))") + "\n")
    }
    return faults
  }
}

/// Files that commands read whole.
enum InputFile {
  /// Largest file: the duties of 1,800 people for a year, by name, are a table of 17 MB.
  private static let bytesMax = 64 << 20

  /// The text of a file of at most ``bytesMax``.
  static func text(_ path: String) throws -> String {
    // The reason is always that it is not there or not readable.
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int
    else {
      throw CommandFailure(.unusableInput, "\(path) cannot be read.")
    }
    guard size <= bytesMax else {
      throw CommandFailure(
        .unusableInput, "\(path) has \(size) bytes; at most \(bytesMax) are read.")
    }
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure(.unusableInput, "\(path) is not UTF-8 text.")
    }
  }
}
