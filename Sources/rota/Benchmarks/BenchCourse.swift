import Benchmarking
import Foundation

/// Everything that must hold before the first trial, looked at all at once.
enum SuiteCheck {
  /// The suite's instances, loaded.
  ///
  /// - Throws: ``CommandFailure`` with every fault of instances and entrants.
  static func instances(of project: SuiteProject) throws -> [BenchInstance] {
    var faults: [SuiteFault] = []
    var loaded: [BenchInstance] = []
    for named in project.suite.instances {
      do {
        loaded.append(try BenchInstance.load(named, project))
      } catch {
        faults.append(error)
      }
    }
    for entrant in project.suite.entrants {
      for trial in firstTrials(of: entrant, project.suite) {
        switch entrant.work {
        case .search:
          do {
            _ = try EntrantSettings(trial, project.suite, path: project.suitePath)
          } catch {
            faults.append(error)
          }
        case .command:
          if case .effort = trial.budget {
            faults.append(
              SuiteFault(
                .commandUnusable, path: project.suitePath,
                found: "\(entrant.name) with a budget in effort",
                expected: "budgets in seconds for a command",
                remedy: "put commands into suites with budgets such as 60s"))
          }
        }
      }
    }
    guard faults.isEmpty else {
      throw CommandFailure(
        .unusableInput,
        SuiteFaults(faults).description
          + "\n\(faults.count) faults; docs/errors.md explains each code.")
    }
    return loaded
  }

  /// One trial for each budget: the flags of the others are the same.
  private static func firstTrials(of entrant: Entrant, _ suite: Suite) -> [Trial] {
    guard let instance = suite.instances.first, let seed = suite.seeds.first else { return [] }
    return suite.budgets.map {
      Trial(
        instance: instance, entrant: entrant, seed: seed, budget: $0,
        cluster: entrant.cluster ?? suite.cluster)
    }
  }
}

/// The trials of one session in their order, with progress on standard error.
struct BenchCourse {
  /// What came of a session, for people and machines.
  struct End: Codable {
    var suite: String
    var results: String
    var commit: String
    var chosen: Int
    var skipped: Int
    var ran: Int
    var remaining: Int
    var falseClaims: Int
    var failures: Int
  }

  let suite: Suite
  let chosen: Int
  let remaining: [Trial]
  let resultsPath: String
  let commit: String
  let isQuiet: Bool

  /// Runs what remains; each row is on the disk before the next trial starts.
  func run(
    instances: [BenchInstance], writer: ResultsWriter, session: () async throws -> BenchSession
  ) async throws -> End {
    var end = End(
      suite: suite.name, results: resultsPath, commit: commit, chosen: chosen,
      skipped: chosen - remaining.count, ran: 0, remaining: remaining.count, falseClaims: 0,
      failures: 0)
    Terminal.say(
      "\(suite.name): \(chosen) trials, \(end.skipped) have rows of this commit, "
        + "\(remaining.count) to run, \(pace.left(remaining[...])) of budgets. Rows: \(resultsPath)"
    )
    guard !remaining.isEmpty else { return end }
    Interruption.listen()
    let session = try await session()
    do {
      try await runAll(instances, writer, session, &end)
      try await session.close()
    } catch {
      try await session.close()
      throw error
    }
    return end
  }

  private func runAll(
    _ instances: [BenchInstance], _ writer: ResultsWriter, _ session: BenchSession, _ end: inout End
  ) async throws {
    var pace = self.pace
    for (position, trial) in remaining.enumerated() {
      guard !Interruption.happened,
        let index = suite.instances.firstIndex(of: trial.instance)
      else { return }
      let head = "[\(position + 1)/\(remaining.count)] \(trial.description)"
      Terminal.say("\(head) … \(pace.left(remaining[position...])) left")
      let started = ProcessInfo.processInfo.systemUptime
      let result = try await session.run(
        trial, on: instances[index], isQuiet: isQuiet || !Terminal.isInteractive)
      guard case .row(let row) = result else { return }
      try writer.append(row)
      pace.took(ProcessInfo.processInfo.systemUptime - started, trial)
      end.ran += 1
      end.remaining -= 1
      if row.outcome == .falseClaim { end.falseClaims += 1 }
      if row.outcome == .failed { end.failures += 1 }
      Terminal.say("  \(Self.words(row, trial))")
    }
  }

  private var pace: BenchPace { BenchPace() }

  private static func words(_ row: ResultRow, _ trial: Trial) -> String {
    switch row.outcome {
    case .valid:
      let cost = row.cost ?? 0
      let gap = trial.instance.bestKnown.map {
        String(format: ", %.2f %% above the best known", Gap.relative(cost, to: $0) * 100)
      }
      return "valid, \(cost)\(gap ?? "")"
    case .nothing: return "no valid answer"
    case .falseClaim: return "FALSE CLAIM: \(row.fault ?? "")"
    case .failed: return "FAILED: \(row.fault ?? "")"
    }
  }
}

/// How long trials take, for the time that is left: a trial's budget, and what the ones before took
/// beyond theirs.
struct BenchPace {
  private var beyond = 0.0
  private var counted = 0
  /// Seconds of a trial by effort budget, from those before.
  private var effortSeconds: [String: Double] = [:]

  /// Notes a trial's seconds.
  mutating func took(_ seconds: Double, _ trial: Trial) {
    switch trial.budget {
    case .seconds(let budget):
      beyond += seconds - Double(budget)
      counted += 1
    case .effort: effortSeconds["\(trial.instance.name) \(trial.budget)"] = seconds
    }
  }

  /// The time for these trials, in words.
  func left(_ trials: some Collection<Trial>) -> String {
    var isComplete = true
    let seconds = trials.reduce(0.0) { sum, trial in
      switch trial.budget {
      case .seconds(let budget):
        return sum + Double(budget) + (counted > 0 ? beyond / Double(counted) : 0)
      case .effort:
        guard let known = effortSeconds["\(trial.instance.name) \(trial.budget)"] else {
          isComplete = false
          return sum
        }
        return sum + known
      }
    }
    return (isComplete ? "" : "more than ") + Self.words(Int(seconds.rounded(.up)))
  }

  private static func words(_ seconds: Int) -> String {
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7_200 { return "\((seconds + 59) / 60) min" }
    return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
  }
}
