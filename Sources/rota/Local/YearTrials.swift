import Coordinator
import Diagnosis
import Domain
import Foundation
import Rules
import Store
import Validation

/// Generates a year for each relaxation that only a year can show to help.
struct YearTrials {
  let program: Program
  /// For each year.
  let seconds: Int64

  /// Years at most: with a minute each nobody waits longer than for a long diagnosis.
  private static let yearsMax = 12

  /// The result with what its trials have shown, the surest and cheapest relaxation first.
  func carried(out result: DiagnosisResult, at place: RunSession.Place) async throws
    -> DiagnosisResult
  {
    let trials = result.trials(of: program).prefix(Self.yearsMax)
    // Without duties a plan is all of a year, and plans were solved again already.
    guard !trials.isEmpty, program.facts.duty != nil else { return result }
    return try await RunSession.open(at: place) { connection in
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
  }

  private func tried(
    _ offer: RelaxationOffer, _ trial: DiagnosisResult.Trial, _ connection: DatabaseConnection
  ) async throws -> RelaxationOffer {
    var settings = RunSettings.usual
    // The first valid year is enough, and says about how much the rule is broken.
    settings.without = [.betterPlan, .polish]
    settings.alternatives = 1
    settings.label = "what if \(trial.instance) gives way"
    let submission = ProgramSubmission(
      program: trial.yielding.program, settings: settings, seed: 1,
      budget: RunBudget(seconds: seconds, effort: nil))
    let run = try await submission.submit(to: connection)
    let row = try await RunWatch(run: run, database: connection, isQuiet: true).toEnd()
    var offer = offer
    // Where a plan was found, what speaks against it lies in the duties, and is said apart.
    if row.state == .infeasible, offer.evidence == .argumentVanishes {
      offer.evidence = .notEnough
    }
    guard let best = try await connection.alternatives(run: run).first else { return offer }
    let verdict = try JSONDecoder().decode(Verdict.self, from: Data(best.verdict.utf8))
    offer.evidence = .yearResolved
    offer.units = trial.yielding.units(of: trial.instance, in: verdict)
    return offer
  }
}
