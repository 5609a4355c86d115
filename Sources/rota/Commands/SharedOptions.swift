import ArgumentParser
import Foundation
import Store

/// Which database a command uses.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "PostgreSQL to use, as a URI or keyword list; secrets belong into ROTA_DATABASE.",
      discussion: "Default: ROTA_DATABASE, else an embedded server in the state folder."))
  var database: String?

  /// The database named, or nil for the embedded one.
  var named: DatabaseAddress? {
    let text = database ?? ProcessInfo.processInfo.environment["ROTA_DATABASE"]
    return text.flatMap { $0.isEmpty ? nil : DatabaseAddress($0) }
  }
}

/// A length of time as people type it: `60s`, `10m`, `2h`, or plain seconds.
struct TimeSpan: ExpressibleByArgument {
  /// Whole seconds, at least 1.
  var seconds: Int64

  init?(argument: String) {
    let units: [(String, Int64)] = [("s", 1), ("m", 60), ("h", 3_600)]
    var digits = argument[...]
    var factor: Int64 = 1
    if let (suffix, size) = units.first(where: { argument.hasSuffix($0.0) }) {
      digits = argument.dropLast(suffix.count)
      factor = size
    }
    // A week is more than any run is worth, and keeps milliseconds far inside 64 bits.
    guard let count = Int64(digits), count > 0, count <= 604_800 / factor else { return nil }
    seconds = count * factor
  }

  init(seconds: Int64) { self.seconds = seconds }

  var defaultValueDescription: String { "\(seconds)s" }
}

/// How a run is searched.
struct SearchOptions: ParsableArguments {
  @Option(help: "Wall time from leaving the queue, like 60s, 10m or 2h.")
  var budget = TimeSpan(seconds: 60)

  @Option(help: "Seed; equal seeds repeat a deterministic run exactly.")
  var seed: Int64 = 1

  @Option(help: "Alternatives to record at most, 1 to 20.")
  var alternatives = 3

  @Option(
    name: .customLong("deterministic"),
    help: ArgumentHelp(
      "Count effort instead of time: this many moves a lane, the same answer on any nodes.",
      valueName: "effort"))
  var deterministicEffort: Int64?

  @Option(help: "Lanes that race in a deterministic run, 1 to 64.")
  var lanes = 2

  @Option(help: "Cut the grid between races: none or windows.")
  var cut = "none"

  @Option(help: "Columns of a window when the grid is cut, at least 2.")
  var windowColumns = 42

  @Option(help: "A portfolio file of strategies (see cluster/).")
  var portfolio: String?

  @Flag(help: "Race each lane alone to the end, to measure what sharing is worth.")
  var noSharing = false

  mutating func validate() throws {
    if !(1...20).contains(alternatives) {
      throw ValidationError("--alternatives is \(alternatives); it takes 1 to 20.")
    }
    if !(1...64).contains(lanes) { throw ValidationError("--lanes is \(lanes); it takes 1 to 64.") }
    if windowColumns < 2 {
      throw ValidationError("--window-columns is \(windowColumns); it takes at least 2.")
    }
    if !["none", "windows"].contains(cut) {
      throw ValidationError("--cut is \(cut); it takes none or windows.")
    }
    if noSharing, cut != "none" {
      throw ValidationError("--no-sharing leaves nothing to cut; use it with --cut none.")
    }
    if let effort = deterministicEffort, effort < 1 {
      throw ValidationError("--deterministic is \(effort); it takes at least 1.")
    }
  }
}
