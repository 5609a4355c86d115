import Compilation
import Containers
import Coordination
import Coordinator
import Domain
import Grid
import Measures
import Rules
import SampleProgrammes
import Store
import Testing
import Validation

/// What follows what in a year's run, told from the stages that have ended.
struct YearCourseTests {
  private let sample: SampleProgramme
  private let settings = RunSettings(portfolio: [RunSettings.Lane(strategy: "annealing")])

  init() throws {
    sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal, seed: 1))
  }

  /// The planted plan and service weeks as ended stages.
  private func planned() throws -> [EndedStage] {
    let plan = try PlanCompiler.compile(sample.program)
    let weeks = try #require(ServiceWeekCompiler.compile(sample.program))
    return [
      EndedStage(level: .plan, answer: plan.answer(from: sample.planted.plan)),
      EndedStage(level: .serviceWeeks, answer: weeks.answer(from: sample.planted.serviceWeeks)),
    ]
  }

  private func duties() throws -> CompiledDuty {
    try DutyCompiler.compile(
      sample.program, plan: sample.planted.plan, serviceWeeks: sample.planted.serviceWeeks,
      horizon: sample.planted.duties.dates)
  }

  /// The planted duties with the first residents idle for 28 days wherever that is allowed, which
  /// breaks what the day or block asks of them.
  private func idle(rows: Int) throws -> GridAnswer {
    let compiled = try duties()
    var answer = compiled.answer(from: sample.planted.duties)
    let free = sample.program.facts.duty?.activities.firstIndex { $0.kind == .free }
    let idle = UInt16(try #require(free))
    for column in compiled.historyColumns..<compiled.historyColumns + 84 {
      for row in 0..<rows where compiled.grid.domain(row: row, column: column).contains(Int(idle)) {
        answer.cells[row * answer.columnCount + column] = idle
      }
    }
    return answer
  }

  private func stage(
    after ended: [EndedStage], without parts: [RunSettings.YearPart]? = nil
  ) throws -> RunStage {
    var settings = settings
    settings.without = parts
    return try YearStages.stage(of: sample.program, settings, after: ended)
  }

  @Test func aYearGoesFromPlanToServiceWeeksToBlocksOfDuties() throws {
    let planned = try planned()
    let levels = try (0...2).map { try stage(after: Array(planned.prefix($0))).level }
    #expect(levels == [.plan, .serviceWeeks, .duties])
    let detail = try stage(after: planned)
    #expect(!detail.isLast && detail.stopsWhenValid)
    // A construction, odd blocks, even blocks.
    #expect(detail.rounds?.rounds.count == 3)
  }

  @Test func aValidYearSeeksABetterPlanOnceAndIsPolishedFromWhereItStands() throws {
    let answer = try duties().answer(from: sample.planted.duties)
    let planned = try planned()
    let valid = planned + [EndedStage(level: .duties, answer: answer)]
    let better = try stage(after: valid)
    #expect(better.level == .plan && !better.isLast && !better.stopsWhenValid)
    #expect(better.isOptional)
    #expect(better.input.start == planned[0].answer)
    // The same plan again, or none that keeps its own rules: the year that stands is polished.
    var none = planned[0]
    none.answer.cells = none.answer.cells.map { _ in 0 }
    for plan in [planned[0], none] {
      let last = try stage(after: valid + [plan])
      #expect(last.isLast && last.level == .duties)
      #expect(last.input.start == answer)
      // Colder than whatever must still be mended.
      #expect(last.defaults["warm-temperature"] != nil && better.defaults.isEmpty)
    }
  }

  /// Whoever stops a run while it seeks something better keeps the valid year that it has.
  @Test func aRunThatEndsWhileABetterPlanIsSoughtHasItsYear() throws {
    let planned = try planned()
    let answer = try duties().answer(from: sample.planted.duties)
    let valid = planned + [EndedStage(level: .duties, answer: answer)]
    let better = try stage(after: valid).input
    // As a plan this would be a draft.
    var none = planned[0].answer
    none.cells = none.cells.map { _ in 0 }
    guard case .alternative = try better.judged(none, rank: 1, foundBy: "annealing") else {
      Issue.record("A valid year is an alternative")
      return
    }
  }

  @Test func aRunThatEndsBeforeItsDutiesHasItsPlan() throws {
    let planned = try planned()
    let weeks = try stage(after: [planned[0]])
    #expect(weeks.level == .serviceWeeks)
    let judged = try weeks.input.judged(planned[1].answer, rank: 1, foundBy: "annealing")
    guard case .alternative(let record, _) = judged else {
      Issue.record("The planted plan is valid")
      return
    }
    #expect(record.result.level == "plan")
  }

  /// A draft of one broken day is not given up for blocks that are being made anew.
  @Test func aRunThatEndsWhileADraftIsMendedHasTheBetterOfTheTwo() throws {
    let broken = try idle(rows: 4)
    let mending = try stage(
      after: try planned() + [EndedStage(level: .duties, answer: broken)]
    ).input
    func violations(_ answer: GridAnswer) throws -> Int? {
      guard case .draft(let record) = try mending.judged(answer, rank: 1, foundBy: "annealing")
      else { return nil }
      return record.violations.count
    }
    let standing = try #require(try violations(broken))
    #expect(try violations(try idle(rows: 8)) == standing)
    #expect(try #require(try violations(try idle(rows: 2))) < standing)
    // What is valid meanwhile is an alternative.
    #expect(try violations(try duties().answer(from: sample.planted.duties)) == nil)
  }

  @Test func aBrokenDetailIsMendedAndThenGoesBackToThePlanWithLessons() throws {
    let compiled = try duties()
    let answer = try idle(rows: 4)
    let judge = try #require(DutyJudge(program: sample.program))
    var year = sample.planted
    year.duties = compiled.schedule(from: answer)
    #expect(!judge.verdict(on: year).isValid)
    let broken = try planned() + [EndedStage(level: .duties, answer: answer)]
    let mending = try stage(after: broken)
    #expect(mending.level == .duties && !mending.isLast && mending.stopsWhenValid)
    #expect(mending.input.start == answer)
    let failed = broken + [EndedStage(level: .duties, answer: answer)]
    let again = try stage(after: failed)
    #expect(again.level == .plan && !again.isLast)
    #expect(again.input.start != nil)
    let own = try PlanCompiler.compile(sample.program).grid
    #expect(again.input.grid.rules.count > own.rules.count)
    // The same plan again, or none that keeps its own rules: another one is sought from nothing,
    // once; a run that has a year does not fail for want of it.
    let same = try planned()[0]
    var none = same
    none.answer.cells = none.answer.cells.map { _ in 0 }
    #expect(!own.recount(none.answer).score.isValid)
    for plan in [same, none] {
      let anew = try stage(after: failed + [plan])
      #expect(anew.level == .plan && anew.input.start == same.answer)
      #expect(anew.rounds != again.rounds)
      let last = try stage(after: failed + [plan, plan])
      #expect(last.isLast && last.level == .duties)
    }
  }

  /// What a first mending leaves wants more than its place: all around it is made anew.
  @Test func whatMendingLeavesIsMadeAnewWithWhatLiesAroundIt() throws {
    let broken = try idle(rows: 4)
    let better = try idle(rows: 2)
    let second = try stage(
      after: try planned() + [broken, better].map { EndedStage(level: .duties, answer: $0) })
    #expect(second.level == .duties && !second.isLast)
    let rounds = try #require(second.rounds?.rounds)
    guard rounds.count == 1, case .parts(let parts, isFresh: true) = rounds[0].kind else {
      Issue.record("\(rounds)")
      return
    }
    let history = Int32(try duties().historyColumns)
    // The first block and 14 days of the second; the rest of the year stands.
    #expect(parts.count == 1 && parts[0].columns.lowerBound == history)
    #expect(parts[0].columns.count >= 84 && parts[0].columns.count < 84 * 3)
  }

  @Test func aPartThatIsLeftOutIsPassedOver() throws {
    let planned = try planned()
    let valid = EndedStage(
      level: .duties, answer: try duties().answer(from: sample.planted.duties))
    let broken = EndedStage(level: .duties, answer: try idle(rows: 4))
    let whole = try stage(after: planned, without: [.decomposition])
    #expect(whole.level == .duties && whole.rounds == .race)
    #expect(try stage(after: planned + [broken], without: [.mending]).level == .plan)
    let polish = try stage(after: planned + [valid], without: [.betterPlan])
    #expect(polish.isLast && polish.level == .duties)
    let ending = try stage(after: planned + [valid], without: [.betterPlan, .polish])
    #expect(ending.isLast && ending.rounds?.rounds.map(\.effortPerCell) == [1])
    let ways = try stage(after: planned + [broken], without: [.decomposition]).rounds?.rounds
    #expect(ways?.map(\.kind) == [.polish(lanes: 2)])
  }

  /// Points that a stage's grid does not count are added for those who watch, and while something
  /// better than a valid year is sought, that year's are shown.
  @Test func watchersSeeThePointsOfTheWholeYear() throws {
    let planned = try planned()
    let judge = try #require(DutyJudge(program: sample.program))
    let whole = judge.verdict(on: sample.planted).score
    let answer = try duties().answer(from: sample.planted.duties)
    let detail = try stage(after: planned)
    #expect(detail.title == "duties" && detail.standing == nil)
    let valid = planned + [EndedStage(level: .duties, answer: answer)]
    let better = try stage(after: valid)
    #expect(better.title == "better plan" && better.standing == whole)
    let polish = try stage(after: valid + [planned[0]])
    #expect(polish.title == "polish" && polish.standing == nil)
    #expect(polish.input.grid.recount(answer).score.soft + polish.pointsElsewhere == whole.soft)
  }

  /// A coordinator goes on from what it knows of a run; its successor reads the ended stages.
  @Test func whoComesFreshComesToTheSameStage() throws {
    let answer = try duties().answer(from: sample.planted.duties)
    let ended = try planned() + [EndedStage(level: .duties, answer: answer)]
    let other = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal, seed: 2))
    for count in 0...ended.count {
      let known = try stage(after: Array(ended.prefix(count)))
      // Another programme takes the place on the shelf.
      _ = try YearStages.stage(of: other.program, settings, after: [])
      let fresh = try stage(after: Array(ended.prefix(count)))
      #expect(known.level == fresh.level && known.isLast == fresh.isLast)
      #expect(known.rounds == fresh.rounds)
      #expect(known.input.start == fresh.input.start)
      #expect(known.input.grid == fresh.input.grid)
    }
  }
}
