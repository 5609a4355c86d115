import Compilation
import Domain
import Grid
import Rules
import SampleProgrammes
import Testing
import Validation

/// The planted year of a sample programme: judge and grid agree on every instance of it.
struct SampleYearTests {
  /// Hours matter: with no window near 80 hours a week the limit would be decoration.
  @Test func someFourWeekWindowsReachSeventySixHours() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24))
    let judge = try #require(DutyJudge(program: sample.program))
    let report = try #require(ScheduleReport(judge: judge, schedule: sample.planted))
    let heavy = report.hours.compactMap(\.heaviest).filter { $0.weeklyMinutes >= 76 * 60 }
    #expect(!heavy.isEmpty)
    #expect(heavy.contains { $0.daysAway == 0 }, "only windows with leave are heavy")
  }

  @Test(arguments: [SampleTightness.easy, .normal, .hard])
  func thePlantedYearIsCountedAlike(tightness: SampleTightness) throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: tightness))
    let judge = try #require(DutyJudge(program: sample.program))
    let verdict = judge.verdict(on: sample.planted)
    #expect(verdict.isValid, "\(verdict.report())")
    let compiled = try DutyCompiler.compile(
      sample.program, plan: sample.planted.plan, serviceWeeks: sample.planted.serviceWeeks,
      horizon: sample.planted.duties.dates)
    let recount = compiled.grid.recount(
      compiled.answer(from: sample.planted.duties), byInstance: true)
    #expect(recount.cellsOutsideDomain == 0)
    let serviceRules: Set<RuleID> = [
      ServiceWeekCover.id, ServiceWeekCount.id, ServiceWeekSpacing.id,
    ]
    let shares = Dictionary(
      uniqueKeysWithValues: verdict.byInstance.map { ($0.instance, $0.points) })
    for (index, instance) in sample.program.dutyRules.enumerated()
    where !serviceRules.contains(instance.rule.ruleID) {
      let counted =
        recount.pointsByInstance.indices.contains(index) ? recount.pointsByInstance[index] : 0
      #expect(counted == shares[instance.id] ?? 0, "\(instance.id)")
    }
  }
}
