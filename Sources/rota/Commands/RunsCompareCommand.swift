import ArgumentParser
import Foundation
import Store
import Validation

/// `rota runs compare`: a run's alternatives side by side.
struct RunsCompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Show a run's alternatives side by side.",
    discussion: """
      Points and quality, then what people care about, 0 to 1 (docs/quality.md), a
      star marking the best; then the points of every rule instance in which the
      alternatives differ. Each is better than every other in something, which
      the last lines name.

      Examples:
        rota runs compare last
        rota runs compare 3 --json
      """)

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      let stored = try await connection.alternatives(run: row.id)
      guard !stored.isEmpty else {
        throw CommandFailure(
          .unusableInput,
          "Run \(row.id) has no alternatives of a programme; see `rota runs show \(row.id)`.")
      }
      let comparison = RunComparison(row, stored)
      Terminal.result(
        json ? try Terminal.json(comparison) : comparison.lines.joined(separator: "\n") + "\n")
    }
  }
}

/// Alternatives of a run, for people and machines.
struct RunComparison: Codable {
  /// One alternative and what speaks for it.
  struct Alternative: Codable {
    var rank: Int64
    var softPoints: Int64
    var quality: Double?
    var components: ScheduleComponents
    /// Rank of another alternative → components in which this one is better.
    var betterThan: [String: [String]]
    /// Rule instance → points; negative for rewards.
    var scoreByInstance: [String: Int]
  }

  var run: Int64
  var program: String
  var alternatives: [Alternative]

  init(_ row: RunRow, _ stored: [StoredResult]) {
    run = row.id
    program = row.inputName
    let components = stored.map { Self.components($0.components) }
    alternatives = stored.enumerated().map { index, result in
      var better: [String: [String]] = [:]
      for (other, theirs) in zip(stored, components) where other.rank != result.rank {
        better["\(other.rank)"] = components[index].strengths(over: theirs).map(\.rawValue)
      }
      return Alternative(
        rank: result.rank, softPoints: result.score.soft, quality: result.quality,
        components: components[index], betterThan: better,
        scoreByInstance: VersionReport.points(result.scoreByInstance))
    }
  }

  private static func components(_ json: String) -> ScheduleComponents {
    do {
      return try JSONDecoder().decode(ScheduleComponents.self, from: Data(json.utf8))
    } catch {
      // Recorded by another version: nothing is said of any component.
      return ScheduleComponents()
    }
  }

  /// A table with a column for each alternative.
  var lines: [String] {
    var rows: [[String]] = [
      ["alternative"] + alternatives.map { "\($0.rank)" },
      ["points"] + alternatives.map { "\($0.softPoints)" },
      ["quality"] + starred(alternatives.map(\.quality)),
    ]
    for component in QualityComponent.allCases {
      let values = alternatives.map { $0.components[component] }
      guard values.contains(where: { $0 != nil }) else { continue }
      rows.append([component.rawValue] + starred(values))
    }
    rows += instanceRows
    let names = rows.map { $0[0].count }.max() ?? 0
    let width = (rows.flatMap { $0.dropFirst() }.map(\.count).max() ?? 0) + 2
    var lines = ["Run \(run) (\(program)): \(alternatives.count) alternatives"]
    lines += rows.map { row in
      "  " + row[0].padding(toLength: names, withPad: " ", startingAt: 0)
        + row.dropFirst().map { Self.right($0, width) }.joined()
    }
    return lines + reasons
  }

  /// Points of the instances in which alternatives differ, the largest difference first.
  private var instanceRows: [[String]] {
    let names = Set(alternatives.flatMap { $0.scoreByInstance.keys })
    let rows = names.map { name in
      (name: name, points: alternatives.map { $0.scoreByInstance[name] ?? 0 })
    }.filter { Set($0.points).count > 1 }
    func range(_ points: [Int]) -> Int { (points.max() ?? 0) - (points.min() ?? 0) }
    return rows.sorted {
      (range($1.points), $0.name) < (range($0.points), $1.name)
    }.map { [$0.name] + $0.points.map(String.init) }
  }

  private var reasons: [String] {
    alternatives.flatMap { alternative in
      alternatives.compactMap { other -> String? in
        guard let words = alternative.betterThan["\(other.rank)"], !words.isEmpty else {
          return nil
        }
        return "  \(alternative.rank) is better than \(other.rank) in "
          + words.joined(separator: ", ")
      }
    }
  }

  /// Three digits each, the best marked.
  private func starred(_ values: [Double?]) -> [String] {
    let best = values.compactMap { $0 }.max()
    return values.map { value in
      guard let value else { return "–" }
      let isBest = best.map { $0 - value < ScheduleComponents.leastDifference } ?? false
      return String(format: "%.3f", value) + (isBest && values.count > 1 ? "*" : " ")
    }
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
