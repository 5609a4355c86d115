package import Grid
package import Store

/// What a stage of a run works on, as the coordinator needs it.
package protocol SearchInput: Sendable {
  var grid: DenseGrid { get }
}

/// What a run's last stage works on: a grid to search, and the judge of what is found. A programme
/// is judged by `Validation`, a benchmark by the plain judge of its format.
package protocol RunInput: SearchInput {
  /// Judges a whole answer from scratch, without the grid's own counting, and words it as a record
  /// of its rank.
  func judged(_ answer: GridAnswer, rank: Int, foundBy: String) throws -> JudgedAnswer
}

/// An answer with the judge's verdict, ready to be recorded.
package enum JudgedAnswer: Sendable {
  /// A programme's schedule without hard violations.
  case alternative(AlternativeRecord)
  /// A benchmark's answer without hard violations.
  case benchmark(BenchmarkAnswer)
  /// Something with hard violations: labelled, never acceptable.
  case draft(DraftRecord)
}

/// Reads what runs name by hash; handed in by the command line, which knows every format.
package struct RunInputReader: Sendable {
  /// The stage of a programme's run that follows the answers of earlier ones.
  package var program: @Sendable (StoredProgram, RunSettings, [GridAnswer]) throws -> RunStage
  /// A benchmark instance from its file, unpacked.
  package var benchmark: @Sendable (StoredInstance) throws -> any RunInput

  package init(
    program:
      @escaping @Sendable (StoredProgram, RunSettings, [GridAnswer]) throws -> RunStage,
    benchmark: @escaping @Sendable (StoredInstance) throws -> any RunInput
  ) {
    self.program = program
    self.benchmark = benchmark
  }
}

/// An input that cannot be searched: the run fails with this reason and remedy.
package struct UnusableInput: Error, Sendable {
  package var reason: String
  package var remedy: String

  package init(reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }
}
