import Compilation
import Containers
import Domain
import Grid
import Measures
import Rules
import SampleProgrammes
import Testing
import Validation

/// What is told of a plan before duties are searched, against years that are known to work.
struct PlanProspectsTests {
  static func sample(_ tightness: SampleTightness, _ seed: UInt64) throws -> SampleProgramme {
    try SampleProgramme.make(SampleRequest(size: .s24, tightness: tightness, seed: seed))
  }

  @Test(arguments: [
    (SampleTightness.easy, UInt64(1)), (.normal, 2), (.normal, 3), (.hard, 4), (.hard, 5),
  ])
  func noLessonForbidsWhatAPlantedYearDoes(tightness: SampleTightness, seed: UInt64) throws {
    let sample = try Self.sample(tightness, seed)
    let compiled = try PlanCompiler.compile(sample.program)
    let lessons = try #require(PlanProspects(sample.program)).lessons(for: compiled.grid)
    #expect(!lessons.isEmpty, "seed \(seed) teaches nothing")
    let plan = compiled.answer(from: sample.planted.plan)
    let taught = compiled.grid(taught: lessons, after: nil)
    #expect(taught.recount(plan).score == compiled.grid.recount(plan).score, "seed \(seed)")
    if let weeks = ServiceWeekCompiler.compile(sample.program) {
      let answer = weeks.answer(from: sample.planted.serviceWeeks)
      #expect(
        weeks.grid(taught: lessons).recount(answer).score.institution
          == weeks.grid.recount(answer).score.institution, "seed \(seed)")
    }
  }

  @Test func aForbiddenCombinationCostsAUnitAndStayingCostsNothing() throws {
    let sample = try Self.sample(.normal, 1)
    let compiled = try PlanCompiler.compile(sample.program)
    let plan = sample.planted.plan
    let open = try #require(
      (0..<compiled.grid.columnCount).first {
        compiled.grid.domain(row: 0, column: $0).count > 1
      })
    let lesson = DutyLesson.rotations([
      DutyLesson.Cell(row: 0, column: open, choice: plan[0, open])
    ])
    let answer = compiled.answer(from: plan)
    let free = compiled.grid.recount(answer).score
    let taught = compiled.grid(taught: [lesson], after: plan).recount(answer).score
    #expect(taught.institution == free.institution + 1)
    #expect(taught.soft == free.soft)
  }

  @Test func oneBreachTeachesOneLessonAboutThatPersonAndColumn() throws {
    let sample = try Self.sample(.normal, 1)
    let program = sample.program
    let planted = sample.planted
    let duties = try DutyCompiler.compile(
      program, plan: planted.plan, serviceWeeks: planted.serviceWeeks,
      horizon: planted.duties.dates)
    let reader = LessonReader(program, schedule: planted, compiled: duties)
    let block = program.facts.calendar.blocks[3]
    let violation = Violation(
      instance: program.dutyRules[0].id, rule: "duty-count", severity: .institution,
      person: program.facts.residents[2].id,
      duty: DutyPlace(dates: DateRange(first: block.first, last: block.first + 1), causes: []),
      amount: 1, explanation: "for the test")
    let column = try #require(DutyPeople(program.facts)?.planColumn(on: block.first))
    let expected = DutyLesson.rotations([
      DutyLesson.Cell(row: 2, column: column, choice: planted.plan[2, column])
    ])
    #expect(reader.lessons(of: [violation, violation]) == [expected])
    #expect(reader.lessons(of: []).isEmpty)
  }
}
