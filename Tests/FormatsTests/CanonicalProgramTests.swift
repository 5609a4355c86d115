import Domain
import Formats
import Measures
import Rules
import Testing

/// A programme made from a seed, with every rule type, by a linear congruential sequence of its own
/// (Knuth's MMIX constants): the tests need variety, not quality.
struct RandomProgram {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func name() -> String {
    ["Ward", "a,b", "\"q\"", "Ünïcode", "=1+1", "L&D/2", "x\\y", "'s"][below(8)] + "\(below(100))"
  }

  mutating func columns() -> [Int]? { below(2) == 0 ? nil : [0, 1 + below(3), 5 + below(8)] }

  mutating func program() -> Program {
    let unit: PlanUnit = below(2) == 0 ? .block : .halfBlock
    var facts = ProgramFacts(
      name: name(), calendar: AcademicCalendar(year: 2000 + below(60), policy: .thirteenBlocks),
      planUnit: unit, levels: [LevelID(name())], residents: [], rotations: [])
    for index in 0...below(6) {
      facts.residents.append(
        Resident(id: PersonID("r\(index)"), level: facts.levels[0], track: ""))
      facts.rotations.append(
        Rotation(
          id: RotationID(name() + "-\(index)"), mayBeHalf: below(2) == 0, isAway: below(2) == 0))
    }
    let first = facts.calendar.dates.first
    for _ in 0..<below(5) {
      let dates = DateRange(first: first + below(100), last: first + (100 + below(100)))
      facts.absences.append(Absence(person: "r0", dates: dates, kind: name()))
      facts.wishes.append(
        Wish(
          resident: "r0", rotation: facts.rotations[0].id, dates: dates,
          priority: Wish.Priority.allCases[below(3)]))
      facts.lockedCells.append(
        LockedCell(
          resident: "r0", column: below(13), rotation: facts.rotations[0].id,
          kind: below(2) == 0 ? .pinned : .forbidden))
    }
    let rules = (0..<below(20)).map { instance($0, facts) }
    return Program(facts: facts, rules: rules)
  }

  private mutating func instance(_ index: Int, _ facts: ProgramFacts) -> RuleInstance {
    var scope = RuleScope()
    if below(2) == 0 { scope.levels = facts.levels }
    if below(3) == 0 { scope.without = [.fullLeave] }
    let levels: [Severity.Level] = [.accreditation, .institution, .soft]
    return RuleInstance(
      id: RuleInstanceID("\(name())-\(index)"), scope: scope,
      severity: Severity(level: levels[below(3)], weight: below(9) - 4),
      rule: rule([facts.rotations[below(facts.rotations.count)].id], facts))
  }

  private mutating func rule(_ names: [RotationID], _ facts: ProgramFacts) -> AnyRule {
    switch below(13) {
    case 0: .eligibleRotations(EligibleRotations(rotations: names))
    case 1: .fixedRotations(FixedRotations(rotations: names, columns: columns() ?? [1]))
    case 2: .rotationWindow(RotationWindow(rotations: names, columns: columns() ?? []))
    case 3: .lockedCells(LockedCellsHonoured())
    case 4:
      .leaveHonoured(
        LeaveHonoured(
          leaveRotation: below(2) == 0 ? nil : names[0],
          tolerant: [.init(level: facts.levels[0], rotations: names)], minimumDays: 1 + below(5)))
    case 5: .wholeBlocks(WholeBlocks())
    case 6:
      .curriculumCount(
        CurriculumCount(
          rotations: names, minimum: below(5), maximum: below(2) == 0 ? nil : 9,
          columns: columns()))
    case 7:
      .serviceCover(
        ServiceCover(
          rotations: names, columns: columns(), minimum: below(2) == 0 ? nil : below(9),
          maximum: below(30), units: 6, unitsOnLeave: below(7)))
    case 8:
      .succession(
        Succession(first: names, next: names, distance: 1 + below(3), columns: columns()))
    case 9: .windowLimit(WindowLimit(rotations: names, window: 6, maximum: below(6)))
    case 10: .stintLength(StintLength(rotations: names, minimum: 1, maximum: nil))
    case 11: .rotationOrder(RotationOrder(before: names, after: names, required: 1 + below(3)))
    default: .rotationWishes(RotationWishes(minimumOverlap: 1 + below(28)))
    }
  }
}

@Suite struct CanonicalProgramTests {
  @Test(arguments: UInt64(0)..<200)
  func encodingThenDecodingIsIdentityAndBytesAreStable(seed: UInt64) throws {
    var random = RandomProgram(state: seed)
    let program = random.program()
    let bytes = try CanonicalProgram.encode(program)
    let again = try CanonicalProgram.decode(bytes)
    #expect(again == program, "seed \(seed)")
    #expect(try CanonicalProgram.encode(again) == bytes, "seed \(seed)")
  }

  @Test func readingTwiceGivesTheSameBytes() throws {
    let first = try CanonicalProgram.encode(bundled("s24").program)
    #expect(try CanonicalProgram.encode(bundled("s24").program) == first)
  }
}

@Suite struct PlanExportTests {
  @Test(arguments: UInt64(0)..<100)
  func whatIsExportedIsReadBack(seed: UInt64) throws {
    var random = RandomProgram(state: seed)
    let facts = random.program().facts
    let width = facts.planColumns.count
    let cells = (0..<facts.residents.count * width).map { _ in
      random.below(facts.rotations.count)
    }
    let plan = RotationPlan(cells: cells, columnCount: width)
    let text = PlanExport.csv(plan, of: facts)
    #expect(try PlanImport.read(text: text, path: "plan.csv", of: facts) == plan, "seed \(seed)")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "'", "'=", "''-", "\tx", "plain", "a=b", ""])
  func noCellBeginsLikeAFormulaAndNothingIsLost(cell: String) {
    let guarded = FormulaGuard.guarded(cell)
    #expect(!["=", "+", "-", "@", "\t"].contains(guarded.first ?? " "))
    #expect(FormulaGuard.unguarded(guarded) == cell)
  }

  @Test func theJSONNamesProgrammeColumnsRowsAndVerdict() throws {
    let program = try bundled("s24").program
    let plan = RotationPlan(cells: [Int](repeating: 1, count: 24 * 26), columnCount: 26)
    let violation = Violation(
      instance: "fmit-cover", rule: "service-cover", severity: .institution, person: nil,
      columns: [0], amount: 19, explanation: "FMIT has 24 residents, at most 5 allowed")
    let bytes = try PlanExport.json(
      plan, of: program.facts, score: Score(institution: 19), violations: [violation])
    let text = String(decoding: bytes, as: UTF8.self)
    for part in [
      "\"program\" : \"Sample family medicine, 24 residents\"", "\"isValid\" : false",
      "\"start\" : \"2025-07-03\"", "\"resident\" : \"PGY3-08\"", "\"rule\" : \"fmit-cover\"",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }
}
