import Compilation
package import Domain
import Foundation
package import Grid
package import Rules

/// One stage of a run, ready to search: what is searched now, and whether that is the end of it.
package struct RunStage: Sendable {
  /// Which grid a stage searches.
  package enum Level: String, Sendable {
    case plan
    case serviceWeeks = "service-weeks"
    case duties
    /// A benchmark's only stage.
    case benchmark
  }

  package var level: Level
  package var position: Int
  package var input: any SearchInput
  package var isLast: Bool
  /// Shares of the run's budget spent before this stage and by its end, 0...1.
  package var budget: (before: Double, after: Double)

  /// A run's only stage.
  package init(only input: any RunInput, level: Level) {
    self.level = level
    position = 0
    self.input = input
    isLast = true
    budget = (0, 1)
  }

  init(
    level: Level, position: Int, input: any SearchInput, isLast: Bool,
    budget: (before: Double, after: Double)
  ) {
    self.level = level
    self.position = position
    self.input = input
    self.isLast = isLast
    self.budget = budget
  }
}

/// The stages of a programme's run: rotation plan, service weeks, duties under both.
///
/// A plan is soon found and leaves most of the budget to the thousand cells a person below it.
package enum YearStages {
  /// Share of the budget that the plan may take; what it leaves goes to the duties.
  static let planShare = 0.2
  /// Share of the few hundred cells of service weeks.
  static let weeksShare = 0.03

  /// The stage that follows the answers of earlier ones.
  ///
  /// - Parameter base: the version that the run starts from, where its settings name one.
  /// - Throws: ``UnusableInput`` when it cannot be searched.
  package static func stage(
    of program: Program, _ settings: RunSettings, after answers: [GridAnswer],
    from base: NamedSchedule? = nil
  ) throws -> RunStage {
    if let base, let origin = settings.origin {
      return try ScopedStages(program, settings, base, origin).stage(after: answers)
    }
    if let document = settings.duties {
      return RunStage(only: try DutyInput(program, stage: document), level: .duties)
    }
    guard settings.level != .plan, let people = DutyPeople(program.facts) else {
      return RunStage(only: try ProgramInput(program), level: .plan)
    }
    guard let planned = answers.first else {
      return RunStage(
        level: .plan, position: 0, input: try ProgramInput(program), isLast: false,
        budget: (0, planShare))
    }
    let plan = RotationPlan(
      cells: planned.cells.map(Int.init), columnCount: planned.columnCount)
    let weeks = ServiceWeekCompiler.compile(program)
    if let weeks, answers.count == 1 {
      return RunStage(
        level: .serviceWeeks, position: 1, input: ServiceWeekInput(grid: weeks.grid),
        isLast: false, budget: (planShare, planShare + weeksShare))
    }
    let count = people.serviceWeeks.count
    let service =
      weeks.map { $0.plan(from: answers[1]) }
      ?? ServiceWeekPlan(
        cells: Array(repeating: 0, count: people.duty.faculty.count * count), weekCount: count)
    let document = YearDocument(
      plan: plan, serviceWeeks: service, dates: program.facts.calendar.dates)
    return RunStage(
      level: .duties, position: answers.count, input: try DutyInput(program, stage: document),
      isLast: true, budget: (planShare + (weeks == nil ? 0 : weeksShare), 1))
  }
}

/// Service weeks of faculty as a stage; nobody judges them before the duties that they carry.
struct ServiceWeekInput: SearchInput {
  let grid: DenseGrid
  var start: GridAnswer?
}
