import ArgumentParser
import Benchmarking
import Coordinator
import Foundation
import Store

/// An entrant's run settings, by the very flags that `rota bench solve` takes, so that nothing
/// that a person can ask for needs a second way of saying it here.
struct EntrantSettings {
  /// Marks runs that a benchmark submitted, so that what a killed one left behind is recognised.
  static let labelPrefix = "benchmark "

  var settings: RunSettings
  var budget: RunBudget

  /// - Throws: ``SuiteFault`` when a flag or the portfolio is refused.
  init(_ trial: Trial, _ suite: Suite, path: String) throws(SuiteFault) {
    guard case .search(let portfolio, let options) = trial.entrant.work else {
      preconditionFailure("\(trial.entrant.name) is a command")
    }
    var arguments = options
    switch trial.budget {
    case .seconds(let seconds): arguments += ["--budget", "\(seconds)s"]
    case .effort(let units): arguments += ["--deterministic", "\(units)"]
    }
    arguments += ["--seed", "\(trial.seed)"]
    do {
      let parsed = try Self.parsed(arguments, portfolio: portfolio)
      settings = parsed.settings
      budget = parsed.budget
    } catch {
      let words = (error as? CommandFailure)?.text ?? SearchOptions.message(for: error)
      throw SuiteFault(
        .optionRefused, path: path, found: "\(trial.entrant.name): \(words)",
        expected: "flags of rota bench solve and a portfolio that it reads",
        remedy: "see rota bench solve --help and cluster/README.md")
    }
    settings.label = Self.labelPrefix + suite.name
    // A suite's programme is its rotation plan, whatever else it states.
    if trial.instance.format == .program { settings.level = .plan }
  }

  /// A portfolio's text is read by the code that reads portfolio files.
  private static func parsed(
    _ arguments: [String], portfolio: String?
  ) throws -> (settings: RunSettings, budget: RunBudget) {
    guard let portfolio else {
      let options = try SearchOptions.parse(arguments)
      return (try options.settings(), options.runBudget)
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("rota-portfolio-\(ProcessInfo.processInfo.processIdentifier).yaml")
    try portfolio.write(to: file, atomically: true, encoding: .utf8)
    defer { unlink(file.path) }
    let options = try SearchOptions.parse(arguments + ["--portfolio", file.path])
    return (try options.settings(), options.runBudget)
  }
}
