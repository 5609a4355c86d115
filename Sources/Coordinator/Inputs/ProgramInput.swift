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
  private let pinned: PinnedGrid?
  private let judge: Judge

  /// A plan that is already compiled.
  ///
  /// - Parameter pinned: what stays of a version; nil for a plan from nothing.
  init(_ program: Program, _ compiled: CompiledPlan, _ pinned: PinnedGrid? = nil) {
    self.program = program
    self.compiled = compiled
    self.pinned = pinned
    judge = Judge(program: program)
  }

  /// Compiles the programme.
  ///
  /// - Throws: ``UnusableInput`` when its hard rules leave a cell without any rotation.
  package init(_ program: Program) throws { self.init(program, try Self.compiled(program)) }

  static func compiled(_ program: Program) throws -> CompiledPlan {
    do {
      return try PlanCompiler.compile(program)
    } catch {
      throw UnusableInput(
        reason: error.description, remedy: "Relax one of the rules named, and submit it again.")
    }
  }

  package var grid: DenseGrid { pinned?.grid ?? compiled.grid }

  package var start: GridAnswer? { pinned?.start }

  package var interchangeableRows: [[Int]] {
    let residents = program.facts.residents.indices
    return InterchangeablePeople.groups(of: program).filter { $0.allSatisfy(residents.contains) }
  }

  package func judged(
    _ answer: GridAnswer, rank: Int, foundBy: String
  ) throws -> JudgedAnswer {
    try pinned?.requireNothingMoved(answer)
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
      let components = judge.components(of: judge.quality(of: verdict))
      result.components = try ResultText.json(components)
      return .alternative(
        AlternativeRecord(result: result, assignments: assignments), components)
    }
    return .draft(
      DraftRecord(
        result: result, assignments: assignments,
        violations: verdict.violations.filter { $0.severity != .soft }.map(ResultText.stored)))
  }
}
