package import Compilation
package import Coordination
package import Domain
package import Grid
package import Measures
package import Rules

/// One stage of a run, ready to search: what is searched now, how, and whether that is the end.
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
  /// What it is for, in a few words for people who watch.
  package var title: String
  package var position: Int
  package var input: any RunInput
  package var isLast: Bool
  /// Shares of the run's budget spent before this stage and by its end, 0...1.
  package var budget: (before: Double, after: Double)
  /// Rounds of its own; nil for those that the run's settings ask for.
  package var rounds: RoundPlan?
  /// Lanes of its own; nil for the run's portfolio.
  package var portfolio: [RunSettings.Lane]?
  /// Lanes where a run has no portfolio that somebody chose; nil for the usual one.
  package var usualLanes: [RunSettings.Lane]?
  /// Numbers that lanes take which state none of their own.
  package var defaults: [String: Double] = [:]
  /// Whether the stage ends at the first barrier with a valid answer.
  package var stopsWhenValid = false
  /// Whether the run goes on from the stage's start when its share of the budget is used before it
  /// begins.
  package var isOptional = false
  /// The score of the year that the run has whatever comes of the stage, which seeks another one;
  /// nil where the stage's best is what it has.
  package var standing: Score?
  /// Soft points of what the stage does not search.
  package var pointsElsewhere = 0

  /// A run's only stage.
  package init(only input: any RunInput, level: Level) {
    self.init(
      level: level, title: level == .benchmark ? "search" : level.rawValue, position: 0,
      input: input, isLast: true, budget: (0, 1))
  }

  init(
    level: Level, title: String, position: Int, input: any RunInput, isLast: Bool,
    budget: (before: Double, after: Double)
  ) {
    self.level = level
    self.title = title
    self.position = position
    self.input = input
    self.isLast = isLast
    self.budget = budget
  }
}

/// A stage that a run has ended.
package struct EndedStage: Sendable, Equatable {
  package var level: RunStage.Level
  package var answer: GridAnswer

  package init(level: RunStage.Level, answer: GridAnswer) {
    self.level = level
    self.answer = answer
  }
}

/// The stages of a programme's run.
///
/// Rotation plan, service weeks, then the duties under both, block by block. Hard violations that
/// remain go back as lessons to a plan that is changed as little as possible, and only the blocks
/// that this touches are detailed again: ``YearCourse/roundsMax`` times at most. What is valid, or
/// the best of all, is polished over the whole year with the rest of the budget.
///
/// A run from a version starts with the year that stands: its plan and duties are made better where
/// they may change, and mended where the programme no longer allows them.
package enum YearStages {
  /// The stage that follows those that have ended; everything follows from them, so that whoever
  /// leads next comes to the same.
  ///
  /// - Parameter base: the version that the run starts from, where its settings name one.
  /// - Throws: ``UnusableInput`` when it cannot be searched.
  package static func stage(
    of program: Program, _ settings: RunSettings, after ended: [EndedStage],
    from base: NamedSchedule? = nil
  ) throws -> RunStage {
    if let document = settings.duties {
      let input = try DutyInput(program, stage: document)
      var stage = RunStage(only: input, level: .duties)
      stage.rounds = DetailRounds(input, program).whole
      return stage
    }
    let start = settings.origin.flatMap { origin in
      base.map { RunStart(version: $0, origin: origin) }
    }
    guard settings.level != .plan, program.facts.duty != nil else {
      return RunStage(only: try planInput(program, start), level: .plan)
    }
    var course = try CourseShelf.shared.course(
      of: program, from: start, without: Set(settings.without ?? []), after: ended)
    let stage = try course.stage(position: ended.count)
    if stage.isLast { CourseShelf.shared.forget() }
    return stage
  }

  /// A programme's plan alone.
  private static func planInput(_ program: Program, _ start: RunStart?) throws -> ProgramInput {
    let compiled = try ProgramInput.compiled(program)
    guard let start else { return ProgramInput(program, compiled) }
    let scope = try YearScope(program, start, compiled, nil)
    guard scope.mayChangePlan else { throw YearScope.nothingToDo("whole block") }
    return ProgramInput(program, compiled, scope.plan)
  }

  /// Makes beforehand what the first stage of a programme's run will ask for, if it is dear.
  ///
  /// - Throws: ``UnusableInput`` when the programme cannot be searched.
  package static func prepare(_ program: Program, _ settings: RunSettings) throws {
    try firstCourse(program, settings)?.prepare()
  }

  /// What duties leave of rotations, as the first stage will ask for it; nil where none does.
  ///
  /// - Throws: ``UnusableInput`` when the programme cannot be searched.
  package static func residentOutlook(
    _ program: Program, _ settings: RunSettings
  ) throws -> PlanProspects.Outlook? {
    try firstCourse(program, settings)?.residentOutlook
  }

  /// The course of a year from nothing; nil for other runs.
  private static func firstCourse(
    _ program: Program, _ settings: RunSettings
  ) throws -> YearCourse? {
    guard settings.duties == nil, settings.origin == nil, settings.level != .plan,
      program.facts.duty != nil
    else { return nil }
    return try CourseShelf.shared.course(
      of: program, from: nil, without: Set(settings.without ?? []), after: [])
  }
}
