import Coordinator
import Diagnosis
import Domain
import Foundation
import Rules
import Store
import Validation

/// Generates years for what only a year can show: that a relaxation helps, or, where nothing speaks
/// against a programme, that it has one.
struct YearTrials {
  let program: Program
  /// For each year.
  let seconds: Int64

  /// Years at most: with a minute each nobody waits longer than for a long diagnosis.
  private static let yearsMax = 12

  /// The result with what years have shown, the surest and cheapest relaxation first.
  func carried(out result: DiagnosisResult, at place: RunSession.Place) async throws
    -> DiagnosisResult
  {
    // Without duties a plan is all of a year, and plans were solved already.
    guard program.facts.duty != nil else { return result }
    let trials = Array(result.trials(of: program).prefix(Self.yearsMax))
    guard !trials.isEmpty || result.conflicts.isEmpty else { return result }
    return try await RunSession.open(at: place) { connection in
      if trials.isEmpty { return try await generated(result, connection) }
      return try await relaxed(result, trials, connection)
    }
  }

  private func generated(
    _ result: DiagnosisResult, _ connection: DatabaseConnection
  ) async throws -> DiagnosisResult {
    Terminal.say("Nothing speaks against a year: one is generated, \(seconds) s at most…")
    var result = result
    let started = ContinuousClock.now
    let row = try await ended(program, label: "is there a year", connection)
    let isValid = try await connection.alternatives(run: row.id).first != nil
    if isValid { result.outcome = .yearFeasible }
    let elapsed = ContinuousClock.now - started
    result.steps.append(
      DiagnosisResult.Step(
        argument: "year", places: 1, milliseconds: Int(elapsed / .milliseconds(1)),
        remark: isValid ? nil : "run \(row.id) ended \(row.state.rawValue)"))
    return result
  }

  private func relaxed(
    _ result: DiagnosisResult, _ trials: [DiagnosisResult.Trial], _ connection: DatabaseConnection
  ) async throws -> DiagnosisResult {
    var result = result
    for (index, trial) in trials.enumerated() where !Interruption.isRequested {
      let place = "Year \(index + 1) of \(trials.count)"
      Terminal.say("\(place): \(trial.instance) gives way, \(seconds) s at most…")
      let offer = result.conflicts[trial.conflict].relaxations[trial.offer]
      result.conflicts[trial.conflict].relaxations[trial.offer] = try await tried(
        offer, trial, connection)
    }
    for index in result.conflicts.indices { result.conflicts[index].relaxations.sort() }
    return result
  }

  private func tried(
    _ offer: RelaxationOffer, _ trial: DiagnosisResult.Trial, _ connection: DatabaseConnection
  ) async throws -> RelaxationOffer {
    let row = try await ended(
      trial.yielding.program, label: "what if \(trial.instance) gives way", connection)
    var offer = offer
    // Where a plan was found, what speaks against it lies in the duties, and is said apart.
    if row.state == .infeasible, offer.evidence == .argumentVanishes {
      offer.evidence = .notEnough
    }
    guard let best = try await connection.alternatives(run: row.id).first else { return offer }
    let verdict = try JSONDecoder().decode(Verdict.self, from: Data(best.verdict.utf8))
    offer.evidence = .yearResolved
    offer.units = trial.yielding.units(of: trial.instance, in: verdict)
    return offer
  }

  /// A run of a programme that has ended; its first valid year is enough, and says about how much
  /// rules are broken.
  private func ended(
    _ program: Program, label: String, _ connection: DatabaseConnection
  ) async throws -> RunRow {
    var settings = RunSettings.usual
    settings.without = [.betterPlan, .polish]
    settings.alternatives = 1
    settings.label = label
    let submission = ProgramSubmission(
      program: program, settings: settings, seed: 1,
      budget: RunBudget(seconds: seconds, effort: nil))
    let run = try await submission.submit(to: connection)
    return try await RunWatch(run: run, database: connection, isQuiet: true).toEnd()
  }
}
