import ArgumentParser
import Benchmarking
import Foundation

/// `rota bench report`: rows of results as a page, a CSV, a JSON, or a table of the documentation.
struct BenchReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make a suite's report from its rows.",
    discussion: """
      Writes one HTML page that needs nothing else, with the rows as CSV and all
      figures as JSON beside it. Of several rows of a trial the newest counts; the
      page says which commits they are of.

      Examples:
        rota bench report smoke
        rota bench report nrp-60s --out report --commit 1a2b3c
        rota bench report nrp-60s --table docs/benchmarks.md
        rota bench report nrp-60s --json
      """)

  @Argument(help: "A suite's name in bench/suites, or its file.")
  var suite: String

  @Option(help: "The file of results; default: bench/results/SUITE.jsonl.")
  var results: String?

  @Option(help: "The page's path without ending; default: .build/bench/SUITE.")
  var out: String?

  @Option(help: "Only rows of commits that begin so.")
  var commit: String?

  @Option(
    help: ArgumentHelp(
      "Only put the table between the suite's two marks in this Markdown file.",
      discussion: "The marks: <!-- bench SUITE begins --> and <!-- bench SUITE ends -->."))
  var table: String?

  @Flag(help: "Print the figures as JSON instead of writing files.")
  var json = false

  func run() async throws {
    let project = try SuiteProject(suite)
    let analysis: SuiteAnalysis
    let rows: [ResultRow]
    do {
      let file = ResultsFile(path: results ?? project.resultsPath)
      rows = try file.rows().filter { $0.circumstances.commit.hasPrefix(commit ?? "") }
      analysis = SuiteAnalysis(suite: project.suite, rows: rows, accepted: project.accepted)
    } catch {
      throw CommandFailure(.unusableInput, error.description)
    }
    if analysis.trialsDone < analysis.trialsInAll {
      Terminal.say(
        "\(analysis.trialsDone) of \(analysis.trialsInAll) trials have a row; the rest: "
          + "rota bench run \(suite)")
    }
    if json { return Terminal.result(try Terminal.json(analysis)) }
    if let table { return try putTable(analysis, into: table) }
    try write(analysis, rows, to: out ?? project.root + "/.build/bench/" + project.suite.name)
  }

  private func write(_ analysis: SuiteAnalysis, _ rows: [ResultRow], to stem: String) throws {
    let name = URL(fileURLWithPath: stem).lastPathComponent
    let folder = URL(fileURLWithPath: stem).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = ReportPage(analysis, csv: name + ".csv", json: name + ".json")
    try OutputFile.write(page.html, to: stem + ".html")
    try OutputFile.write(ResultsCSV.text(rows), to: stem + ".csv")
    try OutputFile.write(try Terminal.json(analysis), to: stem + ".json")
  }

  private func putTable(_ analysis: SuiteAnalysis, into path: String) throws {
    let page = try InputFile.text(path)
    guard let replaced = MarkdownTable.replaced(in: page, with: analysis) else {
      throw CommandFailure(
        .unusableInput,
        "\(path) has no lines <!-- bench \(analysis.suite) begins --> and "
          + "<!-- bench \(analysis.suite) ends -->; put them where the table belongs.")
    }
    try OutputFile.write(replaced, to: path)
  }
}
