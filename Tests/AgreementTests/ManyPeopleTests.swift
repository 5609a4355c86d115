import Compilation
import Containers
import Coordination
import Coordinator
import Domain
import Grid
import Rules
import SampleProgrammes
import Store
import Testing

/// Years of so many people that nobody looks at all of them for what concerns a few.
struct ManyPeopleTests {
  @Test func mendingFreesThoseConcernedAndWhomTheyHaveToDoWith() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s400, tightness: .normal, seed: 1))
    let planted = sample.planted
    let plan = try PlanCompiler.compile(sample.program)
    let weeks = try #require(ServiceWeekCompiler.compile(sample.program))
    let compiled = try DutyCompiler.compile(
      sample.program, plan: planted.plan, serviceWeeks: planted.serviceWeeks,
      horizon: planted.duties.dates)
    var answer = compiled.answer(from: planted.duties)
    let free = sample.program.facts.duty?.activities.firstIndex { $0.kind == .free }
    let idle = UInt16(try #require(free))
    // One resident does nothing for four weeks; the sponsor has several programmes.
    for column in compiled.historyColumns..<compiled.historyColumns + 84
    where compiled.grid.domain(row: 0, column: column).contains(Int(idle)) {
      answer.cells[column] = idle
    }
    let settings = RunSettings(portfolio: [RunSettings.Lane(strategy: "annealing")])
    let mending = try YearStages.stage(
      of: sample.program, settings,
      after: [
        EndedStage(level: .plan, answer: plan.answer(from: planted.plan)),
        EndedStage(level: .serviceWeeks, answer: weeks.answer(from: planted.serviceWeeks)),
        EndedStage(level: .duties, answer: answer),
      ])
    #expect(mending.level == .duties && !mending.isLast)
    var regions: [FreeRegion] = []
    for round in mending.rounds?.rounds ?? [] {
      guard case .parts(let parts, _) = round.kind else { continue }
      regions += parts
    }
    #expect(!regions.isEmpty)
    for region in regions {
      #expect(region.rows.contains(0) && region.rows.count > 1)
      #expect(region.rows.count * 2 <= compiled.grid.rowCount, "\(region.rows.count) rows")
    }
  }
}
