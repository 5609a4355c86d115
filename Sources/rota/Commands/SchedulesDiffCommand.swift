import ArgumentParser
import Domain
import Formats
import Store

/// `rota schedules diff`: who is touched when one version takes another's place.
struct SchedulesDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two versions of a year: who is touched, when, how.",
    discussion: """
      Names are compared, so that the programme may have changed in between.
      Text lists each person touched, then the first changes; csv and json list
      every change.

      Examples:
        rota schedules diff 1 2
        rota schedules diff 1 2 --format csv --out changes.csv
        rota schedules diff 1 last --format json
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, json }

  /// Changes that text lists: a few screens; csv and json have all of them.
  private static let textChanges = 60

  @Argument(help: "The older version's number, or last.")
  var before: VersionReference

  @Argument(help: "The newer version's number, or last.")
  var after: VersionReference

  @Option(help: "text, csv or json.")
  var format = Format.text

  @Option(help: "A file to write; default: standard output.")
  var out: String?

  @OptionGroup var versions: VersionOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let report = try await LocalDatabase.with(database) { connection in
      let old = try await before.row(of: versions.program, from: connection)
      let new = try await after.row(of: versions.program ?? old.program, from: connection)
      let first = try await StoredPlan(old, from: connection)
      let second = try await StoredPlan(new, from: connection)
      guard let difference = ScheduleDifference(from: first.named, to: second.named) else {
        throw CommandFailure(
          .unusableInput,
          "Version \(old.number) of \(old.program) and \(new.number) of \(new.program) are of"
            + " different years or blocks: they have no cells in common.")
      }
      return DifferenceReport(
        difference, from: "version \(old.number) of \(old.program)",
        to: "version \(new.number) of \(new.program)")
    }
    let text: String
    switch format {
    case .text: text = report.text(changes: Self.textChanges)
    case .csv: text = report.csv()
    case .json: text = try report.json()
    }
    try OutputFile.write(text, to: out)
  }
}
