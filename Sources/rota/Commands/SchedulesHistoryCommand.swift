import ArgumentParser
import Domain
import Formats
import Foundation
import Rules
import Store
import Validation

/// `rota schedules history`: what the next year's programme starts from.
struct SchedulesHistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Write a version's end as the next year's history.",
    discussion: """
      Two tables for the folder of the next year's programme: history.csv, the
      last 56 days of duties, and tallies.csv, what everybody has had so far of
      what fairness rules share out. People who leave are left out by their level.

      Example:
        rota schedules history 3 --leaving PGY3 --out programs/2026-27
      """)

  @Argument(help: "The version's number, or last.")
  var version: VersionReference

  @Option(help: "The folder to write both tables to.")
  var out: String

  @Option(help: "Levels that are gone next year, separated by commas.")
  var leaving: String?

  @OptionGroup var versions: VersionOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let end = try await LocalDatabase.with(database) { connection in
      let row = try await version.row(of: versions.program, from: connection)
      return try yearEnd(try await StoredPlan(row, from: connection), row)
    }
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.unusableInput, "\(out) cannot be made: \(error)")
    }
    for (name, text) in end.files.sorted(by: { $0.key < $1.key }) {
      try OutputFile.write(text, to: out + "/" + name)
    }
  }

  private func yearEnd(_ stored: StoredPlan, _ row: VersionRow) throws -> YearEnd {
    let facts = stored.program.facts
    guard let year = stored.year, let people = DutyPeople(facts),
      let judge = DutyJudge(program: stored.program)
    else {
      throw CommandFailure(
        .unusableInput,
        "Version \(row.number) of \(row.program) planned blocks only: it has no duties to go on"
          + " from.")
    }
    let levels = (leaving ?? "").split(separator: ",").map {
      LevelID($0.trimmingCharacters(in: .whitespaces))
    }
    for level in levels where !facts.levels.contains(level) {
      throw CommandFailure(
        .unusableInput,
        "The programme has no level \(level); it has "
          + facts.levels.map(\.rawValue).joined(separator: ", ") + ".")
    }
    return YearEnd(of: year, people, tallies: judge.tallies(after: year), leaving: levels)
  }
}
