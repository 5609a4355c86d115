import Compilation
import Compression
package import Domain
package import Grid
import Hashing
package import Rules
import Store
import Validation

/// The duties of some dates under a given plan as a run's input: compiled to a grid, both levels
/// judged by `Validation`.
package struct DutyInput: RunInput {
  private let program: Program
  private let frame: YearSchedule
  private let compiled: CompiledDuty
  private let judge: DutyJudge

  /// Compiles the duty level.
  ///
  /// - Parameter stage: plan, service weeks and dates.
  /// - Throws: ``UnusableInput`` when the programme has no duty level, the stage does not fit it,
  ///   or hard rules leave a cell without any activity.
  package init(_ program: Program, stage: YearDocument) throws {
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
  }

  package var grid: DenseGrid { compiled.grid }

  package func judged(
    _ answer: GridAnswer, rank: Int, foundBy: String
  ) throws -> JudgedAnswer {
    var schedule = frame
    schedule.duties = compiled.schedule(from: answer)
    let verdict = judge.verdict(on: schedule)
    let document = Array(try ResultText.json(YearDocument(schedule)).utf8)
    var result = StoredResult(
      rank: Int64(rank), score: StoredScore(verdict.score), level: "duties",
      contentHash: ContentHash.of(document).bytes, foundBy: foundBy)
    result.verdict = try ResultText.json(verdict)
    result.quality = judge.quality(of: verdict, on: schedule).value
    result.scoreByInstance = try ResultText.scoreByInstance(verdict)
    let assignments = ResultText.assignments(of: schedule.plan, program.facts)
    let duties = LZ4Frame.compress(document)
    guard !verdict.isValid else {
      return .alternative(
        AlternativeRecord(result: result, assignments: assignments, duties: duties))
    }
    return .draft(
      DraftRecord(
        result: result, assignments: assignments,
        violations: verdict.violations.filter { $0.severity != .soft }.map(ResultText.stored),
        duties: duties))
  }
}
