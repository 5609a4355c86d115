package import Grid
package import Store
package import Validation

/// What a stage of a run works on: a grid to search, and the judge of what the run has if it ends
/// there. A programme is judged by `Validation`, a benchmark by the plain judge of its format.
package protocol RunInput: Sendable {
  var grid: DenseGrid { get }
  /// The answer that the search starts from; nil to start from nothing.
  var start: GridAnswer? { get }

  /// Judges a whole answer from scratch, without the grid's own counting, and words it as a record
  /// of its rank.
  func judged(_ answer: GridAnswer, rank: Int, foundBy: String) throws -> JudgedAnswer

  /// Rows that may stand for one another, group by group: answers that differ only by them are the
  /// same to people.
  var interchangeableRows: [[Int]] { get }
}

extension RunInput {
  package var start: GridAnswer? { nil }

  package var interchangeableRows: [[Int]] { [] }
}

/// An answer with the judge's verdict, ready to be recorded.
package enum JudgedAnswer: Sendable {
  /// A programme's schedule without hard violations.
  case alternative(AlternativeRecord, ScheduleComponents)
  /// A benchmark's answer without hard violations.
  case benchmark(BenchmarkAnswer)
  /// Something with hard violations: labelled, never acceptable.
  case draft(DraftRecord)
}

/// What a stage of a programme's run goes on from.
package struct RunPast: Sendable {
  /// A version as it is stored, with the programme that it was judged by.
  package struct Start: Sendable {
    package var version: VersionRecord
    package var program: StoredProgram
  }

  /// The run's earlier stages.
  package var ended: [EndedStage]
  /// The version that the run starts from; nil for a year from nothing.
  package var base: Start?
}

/// Reads what runs name by hash; handed in by the command line, which knows every format.
package struct RunInputReader: Sendable {
  /// The stage of a programme's run that follows the answers of earlier ones.
  package var program: @Sendable (StoredProgram, RunSettings, RunPast) throws -> RunStage
  /// Why a programme has no schedule, as far as counting shows within seconds; nil when nothing
  /// speaks against it. Recomputed here, so that no node's word ends a run. Last the version that
  /// the run starts from, and whether nobody waits for the answer any more.
  package var contradiction:
    @Sendable (StoredProgram, RunSettings, RunPast.Start?, @escaping @Sendable () -> Bool) throws
      -> Contradiction?
  /// Makes beforehand what the first stage of a programme's run will ask for, while its programme
  /// is looked through.
  package var prepare: @Sendable (StoredProgram, RunSettings) throws -> Void
  /// A benchmark instance from its file, unpacked.
  package var benchmark: @Sendable (StoredInstance) throws -> any RunInput

  package init(
    program: @escaping @Sendable (StoredProgram, RunSettings, RunPast) throws -> RunStage,
    contradiction:
      @escaping @Sendable (
        StoredProgram, RunSettings, RunPast.Start?, @escaping @Sendable () -> Bool
      ) throws -> Contradiction?,
    prepare: @escaping @Sendable (StoredProgram, RunSettings) throws -> Void,
    benchmark: @escaping @Sendable (StoredInstance) throws -> any RunInput
  ) {
    self.program = program
    self.contradiction = contradiction
    self.prepare = prepare
    self.benchmark = benchmark
  }
}

/// Why a run ends before it searches: its programme has no schedule.
package struct Contradiction: Sendable {
  /// The plainest conflict, in a sentence or two.
  package var reason: String
  /// What could give way.
  package var remedy: String
  /// Everything that was found, as a JSON object.
  package var explanation: String

  package init(reason: String, remedy: String, explanation: String) {
    self.reason = reason
    self.remedy = remedy
    self.explanation = explanation
  }

  /// Kind of the event that keeps ``explanation``.
  package static let eventKind = "contradiction-found"
}

/// An input that cannot be searched: the run fails with this reason and remedy.
package struct UnusableInput: Error, Sendable {
  package var reason: String
  package var remedy: String
  /// Whether what should stay contradicts a hard rule: there is no such schedule.
  package var isConflict: Bool

  package init(reason: String, remedy: String, isConflict: Bool = false) {
    self.reason = reason
    self.remedy = remedy
    self.isConflict = isConflict
  }
}
