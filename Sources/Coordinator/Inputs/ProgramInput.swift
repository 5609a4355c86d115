import Compilation
import Domain
package import Grid
import Hashing
package import Rules
import Store
import Validation

/// A programme's rotation plan as a run's input: compiled to a grid, judged by `Validation`.
package struct ProgramInput: RunInput {
  private let program: Program
  private let compiled: CompiledPlan
  private let judge: Judge

  /// Compiles the programme.
  ///
  /// - Throws: ``UnusableInput`` when its hard rules leave a cell without any rotation.
  package init(_ program: Program) throws {
    self.program = program
    do {
      compiled = try PlanCompiler.compile(program)
    } catch {
      throw UnusableInput(
        reason: error.description, remedy: "Relax one of the rules named, and submit it again.")
    }
    judge = Judge(program: program)
  }

  package var grid: DenseGrid { compiled.grid }

  package func judged(
    _ answer: GridAnswer, rank: Int, foundBy: String
  ) throws -> JudgedAnswer {
    let plan = compiled.plan(from: answer)
    let verdict = judge.verdict(on: plan)
    let assignments = ResultText.assignments(of: plan, program.facts)
    let names = assignments.map { "\($0.resident)\t\($0.block)\t\($0.half ?? 0)\t\($0.rotation)" }
    var result = StoredResult(
      rank: Int64(rank), score: StoredScore(verdict.score), level: "plan",
      contentHash: ContentHash.of(Array(names.joined(separator: "\n").utf8)).bytes,
      foundBy: foundBy)
    result.verdict = try ResultText.json(verdict)
    result.quality = judge.quality(of: verdict).value
    result.scoreByInstance = try ResultText.scoreByInstance(verdict)
    if verdict.isValid {
      return .alternative(AlternativeRecord(result: result, assignments: assignments))
    }
    return .draft(
      DraftRecord(
        result: result, assignments: assignments,
        violations: verdict.violations.filter { $0.severity != .soft }.map(ResultText.stored)))
  }
}
