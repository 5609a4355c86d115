import Compilation
import Domain
import Grid
import Rules
import SampleProgrammes
import Search
import Testing
import Validation

/// No rule is decoration: with a hard rule type switched off in the search, the judge finds its
/// violations in what is found for a block of the sample programme.
struct RulesMatterTests {
  private static let sample = Result { try SampleProgramme.make(SampleRequest(size: .s24)) }

  /// Rule types that the sample states as hard and that speak of the cells of days.
  private static let types: [RuleID] = {
    guard let program = try? sample.get().program else { return [] }
    let given: Set<RuleID> = [
      ServiceWeekCover.id, ServiceWeekCount.id, ServiceWeekSpacing.id, LockedDutiesHonoured.id,
    ]
    let hard = program.dutyRules.filter { $0.severity.isHard }.map(\.rule.ruleID)
    return Set(hard).subtracting(given).sorted()
  }()

  @Test(arguments: types)
  func withoutARuleTheJudgeFindsItsViolations(type: RuleID) throws {
    let sample = try Self.sample.get()
    let judge = try #require(DutyJudge(program: sample.program))
    var loose = sample.program
    // Without soft rules the search takes what comes first, not what is also kind.
    loose.dutyRules.removeAll { $0.rule.ruleID == type || !$0.severity.isHard }
    // Leave stands in some blocks only, service weeks end in others.
    var found = 0
    for block in 1...4 where found == 0 {
      found = try units(of: type, in: loose, judge, sample, block: block)
    }
    guard Self.notShownYet.contains(type) else {
      #expect(found > 0, "nothing of \(type) was broken in four blocks")
      return
    }
    withKnownIssue("four blocks of this sample keep it by their patterns", isIntermittent: true) {
      #expect(found > 0)
    }
  }

  /// Types that the patterns of this sample keep by themselves in its first blocks; which standard
  /// programme needs them is still to be shown.
  private static let notShownYet: Set<RuleID> = [
    AveragedHours.id, CredentialRequired.id, RestAfter.id,
  ]

  private func units(
    of type: RuleID, in loose: Program, _ judge: DutyJudge, _ sample: SampleProgramme, block: Int
  ) throws -> Int {
    let compiled = try DutyCompiler.compile(
      loose, plan: sample.planted.plan, serviceWeeks: sample.planted.serviceWeeks,
      horizon: sample.program.facts.calendar.blocks[block - 1])
    let task = SearchTask(
      model: SearchModel(compiled.grid),
      subproblem: Subproblem(free: .whole(of: compiled.grid), border: nil), seed: 1)
    let annealing = StrategyCatalogue.strategy(named: "annealing", StrategyParameters())
    let found = try #require(annealing?.search(task, control: Moves(400_000)))
    var year = sample.planted
    year.duties = compiled.schedule(from: found.answer)
    return judge.verdict(on: year).byInstance.reduce(0) { sum, share in
      sum + (share.rule == type && share.severity != .soft ? share.units : 0)
    }
  }

  /// Ends a search after a number of moves.
  private final class Moves: SearchControl {
    private let budget: Int
    init(_ budget: Int) { self.budget = budget }
    func shareUsed(effort: Int) -> Double { Double(effort) / Double(budget) }
    func improved(_ candidate: Candidate) {}
  }
}
