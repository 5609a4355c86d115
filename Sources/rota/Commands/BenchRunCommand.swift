import ArgumentParser
import Benchmarking
import Foundation

/// `rota bench run`: the trials of a suite that have no row yet, one after another.
struct BenchRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a suite's trials; a repeated run goes on where it stopped.",
    discussion: """
      Each finished trial is a row in bench/results/SUITE.jsonl with commit, machine
      and date. Rows of this commit are not run again. Ctrl-C, or worse, costs the
      trial in work and nothing else.

      Exit code 1 when a claim was refuted, 4 when it was stopped before its end.

      Examples:
        rota bench run smoke
        rota bench run nrp-60s --only Instance19,Instance21
        rota bench run nrp-60s --sample 6
        rota bench run my-suite.yaml --results my-results.jsonl --json
      """)

  @Argument(help: "A suite's name in bench/suites, or its file.")
  var suite: String

  @Option(help: "The file of results; default: bench/results/SUITE.jsonl.")
  var results: String?

  @Option(help: "Only these instances or entrants, by name, with commas between.")
  var only: String?

  @Option(help: "Only a sample of this many trials, every instance once before any twice.")
  var sample: Int?

  @Option(help: "Which sample: equal numbers take equal trials.")
  var sampleSeed: UInt64 = 1

  @Flag(help: "Let rows of any commit count, and run only what has no row at all.")
  var anyCommit = false

  @Flag(help: "Print what came of it as JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  mutating func validate() throws {
    if let sample, sample < 1 {
      throw ValidationError("--sample is \(sample); it takes at least 1.")
    }
  }

  func run() async throws {
    let project = try SuiteProject(suite)
    let instances = try SuiteCheck.instances(of: project)
    let file = ResultsFile(path: results ?? project.resultsPath)
    let circumstances = BenchCircumstances(project: project.root)
    let writer: ResultsWriter
    let earlier: [ResultRow]
    do {
      try Self.makeFolder(of: file.path)
      writer = try ResultsWriter(file)
      earlier = try file.rows()
    } catch let faults as SuiteFaults {
      throw CommandFailure(.unusableInput, faults.description)
    }
    let wanted = try trials(of: project.suite)
    let chosen = sample.map { wanted.sample($0, seed: sampleSeed) } ?? wanted
    let remaining = RemainingTrials.of(
      chosen, rows: earlier, commit: anyCommit ? nil : circumstances.commit)
    let course = BenchCourse(
      suite: project.suite, chosen: chosen.count, remaining: remaining, resultsPath: file.path,
      commit: circumstances.commit, isQuiet: json)
    let end = try await course.run(
      instances: instances, writer: writer,
      session: { try await BenchSession(project, circumstances, database) })
    if json { Terminal.result(try Terminal.json(end)) }
    if end.falseClaims > 0 {
      throw CommandFailure(.violationsFound, "\(end.falseClaims) claims were refuted.")
    }
    if end.remaining > 0 {
      throw CommandFailure(
        .cancelled, "Stopped; \(end.remaining) trials remain. The same command goes on.")
    }
  }

  private func trials(of suite: Suite) throws -> [Trial] {
    guard let only else { return suite.trials }
    let names = only.split(separator: ",").map(String.init)
    let known = suite.instances.map(\.name) + suite.entrants.map(\.name)
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "--only names \(stranger); the suite has \(known.joined(separator: ", ")).")
    }
    let instances = names.filter { name in suite.instances.contains { $0.name == name } }
    let entrants = names.filter { name in suite.entrants.contains { $0.name == name } }
    return suite.trials.filter {
      (instances.isEmpty || instances.contains($0.instance.name))
        && (entrants.isEmpty || entrants.contains($0.entrant.name))
    }
  }

  private static func makeFolder(of path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }
}
