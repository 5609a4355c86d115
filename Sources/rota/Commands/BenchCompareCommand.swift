import ArgumentParser
import Benchmarking
import Foundation

/// `rota bench compare`: two sets of rows, pair by pair.
struct BenchCompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two sets of results, instance by instance.",
    discussion: """
      A set is FILE, FILE#ENTRANT, FILE@COMMIT or FILE@COMMIT#ENTRANT, where FILE is
      a file of results or a suite's name, and COMMIT the begin of one. Compared are
      trials of equal instance, seed and budget; differences are the second's cost
      less the first's, tested by Wilcoxon's signed ranks.

      Exit code 1 with --gate when the second is worse.

      Examples:
        rota bench compare nrp-60s#default nrp-60s#exact-windows
        rota bench compare before.jsonl after.jsonl --gate
        rota bench compare nrp-60s@1a2b3c#default nrp-60s@4d5e6f#default --json
      """)

  @Argument(help: "The first set.")
  var first: String

  @Argument(help: "The second set.")
  var second: String

  @Flag(help: "End with exit code 1 when the second is worse.")
  var gate = false

  @Flag(help: "Print the comparison as JSON.")
  var json = false

  func run() async throws {
    let comparison = Comparison(
      try Self.rows(first), try Self.rows(second), labels: (first, second))
    if comparison.instances.isEmpty {
      throw CommandFailure(
        .unusableInput, "\(first) and \(second) have no instance, seed and budget in common.")
    }
    Terminal.result(
      json
        ? try Terminal.json(comparison)
        : ComparisonText.lines(comparison).joined(separator: "\n") + "\n")
    if gate, comparison.verdict == .firstIsBetter {
      throw CommandFailure(.violationsFound, "\(second) is worse than \(first).")
    }
  }

  private static func rows(_ text: String) throws -> [ResultRow] {
    let halves = text.split(separator: "#", maxSplits: 1).map(String.init)
    let parts = (halves.first ?? "").split(separator: "@", maxSplits: 1).map(String.init)
    let name = parts.first ?? ""
    let path = name.contains("/") || name.contains(".jsonl") ? name : "bench/results/\(name).jsonl"
    let all: [ResultRow]
    do {
      all = try ResultsFile(path: path).rows()
    } catch {
      throw CommandFailure(.unusableInput, error.description)
    }
    let entrants = Set(all.map(\.subject.entrant)).sorted()
    let kept = all.filter { row in
      (parts.count < 2 || row.circumstances.commit.hasPrefix(parts[1]))
        && (halves.count < 2 || row.subject.entrant == halves[1])
    }
    if kept.isEmpty {
      throw CommandFailure(
        .unusableInput,
        "\(text) has no rows; \(path) has \(all.count) of: "
          + (entrants.isEmpty ? "nobody" : entrants.joined(separator: ", ")))
    }
    if Set(kept.map(\.subject.entrant)).count > 1 {
      throw CommandFailure(
        .unusableInput,
        "\(text) has rows of several entrants; choose one: "
          + entrants.map { "\(text)#\($0)" }.joined(separator: ", "))
    }
    return kept
  }
}
