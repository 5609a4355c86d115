import Compilation
import Determinism
import Domain
import Grid
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// Judge and grid share no deciding code; here they must say the same of the same plans.
struct PlanAgreementTests {
  /// Limits that random plans of two residents fall on both sides of.
  static let limits: [AnyRule] = [
    .eligibleRotations(EligibleRotations(rotations: ["A", "B", "C", "D"])),
    .fixedRotations(FixedRotations(rotations: ["A", "B"], columns: [0])),
    .rotationWindow(RotationWindow(rotations: ["C"], columns: [0, 1])),
    .lockedCells(LockedCellsHonoured()),
    .leaveHonoured(
      LeaveHonoured(
        leaveRotation: nil,
        tolerant: [
          .init(level: "X", rotations: ["C", "A", "D"]), .init(level: "Y", rotations: ["B", "D"]),
        ])),
    .wholeBlocks(WholeBlocks()),
    .curriculumCount(CurriculumCount(rotations: ["A", "B"], minimum: 1, maximum: 3)),
    .serviceCover(
      ServiceCover(
        rotations: ["A", "B"], columns: [1, 2], minimum: 3, maximum: 6, units: 3,
        unitsOnLeave: 1)),
    .succession(Succession(first: ["A", "C"], next: ["B", "A"])),
    .windowLimit(WindowLimit(rotations: ["A", "D"], window: 3, maximum: 1)),
    .stintLength(StintLength(rotations: ["B"], minimum: 2, maximum: 3)),
    .rotationOrder(RotationOrder(before: ["A"], after: ["B"])),
    .rotationWishes(RotationWishes()),
  ]

  static func small(_ unit: PlanUnit) -> SmallProgram {
    var small = SmallProgram(unit: unit, blocks: unit == .block ? 4 : 2, residents: 2)
    small.addLeave("P1", column: 1, days: 0...3)
    small.addLeave("P2", column: 2, days: 2...6)
    small.addWish("P1", "A", block: 1, .high)
    small.addWish("P2", "D", block: 2, .low)
    small.facts.lockedCells = [
      LockedCell(resident: "P1", column: 0, rotation: "A", kind: .forbidden),
      LockedCell(resident: "P2", column: 3, rotation: "B", kind: .pinned),
    ]
    return small
  }

  @Test(arguments: limits, [PlanUnit.block, .halfBlock])
  func aHundredPlansOnEachSideOfEveryLimitAreJudgedAlike(
    rule: AnyRule, unit: PlanUnit
  ) throws {
    if case .wholeBlocks = rule, unit == .block { return }
    for severity in [Severity(level: .soft, weight: 5), Severity(level: .accreditation)] {
      var small = Self.small(unit)
      small.add(rule, severity)
      let judge = Judge(program: small.program)
      let compiled = try PlanCompiler.compile(small.program)
      var random = SeededGenerator(seed: 20_261)
      var sides = [0, 0]
      var tries = 0
      while sides.min() ?? 0 < 100 && tries < 20_000 {
        tries += 1
        let plan = small.randomPlan(&random)
        let verdict = judge.verdict(on: plan)
        sides[verdict.score == .zero ? 0 : 1] += 1
        let recount = compiled.grid.recount(compiled.answer(from: plan))
        if recount.cellsOutsideDomain > 0 {
          #expect(!verdict.isValid, "try \(tries): \(plan.cells)")
        } else {
          #expect(recount.score == verdict.score, "try \(tries): \(plan.cells)")
        }
      }
      #expect(sides[0] >= 100 && sides[1] >= 100, "only \(sides) in \(tries) plans")
    }
  }

  /// Where an instance is relaxed for one person, or for everybody, the grid spares what the judge
  /// spares: of rules whose findings name columns that depend on the plan, at least what is spared
  /// whatever they name.
  @Test(arguments: limits, [PlanUnit.block, .halfBlock])
  func relaxedRulesAreSparedAlike(rule: AnyRule, unit: PlanUnit) throws {
    if case .wholeBlocks = rule, unit == .block { return }
    let isExact =
      switch rule {
      case .curriculumCount, .windowLimit, .stintLength, .rotationOrder: false
      default: true
      }
    for severity in [Severity(level: .soft, weight: 5), Severity(level: .accreditation)] {
      var small = Self.small(unit)
      small.add(rule, severity)
      let strict = try PlanCompiler.compile(small.program)
      let columns = PlanFacts(small.facts).columns
      var program = small.program
      program.relaxations = [
        Relaxation(
          instance: program.rules[0].id, people: ["P1"],
          dates: DateRange(first: columns[0].dates.first, last: columns[1].dates.last),
          reason: "agreed"),
        Relaxation(
          instance: program.rules[0].id, people: [],
          dates: DateRange(first: columns[2].dates.first, last: columns[3].dates.last),
          reason: "agreed"),
        Relaxation(
          instance: program.rules[0].id, people: ["P2"], dates: small.facts.calendar.dates,
          reason: "agreed"),
      ]
      let judge = Judge(program: program)
      let compiled = try PlanCompiler.compile(program)
      var random = SeededGenerator(seed: 20_262)
      var sparing = 0
      for _ in 0..<400 {
        let plan = small.randomPlan(&random)
        let verdict = judge.verdict(on: plan)
        let answer = compiled.answer(from: plan)
        let recount = compiled.grid.recount(answer)
        if strict.grid.recount(answer) != recount { sparing += 1 }
        if recount.cellsOutsideDomain > 0 {
          #expect(!verdict.isValid, "\(plan.cells)")
        } else if isExact {
          #expect(recount.score == verdict.score, "\(plan.cells)")
        } else {
          #expect(!(recount.score < verdict.score), "\(plan.cells)")
        }
      }
      #expect(sparing > 20, "\(sparing)")
    }
  }

