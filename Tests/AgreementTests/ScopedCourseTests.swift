import Compilation
import Containers
import Coordination
import Coordinator
import Domain
import Grid
import Measures
import Rules
import SampleProgrammes
import Testing
import Validation

/// What follows what in a run from a version.
struct ScopedCourseTests {
  private let sample: SampleProgramme
  private let plan: CompiledPlan

  init() throws {
    sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal, seed: 1))
    plan = try PlanCompiler.compile(sample.program)
  }

  private var third: DateRange { sample.program.facts.calendar.blocks[2] }

  private func stage(
    of program: Program? = nil, _ scope: ScheduleScope, keepsPlan: Bool = false,
    after ended: [EndedStage] = [], from year: YearSchedule? = nil,
    without parts: [RunSettings.YearPart]? = nil
  ) throws -> RunStage {
    var settings = RunSettings(portfolio: [RunSettings.Lane(strategy: "annealing")])
    settings.without = parts
    settings.origin = RunOrigin(version: 1, number: 1, scope: scope, keepsPlan: keepsPlan)
    let year = year ?? sample.planted
    let version = NamedSchedule(facts: sample.program.facts, plan: year.plan, year: year)
    return try YearStages.stage(
      of: program ?? sample.program, settings, after: ended, from: version)
  }

  /// The programme with residents ill for three days of block 3: all whose rotation allows it.
  private func ill() throws -> Program {
    let days = DateRange(first: third.first + 8, last: third.first + 10)
    let residents = sample.program.facts.residents
    var program = sample.program
    program.facts.absences += residents.map {
      Absence(person: $0.id, dates: days, kind: "sick")
    }
    let everybody = try PlanCompiler.compile(program).grid
    let columns = sample.program.facts.planColumns.indices
    let able = residents.indices.filter { row in
      columns.allSatisfy {
        everybody.domain(row: row, column: $0).contains(sample.planted.plan[row, $0])
      }
    }
    #expect(!able.isEmpty)
    program.facts.absences =
      sample.program.facts.absences
      + able.map { Absence(person: residents[$0].id, dates: days, kind: "sick") }
    return program
  }

  @Test func aValidVersionSeeksABetterPlanAndIsPolishedWhereItStands() throws {
    let scope = ScheduleScope(dates: [third])
    let better = try stage(scope)
    let version = plan.answer(from: sample.planted.plan)
    #expect(better.level == .plan && better.isOptional && !better.isLast)
    #expect(better.input.start == version)
    let width = sample.program.facts.planUnit.columnsPerBlock
    for cell in version.cells.indices {
      let domain = better.input.grid.domains[Int(better.input.grid.domainOfCell[cell])]
      let isInScope = (2 * width..<3 * width).contains(cell % version.columnCount)
      #expect(isInScope || domain.members == [Int(version.cells[cell])])
    }
    // Whoever stops the run has the version's year.
    let input = better.input
    guard case .alternative = try input.judged(version, rank: 1, foundBy: "annealing") else {
      Issue.record("A valid year is an alternative")
      return
    }
    let last = try stage(scope, after: [EndedStage(level: .plan, answer: version)])
    #expect(last.isLast && last.level == .duties)
    #expect(last.input.start.map { last.input.grid.recount($0).score.isValid } == true)
    // Only block 3 and the seams around it are searched in parts.
    for round in last.rounds?.rounds ?? [] {
      guard case .parts(let parts, _) = round.kind else { continue }
      #expect(parts.allSatisfy { part in part.columns.count <= 84 } && parts.count <= 2, "\(parts)")
    }
  }

  @Test func aPlanThatStaysLeavesOneStageWithTheWholeBudget() throws {
    let only = try stage(ScheduleScope(dates: [third]), keepsPlan: true)
    #expect(only.isLast && only.level == .duties && only.position == 0)
    #expect(only.budget == (0, 1))
  }

  @Test func whatAnIllnessBreaksIsMendedAroundItFirst() throws {
    let program = try ill()
    let scope = ScheduleScope(dates: [third])
    let mending = try stage(of: program, scope)
    #expect(mending.level == .duties && !mending.isLast && mending.stopsWhenValid)
    let start = try #require(mending.input.start)
    // Mending that leaves no less: the plan is asked, or where nothing can be learned, polished.
    let ended = [EndedStage(level: .duties, answer: start)]
    let asked = try stage(of: program, scope, after: ended)
    #expect(asked.level == .plan || asked.isLast)
    #expect(asked.position == 1)
    #expect(try stage(of: program, scope, without: [.mending]).level == asked.level)
    // Under a plan that stays there is nothing else to ask.
    let kept = try stage(of: program, scope, keepsPlan: true, after: ended)
    #expect(kept.isLast && kept.level == .duties)
  }

  @Test func aPlanThatTheProgrammeNoLongerAllowsIsChangedFromWhatItIs() throws {
    let column = 4
    let was = sample.planted.plan[0, column]
    let other = try #require(
      plan.grid.domain(row: 0, column: column).members.first { $0 != was })
    var changed = plan.answer(from: sample.planted.plan)
    changed.cells[column] = UInt16(other)
    #expect(!plan.grid.recount(changed).score.isValid)
    var program = sample.program
    program.facts.lockedCells.append(
      LockedCell(
        resident: program.facts.residents[0].id, column: column,
        rotation: program.facts.rotations[other].id, kind: .pinned))
    let first = try stage(of: program, ScheduleScope())
    #expect(first.level == .plan && first.position == 0 && !first.isOptional)
    #expect(first.input.start == changed)
  }

  /// Duties that another plan carries as well are not made anew.
  @Test func aYearThatStandsUnderAMendedPlanIsValidAtOnce() throws {
    var year = sample.planted
    let other = try #require(
      plan.grid.domain(row: 0, column: 4).members.first { $0 != year.plan[0, 4] })
    year.plan[0, 4] = other
    let weeks = try #require(ServiceWeekCompiler.compile(sample.program))
    let mended = [
      EndedStage(level: .plan, answer: plan.answer(from: sample.planted.plan)),
      EndedStage(level: .serviceWeeks, answer: weeks.answer(from: sample.planted.serviceWeeks)),
    ]
    let levels = try (0...2).map {
      try stage(ScheduleScope(), after: Array(mended.prefix($0)), from: year)
    }
    #expect(levels.map(\.level) == [.plan, .serviceWeeks, .plan])
    #expect(levels.map(\.isOptional) == [false, false, true])
  }

  @Test func whoComesFreshComesToTheSameStage() throws {
    let scope = ScheduleScope(people: [sample.program.facts.residents[3].id])
    let version = plan.answer(from: sample.planted.plan)
    let ended = [EndedStage(level: .plan, answer: version)]
    let known = try stage(scope, after: ended)
    // Another scope takes the place on the shelf.
    _ = try stage(ScheduleScope(dates: [third]))
    let fresh = try stage(scope, after: ended)
    #expect(known.level == fresh.level && known.rounds == fresh.rounds)
    #expect(known.input.start == fresh.input.start && known.input.grid == fresh.input.grid)
  }
}
