import Domain
import Measures
import Rules
import TestSupport
import Testing
import Validation

@Suite struct RefusedPlanTests {
  private func verdict(_ rows: [String]) -> Verdict {
    let program = RefusedPlans.program
    return Judge(program: program).verdict(on: SampleFacts.plan(rows, in: program.facts))
  }

  @Test func thePlanThatTheOthersAreMadeFromIsAccepted() {
    let verdict = verdict(RefusedPlans.accepted)
    #expect(verdict.isValid)
    #expect(verdict.violations.map(\.explanation) == [])
  }

  @Test(arguments: RefusedPlans.all)
  func aPlanThatBreaksOneThingIsRefusedForThatThing(plan: RefusedPlan) {
    let verdict = verdict(plan.rows)
    #expect(!verdict.isValid)
    #expect(verdict.score.institution > 0)
    #expect(verdict.byInstance.filter { $0.units > 0 }.map(\.instance) == plan.brokenBy)
    #expect(Set(verdict.violations.map(\.instance)) == Set(plan.brokenBy))
  }

  @Test func everyInstanceRefusesSomePlan() {
    let refusing = Set(RefusedPlans.all.flatMap(\.brokenBy))
    #expect(RefusedPlans.program.rules.map(\.id).filter { !refusing.contains($0) } == [])
  }

  @Test func anInstanceThatIsTakenAwayNoLongerRefuses() {
    // Each instance is what refuses its plan, and not a neighbour that happens to agree.
    for plan in RefusedPlans.all {
      var program = RefusedPlans.program
      program.rules.removeAll { plan.brokenBy.contains($0.id) }
      let verdict = Judge(program: program).verdict(
        on: SampleFacts.plan(plan.rows, in: program.facts))
      #expect(verdict.isValid, "\(plan)")
    }
  }

  @Test(arguments: ["ABBBAAAA", "AHBBAAAA", "HAAAAAAA"])
  func aRotationThatMayNotBeHalvedIsRefusedInHalfABlock(row: String) {
    let facts = SampleFacts.small(unit: .halfBlock)
    let program = SampleFacts.program(facts, .wholeBlocks(WholeBlocks()))
    let judge = Judge(program: program)
    #expect(judge.verdict(on: SampleFacts.plan(["AABBHKAA"], in: facts)).isValid)
    #expect(!judge.verdict(on: SampleFacts.plan([row], in: facts)).isValid)
  }
}

/// Plans that are no plans of the programme: refused without judging, never a crash.
@Suite struct MisshapenPlanTests {
  private let judge = Judge(program: RefusedPlans.program)
  private let accepted = SampleFacts.plan(
    RefusedPlans.accepted, in: RefusedPlans.program.facts)

  private func expectRefused(_ plan: RotationPlan, faults: Int) {
    let verdict = judge.verdict(on: plan)
    #expect(!verdict.isValid)
    #expect(verdict.score == Score(institution: faults))
    #expect(verdict.byInstance.map(\.instance) == ["plan-shape"])
    #expect(verdict.violations.count == faults)
  }

  @Test(arguments: [-1, 8, Int.max, Int.min])
  func aCellThatHoldsNoRotationIsRefused(number: Int) {
    var plan = accepted
    plan[2, 3] = number
    expectRefused(plan, faults: 1)
    let violation = judge.verdict(on: plan).violations.first
    #expect(violation?.person == "R3")
    #expect(violation?.columns == [3])
  }

  @Test func theHighestRotationNumberIsARotation() {
    var plan = accepted
    plan[2, 3] = 7
    #expect(judge.verdict(on: plan).byInstance.count > 1)
  }

  @Test func everyCellThatHoldsNoRotationIsNamed() {
    expectRefused(
      RotationPlan(cells: Array(repeating: 99, count: 24), columnCount: 6), faults: 24)
  }

  @Test func aRowTooFewOrTooManyIsRefused() {
    expectRefused(
      RotationPlan(cells: Array(accepted.cells.dropLast(6)), columnCount: 6), faults: 1)
    expectRefused(
      RotationPlan(cells: accepted.cells + accepted.cells.prefix(6), columnCount: 6), faults: 1)
    expectRefused(RotationPlan(cells: [], columnCount: 6), faults: 1)
  }

  @Test func rowsOfAnotherLengthAreRefused() {
    // As many cells as the programme has, and as many rows.
    expectRefused(RotationPlan(cells: accepted.cells, columnCount: 4), faults: 1)
    expectRefused(
      RotationPlan(cells: Array(repeating: 0, count: 20), columnCount: 5), faults: 1)
  }
}
