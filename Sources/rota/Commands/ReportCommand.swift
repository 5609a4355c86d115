import ArgumentParser
import Domain
import Formats
import Foundation
import Rules
import Validation

/// In which form a report is written, and where.
struct ReportOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv, html }

  @Option(help: "text, json, csv or html.")
  var format = Format.text

  @Option(help: "A file to write; default: standard output.")
  var out: String?

  /// Writes the report.
  ///
  /// - Throws: ``CommandFailure`` when a hard rule is broken, after writing.
  func write(_ report: ComplianceReport) throws {
    let text: String
    switch format {
    case .text: text = report.text()
    case .json: text = try report.json()
    case .csv: text = report.csv()
    case .html: text = report.html()
    }
    try OutputFile.write(text, to: out)
    if !report.verdict.isValid {
      throw CommandFailure(.violationsFound, "\(report.subject) breaks hard rules.")
    }
  }
}

/// `rota report`: what the judge says of a stored alternative, for people.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the compliance report of an alternative.",
    discussion: """
      The alternative is judged anew. HTML is one page that prints well, for a
      programme director to hand to a site visitor.

      Examples:
        rota report last
        rota report 3 --alternative 2 --format html --out report.html
      """)

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Option(help: "Which alternative, 1 being the best.")
  var alternative: Int64 = 1

  @OptionGroup var report: ReportOptions
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let subject = "\(run), alternative \(alternative)"
    let report = try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      return try await StoredPlan(row, rank: alternative, from: connection).report(on: subject)
    }
    try self.report.write(report)
  }
}
