import Coordination
import Grid
import Store

/// The end of a run: its answers go before the judge, and only what he passed is an alternative.
struct Judging: Sendable {
  var work: RunInWork
  /// Best first.
  var answers: [RankedAnswer]
  var epoch: Int64
  var database: DatabaseConnection
  /// What the checker has proved of every valid answer's soft points.
  var bound: Int?

  /// Judges every answer and writes results and the run's last state in one transaction.
  func judgeAndRecord() async throws {
    let input = work.stage.input
    let limit = work.settings.alternatives
    var results = RunResults()
    var choice = AlternativeChoice(
      limit: limit, rows: input.interchangeableRows, least: leastDifference)
    for answer in answers where !choice.isFull {
      let rank = choice.chosen.count + results.benchmarkAnswers.count + 1
      let judged = try input.judged(answer.answer, rank: rank, foundBy: foundBy)
      switch judged {
      case .alternative(let record, let components):
        choice.consider(record, components, answer.answer)
      case .benchmark(let record):
        if results.benchmarkAnswers.count < limit { results.benchmarkAnswers.append(record) }
      case .draft(var record):
        // Several answers may stand for the same year of an earlier stage.
        let isKnown = results.drafts.contains {
          $0.result.contentHash == record.result.contentHash
        }
        guard !isKnown, results.drafts.count < limit else { continue }
        record.result.rank = Int64(results.drafts.count + 1)
        results.drafts.append(record)
      }
    }
    results.alternatives = choice.chosen.map(\.record)
    try await database.recordResults(results, ending: ending(results), epoch: epoch)
  }

  /// Cells in which two alternatives differ at least.
  private var leastDifference: Int {
    max(1, work.grid.cellsWithChoice * work.settings.differencePerMille / 1_000)
  }

  private func ending(_ results: RunResults) -> RunTransition {
    let run = work.row.id
    if work.isCancelled {
      return RunTransition.cancelled(run)
    }
    if results.alternatives.isEmpty && results.benchmarkAnswers.isEmpty {
      let breaches = results.drafts.first.map { "\($0.violations.count) violations" } ?? "nothing"
      return RunTransition(
        run: run, to: .degraded,
        reason: "No answer without hard violations was found; the best draft has \(breaches).",
        remedy: remedy)
    }
    let best = results.alternatives.first?.result.score ?? results.benchmarkAnswers.first?.score
    if let bound, let best, best.soft == Int64(bound) {
      return RunTransition(
        run: run, to: .completed, reason: "proved optimal: nothing valid is below \(bound) points")
    }
    return RunTransition(run: run, to: .completed)
  }

  private var remedy: String {
    let usual = "Give it more time, or relax a rule that its drafts break."
    guard let origin = work.settings.origin else { return usual }
    return usual + " Or widen the scope: what stays of version \(origin.number) may leave no room."
  }

  /// Each strategy of the run's portfolio once, in its order.
  private var foundBy: String {
    var names: [String] = []
    for lane in work.settings.lanes(for: work.grid) where !names.contains(lane.strategy) {
      names.append(lane.strategy)
    }
    return names.joined(separator: "+")
  }
}
