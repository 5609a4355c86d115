import Compilation
import Domain
import Grid
import Rules

/// The stages of a run from a version: those of a year in which something may change.
struct ScopedStages {
  private let program: Program
  private let scoped: ScopedYear
  private let planInput: ProgramInput
  private let people: DutyPeople?
  private let weeks: (compiled: CompiledServiceWeeks, pinned: PinnedGrid)?
  /// In order; the last is judged.
  private var levels: [RunStage.Level] = []

  /// - Throws: ``UnusableInput`` when the version does not fit the programme or nothing may change.
  init(
    _ program: Program, _ settings: RunSettings, _ base: NamedSchedule, _ origin: RunOrigin
  ) throws {
    self.program = program
    do {
      scoped = try ScopedYear(
        base, scope: origin.scope, keepsPlan: origin.keepsPlan, in: program)
    } catch {
      throw UnusableInput(
        reason: error.description,
        remedy: "Name another version or scope, or start from nothing without --from.")
    }
    planInput = try ProgramInput(program, scoped)
    people = settings.level == .plan ? nil : DutyPeople(program.facts)
    let year = scoped
    // Every choice is in every domain of service weeks, so that none conflicts.
    weeks =
      people == nil
      ? nil
      : ServiceWeekCompiler.compile(program).map {
        (compiled: $0, pinned: PinnedGrid($0.grid, year.weekPins))
      }
    if planInput.settledPlan == nil { levels.append(.plan) }
    if let weeks, weeks.pinned.freeCells > 0 { levels.append(.serviceWeeks) }
    if people != nil { levels.append(.duties) }
    guard !levels.isEmpty else { throw Self.nothingToDo("whole block") }
  }

  /// The stage that follows the answers of earlier ones.
  func stage(after answers: [GridAnswer]) throws -> RunStage {
    let position = min(answers.count, levels.count - 1)
    let before = levels[..<position].reduce(0) { $0 + Self.share(of: $1) }
    let isLast = position == levels.count - 1
    let input: any SearchInput
    switch levels[position] {
    case .plan: input = planInput
    case .serviceWeeks:
      guard let weeks else { preconditionFailure("A stage of service weeks that do not exist") }
      input = ServiceWeekInput(grid: weeks.pinned.grid, start: weeks.pinned.start)
    default: input = try duties(after: answers)
    }
    return RunStage(
      level: levels[position], position: position, input: input, isLast: isLast,
      budget: (before, isLast ? 1 : before + Self.share(of: levels[position])))
  }

  private func duties(after answers: [GridAnswer]) throws -> DutyInput {
    guard let people else { preconditionFailure("A stage of duties that do not exist") }
    var rest = answers[...]
    let plan: RotationPlan
    if let settled = planInput.settledPlan {
      plan = settled
    } else {
      let planned = rest.removeFirst()
      plan = RotationPlan(cells: planned.cells.map(Int.init), columnCount: planned.columnCount)
    }
    let count = people.serviceWeeks.count
    let service = weeks.map { weeks in
      weeks.compiled.plan(
        from: weeks.pinned.freeCells > 0 ? rest.removeFirst() : weeks.pinned.start)
    }
    let document = YearDocument(
      plan: plan,
      serviceWeeks: service
        ?? ServiceWeekPlan(
          cells: Array(repeating: 0, count: people.duty.faculty.count * count), weekCount: count),
      dates: program.facts.calendar.dates)
    let input = try DutyInput(program, stage: document, scoped)
    guard input.mayChange || levels.count > 1 else { throw Self.nothingToDo("cell with a choice") }
    return input
  }

  /// A scope leaves few cells of a plan, and most of the budget goes to the duties below it.
  private static func share(of level: RunStage.Level) -> Double {
    switch level {
    case .plan: 0.2
    case .serviceWeeks: 0.03
    case .duties, .benchmark: 0
    }
  }

  private static func nothingToDo(_ what: String) -> UnusableInput {
    UnusableInput(
      reason: "Nothing may change: the scope holds no \(what) of anybody.",
      remedy: "Widen the scope: more dates, levels or people.")
  }
}

extension PinnedGrid {
  /// Cells named in one message: a person reads a few.
  private static let namedMax = 10

  /// Refuses a grid in which something should stay that hard rules do not allow.
  func requireNoConflict(_ words: (Int) -> String) throws {
    guard !conflicts.isEmpty else { return }
    let named = conflicts.prefix(Self.namedMax).map { "  " + words($0) }
    let more =
      conflicts.count > named.count ? ["  and \(conflicts.count - named.count) more"] : []
    throw UnusableInput(
      reason: "\(conflicts.count) cells outside the scope hold what a hard rule of the programme"
        + " does not allow there:\n" + (named + more).joined(separator: "\n"),
      remedy: "Widen the scope to them, or relax the rule for these people and dates.",
      isConflict: true)
  }

  /// Refuses an answer that changed what should stay: no search of ours can, so one that does is
  /// no result.
  func requireNothingMoved(_ answer: GridAnswer) throws {
    let moved = pins.moved(in: answer)
    guard moved.isEmpty else {
      throw UnusableInput(
        reason: "The search changed \(moved.count) cells outside the run's scope.",
        remedy: "Report this with the coordinator's log.")
    }
  }
}
