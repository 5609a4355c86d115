import Determinism
import Diagnosis
import Domain
import ExactSearch
import Rules
import TestSupport
import Testing
import Validation

/// Conflicts of programmes small enough to try every plan.
struct SmallProgrammeTests {
  private static let hard = Severity(level: .institution)

  /// A machine without OR-Tools: our own arguments and searches alone.
  private static let withoutSolver = ExactSettings(
    program: "/nonexistent", library: .failure(ORToolsLibrary.Absent(description: "not here")))

  private static func hasPlan(_ small: SmallProgram) -> Bool {
    let judge = Judge(program: small.program)
    let columns = small.facts.planColumns.count
    let cells = small.facts.residents.count * columns
    let choices = small.facts.rotations.count
    var plan = RotationPlan(cells: Array(repeating: 0, count: cells), columnCount: columns)
    while true {
      if judge.verdict(on: plan).isValid { return true }
      var cell = 0
      while cell < cells, plan.cells[cell] == choices - 1 {
        plan.cells[cell] = 0
        cell += 1
      }
      if cell == cells { return false }
      plan.cells[cell] += 1
    }
  }

  private static func randomRule(_ random: inout SeededGenerator) -> AnyRule {
    let names: [RotationID] = ["A", "B", "C", "D"]
    let some = [names[random.below(4)], names[random.below(4)]]
    let least = random.below(3)
    switch random.below(7) {
    case 0: return .curriculumCount(CurriculumCount(rotations: some, minimum: least, maximum: 2))
    case 1: return .serviceCover(ServiceCover(rotations: some, minimum: least, maximum: nil))
    case 2: return .serviceCover(ServiceCover(rotations: some, minimum: nil, maximum: 1))
    case 3: return .rotationOrder(RotationOrder(before: [some[0]], after: [some[1]]))
    case 4: return .rotationWindow(RotationWindow(rotations: some, columns: [random.below(3)]))
    case 5: return .succession(Succession(first: some, next: some))
    default:
      return .fixedRotations(FixedRotations(rotations: some, columns: [random.below(3)]))
    }
  }

  /// Whatever is called infeasible has no plan at all, and a plan that is shown is one.
  @Test(arguments: 1...30)
  func whatIsRefutedHasNoPlan(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var small = SmallProgram(blocks: 3, residents: 2)
    for _ in 0..<5 + random.below(4) {
      var scope = RuleScope()
      if random.below(3) == 0 { scope.levels = ["X"] }
      small.add(Self.randomRule(&random), Self.hard, scope: scope)
    }
    let limits = DiagnosisLimits(
      exact: .milliseconds(600), relaxation: .milliseconds(100), relaxations: .milliseconds(300))
    let result = try DiagnosisCourse(small.program, limits: limits).deep(Self.withoutSolver)
    switch result.outcome {
    case .infeasible: #expect(!Self.hasPlan(small), "seed \(seed): \(result.conflicts)")
    case .planFeasible:
      let plan = RotationPlan(cells: try #require(result.plan), columnCount: 3)
      #expect(Judge(program: small.program).verdict(on: plan).isValid, "seed \(seed)")
    case .undecided, .yearFeasible: break
    }
  }

  /// Two of three residents may do A, each once; three blocks ask for it.
  @Test func placesOverTheYearAreCounted() throws {
    var small = SmallProgram(blocks: 3, residents: 2)
    small.add(
      .curriculumCount(CurriculumCount(rotations: ["A"], minimum: 0, maximum: 1)), Self.hard)
    small.add(.serviceCover(ServiceCover(rotations: ["A"], minimum: 1, maximum: nil)), Self.hard)
    let result = try DiagnosisCourse(small.program).counting()
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.argument == .places)
    #expect(conflict.rules.map(\.instance.rawValue) == ["curriculum-count-0", "service-cover-1"])
    #expect(conflict.people == ["P1", "P2"])
    #expect(conflict.isMinimal)
  }

  /// Stints of two, one A only: no sequence, and no count says so.
  @Test func sequencesOfARowAreGoneThrough() throws {
    var small = SmallProgram(blocks: 4, residents: 1)
    small.add(
      .curriculumCount(CurriculumCount(rotations: ["A"], minimum: 1, maximum: 1)), Self.hard)
    small.add(
      .stintLength(StintLength(rotations: ["A"], minimum: 2, maximum: nil)), Self.hard)
    let limits = DiagnosisLimits(exact: .milliseconds(500), relaxation: .milliseconds(500))
    let result = try DiagnosisCourse(small.program, limits: limits).deep(Self.withoutSolver)
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.argument == .rowProgramme)
    #expect(conflict.rules.count == 2)
    #expect(conflict.people == ["P1"])
  }

  /// What gives way is solved again and judged: by how much the minimum must fall.
  @Test func aRelaxationIsSolvedAgain() throws {
    var small = SmallProgram(blocks: 3, residents: 2)
    small.add(
      .serviceCover(ServiceCover(rotations: ["A"], columns: [1], minimum: 4, maximum: nil)),
      Self.hard)
    let result = try DiagnosisCourse(small.program).deep(Self.withoutSolver)
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.missing == 2)
    let offer = try #require(conflict.relaxations.first)
    #expect(offer.evidence == .resolvedFeasible)
    #expect(offer.units == 2)
    #expect(offer.change.contains("minimum 4 → 2"), "\(offer.change)")
  }

  /// A rule that is relaxed for somebody binds nobody else the less, and them no more.
  @Test func relaxedRulesDoNotBind() throws {
    var small = SmallProgram(blocks: 3, residents: 2)
    small.add(.fixedRotations(FixedRotations(rotations: ["A"], columns: [0])), Self.hard)
    small.add(.rotationWindow(RotationWindow(rotations: ["A"], columns: [1, 2])), Self.hard)
    var program = small.program
    #expect(try DiagnosisCourse(program).counting().outcome == .infeasible)
    program.relaxations = [
      Relaxation(
        instance: "fixed-rotations-0", people: [], dates: program.facts.calendar.dates,
        reason: "agreed")
    ]
    #expect(try DiagnosisCourse(program).counting().conflicts.isEmpty)
  }
}
