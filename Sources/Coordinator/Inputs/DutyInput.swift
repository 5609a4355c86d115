package import Compilation
package import Domain
package import Grid
import Measures
package import Rules
import Validation

/// The duties of some dates under a given plan as a run's input: compiled to a grid, both levels
/// judged by `Validation`.
package struct DutyInput: RunInput {
  private let program: Program
  private let frame: YearSchedule
  let compiled: CompiledDuty
  private let pinned: PinnedGrid?
  /// The answer that the search starts from; nil to start from nothing.
  package var start: GridAnswer?
  /// The best year of the stages before. This one seeks a better one, and what it finds on the way
  /// may be worse: then the run has this if it ends here. Nil where an answer stands for itself.
  var standing: (year: YearSchedule, score: Score)?
  private let judge: DutyJudge

  /// Compiles the duty level.
  ///
  /// - Parameters:
  ///   - stage: plan, service weeks and dates: those of the year where something stays.
  ///   - scoped: what stays of a version; nil for duties from nothing.
  /// - Throws: ``UnusableInput`` when the programme has no duty level, the stage does not fit it,
  ///   or hard rules leave a cell without any activity, or without the one that should stay.
  package init(_ program: Program, stage: YearDocument, _ scoped: ScopedYear? = nil) throws {
    guard let people = DutyPeople(program.facts), let judge = DutyJudge(program: program) else {
      throw UnusableInput(
        reason: "The programme has no duty level.", remedy: "Add a duty.yaml to its folder.")
    }
    guard let frame = stage.schedule(of: people) else {
      throw UnusableInput(
        reason: "The plan, service weeks or dates of the run do not fit its programme.",
        remedy: "Export the plan anew from a run of this programme, and submit again.")
    }
    self.program = program
    self.frame = frame
    self.judge = judge
    do {
      compiled = try DutyCompiler.compile(
        program, plan: frame.plan, serviceWeeks: frame.serviceWeeks,
        horizon: frame.duties.dates)
    } catch {
      throw UnusableInput(
        reason: error.description, remedy: "Relax one of the rules named, and submit it again.")
    }
    let history = compiled.historyColumns
    let grid = compiled.grid
    pinned = scoped.map { PinnedGrid(grid, $0.dutyPins(historyColumns: history)) }
    start = pinned?.start
    if let scoped {
      try pinned?.requireNoConflict { scoped.dutyCell($0, historyColumns: history) }
    }
  }

  package var grid: DenseGrid { pinned?.grid ?? compiled.grid }

  /// Whether a search could change anything.
  var mayChange: Bool { pinned.map { $0.freeCells > 0 } ?? true }

  package var interchangeableRows: [[Int]] { InterchangeablePeople.groups(of: program) }

  /// Both levels, with the duties that an answer stands for.
  func schedule(of answer: GridAnswer) -> YearSchedule {
    var schedule = frame
    schedule.duties = compiled.schedule(from: answer)
    return schedule
  }

  package func judged(
    _ answer: GridAnswer, rank: Int, foundBy: String
  ) throws -> JudgedAnswer {
    try pinned?.requireNothingMoved(answer)
    var year = schedule(of: answer)
    if let standing, standing.score < judge.verdict(on: year).score {
      year = standing.year
    }
    return try YearJudging(program, judge).judged(year, rank: rank, foundBy: foundBy)
  }
}