  /// All rule types at once, random scopes and weights: totals and each instance's share agree.
  @Test(arguments: 0..<60)
  func wholeProgrammesAreJudgedAlike(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var small = Self.small(seed % 2 == 0 ? .block : .halfBlock)
    for rule in Self.limits + Self.limits {
      var scope = RuleScope()
      if random.below(3) == 0 { scope.levels = [random.below(2) == 0 ? "X" : "Y"] }
      if random.below(5) == 0 { scope.without = [.fullLeave] }
      let level: Severity.Level =
        switch rule {
        // A contradiction between hard cell rules is another test's subject.
        case .eligibleRotations, .fixedRotations, .rotationWindow, .lockedCells, .leaveHonoured:
          .soft
        default: [Severity.Level.accreditation, .institution, .soft][random.below(3)]
        }
      let weight = level == .soft ? 1 + random.below(9) : 1
      small.add(rule, Severity(level: level, weight: weight), scope: scope)
    }
    let judge = Judge(program: small.program)
    let compiled = try PlanCompiler.compile(small.program)
    for index in 0..<50 {
      let plan = small.randomPlan(&random)
      let verdict = judge.verdict(on: plan)
      let answer = compiled.answer(from: plan)
      let recount = compiled.grid.recount(answer, byInstance: true)
      #expect(recount.score == verdict.score, "seed \(seed), plan \(index)")
      let shares = recount.pointsByInstance
      let padded = shares + Array(repeating: 0, count: compiled.instances.count - shares.count)
      #expect(padded == verdict.byInstance.map(\.points), "seed \(seed), plan \(index)")
      #expect(compiled.plan(from: answer) == plan)
    }
  }

  @Test func aCellThatHardRulesEmptyIsReportedWithAllOfThem() throws {
    var small = SmallProgram(blocks: 3, residents: 2)
    let hard = Severity(level: .institution)
    small.facts.lockedCells = [
      LockedCell(resident: "P2", column: 1, rotation: "C", kind: .pinned)
    ]
    small.add(.eligibleRotations(EligibleRotations(rotations: ["A", "B", "C"])), hard)
    small.add(.rotationWindow(RotationWindow(rotations: ["C"], columns: [0])), hard)
    small.add(.lockedCells(LockedCellsHonoured()), hard)
    small.add(.rotationOrder(RotationOrder(before: ["A"], after: ["B"])), hard)
    let fault = #expect(throws: CompilationFault.self) {
      try PlanCompiler.compile(small.program)
    }
    let cell = try #require(fault?.emptyCells.first)
    #expect(fault?.emptyCells.count == 1)
    #expect(cell.resident == "P2" && cell.column == 1)
    #expect(cell.instances == small.rules[0...2].map(\.id))
  }

  @Test func aWeightBeyondThirtyTwoBitsIsReported() throws {
    var small = SmallProgram()
    small.add(
      .rotationWishes(RotationWishes(highWeight: 1_000_000)),
      Severity(level: .soft, weight: 1_000_000))
    let fault = #expect(throws: CompilationFault.self) {
      try PlanCompiler.compile(small.program)
    }
    #expect(fault?.oversized == small.rules.map(\.id))
  }

  @Test func cutsFallBeforeBlocks() throws {
    let halves = try PlanCompiler.compile(SmallProgram(unit: .halfBlock, blocks: 3).program)
    #expect(halves.grid.cutColumns == [2, 4])
    let blocks = try PlanCompiler.compile(SmallProgram(blocks: 3).program)
    #expect(blocks.grid.cutColumns == [1, 2])
  }

  @Test(arguments: 0..<20)
  func splicingThePartsOfAnAnswerGivesItBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let small = SmallProgram(blocks: 6, residents: 4)
    let compiled = try PlanCompiler.compile(small.program)
    let target = compiled.answer(from: small.randomPlan(&random))
    var current = compiled.answer(from: small.randomPlan(&random))
    let middle = Int32(1 + random.below(5))
    for rows in [[Int32(0), 2], [1, 3]] {
      for columns in [0..<middle, middle..<6] {
        let region = FreeRegion(rows: rows, columns: columns)
        current = current.spliced(RegionAnswer(of: region, from: target), into: region)
      }
    }
    #expect(current == target, "seed \(seed)")
  }
}
