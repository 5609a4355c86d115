import Compilation
import Domain
import Formats
import Grid
import Rules
import SampleProgrammes
import Search
import TestSupport
import Testing
import Validation

/// No rule is decoration: with a hard rule type switched off in the search, the judge finds its
/// violations in what is found for a standard programme.
struct RulesMatterTests {
  private static let sample = Result { try SampleProgramme.make(SampleRequest(size: .s24)) }
  private static let registrars = Result {
    try ProgramReader.read(folder: Folders.programme("registrars"))
  }

  // MARK: Duties

  private static let ofServiceWeeks: Set<RuleID> = [
    ServiceWeekCover.id, ServiceWeekCount.id, ServiceWeekSpacing.id,
  ]

  /// Types that the patterns of the 24 residents keep by themselves; the registrars' shifts, skills
  /// and working hours don't.
  private static let ofRegistrars: Set<RuleID> = [
    AveragedHours.id, CredentialRequired.id, RestAfter.id,
  ]

  private static func hardDutyTypes(_ program: Result<Program, any Error>) -> Set<RuleID> {
    let rules = (try? program.get().dutyRules) ?? []
    return Set(rules.filter { $0.severity.isHard }.map(\.rule.ruleID))
  }

  private static let dutyTypes = hardDutyTypes(sample.map(\.program))
    .subtracting(ofServiceWeeks).subtracting(ofRegistrars).sorted()

  @Test(arguments: dutyTypes)
  func withoutADutyRuleItIsBrokenInABlockOfTheSample(type: RuleID) throws {
    let sample = try Self.sample.get()
    // Leave stands in some blocks only, service weeks end in others.
    var found = 0
    for block in 1...4 where found == 0 {
      found = try units(of: type, in: sample.program, sample.planted, block: block)
    }
    #expect(found > 0, "nothing of \(type) was broken in four blocks")
  }

  @Test(arguments: ofRegistrars.sorted())
  func withoutADutyRuleItIsBrokenInABlockOfTheRegistrars(type: RuleID) throws {
    let program = try Self.registrars.get()
    #expect(Self.hardDutyTypes(Self.registrars).contains(type))
    let compiled = try PlanCompiler.compile(program)
    let plan = compiled.plan(from: try found(in: compiled.grid))
    let people = try #require(DutyPeople(program.facts))
    let year = YearSchedule(
      plan: plan, serviceWeeks: ServiceWeekPlan(cells: [], weekCount: people.serviceWeeks.count),
      duties: DutySchedule(cells: [], dates: program.facts.calendar.dates))
    // A couple is seldom on nights together by chance: some blocks go by.
    var found = 0
    for block in 2...13 where found == 0 {
      found = try units(of: type, in: program, year, block: block)
    }
    #expect(found > 0)
  }

  @Test func everyHardDutyTypeIsAskedAbout() {
    let all = Self.hardDutyTypes(Self.sample.map(\.program))
      .union(Self.hardDutyTypes(Self.registrars))
    let asked = Self.ofServiceWeeks.union(Self.ofRegistrars).union(Self.dutyTypes)
    // The registrars' couple is apart at night; the sample has nobody who must be.
    #expect(all.subtracting(asked) == [Pairing.id])
  }

  @Test func withoutPairingTheCoupleOfTheRegistrarsIsOnNightsTogether() throws {
    try withoutADutyRuleItIsBrokenInABlockOfTheRegistrars(type: Pairing.id)
  }

  /// What the judge finds of a type in duties that were sought for a block without it.
  private func units(
    of type: RuleID, in program: Program, _ schedule: YearSchedule, block: Int
  ) throws -> Int {
    var loose = program
    // Without soft rules the search takes what comes first, not what is also kind.
    loose.dutyRules.removeAll { $0.rule.ruleID == type || !$0.severity.isHard }
    let compiled = try DutyCompiler.compile(
      loose, plan: schedule.plan, serviceWeeks: schedule.serviceWeeks,
      horizon: program.facts.calendar.blocks[block - 1])
    #expect(compiled.grid.faults().isEmpty)
    var year = schedule
    year.duties = compiled.schedule(from: try found(in: compiled.grid))
    let judge = try #require(DutyJudge(program: program))
    return units(of: type, in: judge.verdict(on: year))
  }

  private func units(of type: RuleID, in verdict: Verdict) -> Int {
    verdict.byInstance.reduce(0) { sum, share in
      sum + (share.rule == type && share.severity != .soft ? share.units : 0)
    }
  }

  // MARK: Plans and service weeks

  private static let planTypes = Set(
    ((try? sample.get().program.rules) ?? []).filter { $0.severity.isHard }.map(\.rule.ruleID)
  ).sorted()

  @Test(arguments: planTypes)
  func withoutAPlanRuleItIsBrokenInTheSamplesPlan(type: RuleID) throws {
    let program = try Self.sample.get().program
    var loose = program
    loose.rules.removeAll { $0.rule.ruleID == type || !$0.severity.isHard }
    let compiled = try PlanCompiler.compile(loose)
    let plan = compiled.plan(from: try found(in: compiled.grid))
    #expect(units(of: type, in: Judge(program: program).verdict(on: plan)) > 0)
  }

  @Test(arguments: ofServiceWeeks.sorted())
  func withoutARuleOfServiceWeeksItIsBrokenInThoseOfTheSample(type: RuleID) throws {
    let sample = try Self.sample.get()
    var loose = sample.program
    loose.dutyRules.removeAll { $0.rule.ruleID == type || !$0.severity.isHard }
    let compiled = try #require(ServiceWeekCompiler.compile(loose))
    var year = sample.planted
    year.serviceWeeks = compiled.plan(from: try found(in: compiled.grid))
    let judge = try #require(DutyJudge(program: sample.program))
    #expect(units(of: type, in: judge.verdict(on: year)) > 0)
  }

  // MARK: Searching

  private func found(in grid: DenseGrid) throws -> GridAnswer {
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: 1)
    let annealing = try #require(
      StrategyCatalogue.strategy(named: "annealing", StrategyParameters()))
    return try #require(annealing.search(task, control: Moves(400_000))).answer
  }

  /// Ends a search after a number of moves.
  private final class Moves: SearchControl {
    private let budget: Int
    init(_ budget: Int) { self.budget = budget }
    func shareUsed(effort: Int) -> Double { Double(effort) / Double(budget) }
    func improved(_ candidate: Candidate) {}
  }
}
