import Determinism
import Domain
import Rules
import TestSupport
import Testing
import Validation

/// The incremental judge says after every change what the judge says from scratch: the same score,
/// the same violations in the same order, the same spared ones.
@Suite struct IncrementalJudgeTests {
  @Test(arguments: 1...UInt64(20))
  func everyChangeIsJudgedAsFromScratch(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (small, schedule) = SmallDuties.everyRule(&random)
    let judge = try #require(DutyJudge(program: small.program))
    var incremental = try #require(IncrementalDutyJudge(judge: judge, schedule: schedule))
    #expect(incremental.verdict == judge.verdict(on: schedule), "seed \(seed), before any change")
    for step in 1...8 {
      let changes = (0...random.below(5)).map { _ in
        change(in: schedule.duties, small, &random)
      }
      incremental.apply(changes)
      let verdict = judge.verdict(on: incremental.schedule)
      #expect(incremental.score == verdict.score, "seed \(seed), step \(step): \(changes)")
      #expect(incremental.verdict == verdict, "seed \(seed), step \(step): \(changes)")
    }
  }

  @Test func changesAndTheirReversalLeaveTheVerdictAsItWas() throws {
    var random = SeededGenerator(seed: 7)
    let (small, schedule) = SmallDuties.everyRule(&random)
    let judge = try #require(DutyJudge(program: small.program))
    var incremental = try #require(IncrementalDutyJudge(judge: judge, schedule: schedule))
    let before = incremental.verdict
    let changes = (0..<30).map { _ in change(in: schedule.duties, small, &random) }
    incremental.apply(changes)
    incremental.apply(
      changes.reversed().map {
        IncrementalDutyJudge.Change(
          row: $0.row, column: $0.column, activity: schedule.duties[$0.row, $0.column])
      })
    #expect(incremental.schedule == schedule)
    #expect(incremental.verdict == before)
  }

  @Test func theRandomSchedulesBreakEveryRuleType() throws {
    var broken: Set<RuleID> = []
    for seed in 1...UInt64(20) {
      var random = SeededGenerator(seed: seed)
      let (small, schedule) = SmallDuties.everyRule(&random)
      let verdict = try #require(DutyJudge(program: small.program)).verdict(on: schedule)
      for share in verdict.byInstance where share.units > 0 { broken.insert(share.rule) }
      #expect(!verdict.relaxed.isEmpty || seed != 1)
    }
    #expect(broken.count == 23, "\(broken.sorted())")
  }

  /// An activity that may stand in a random cell.
  private func change(
    in duties: DutySchedule, _ small: SmallDuties, _ random: inout SeededGenerator
  ) -> IncrementalDutyJudge.Change {
    let column = random.below(duties.columnCount)
    let part = duties.slot(at: column).part
    let allowed = small.duty.activities.indices.filter {
      small.duty.activities[$0].parts[part.rawValue]
    }
    return IncrementalDutyJudge.Change(
      row: random.below(duties.personCount), column: column,
      activity: allowed[random.below(allowed.count)])
  }
}
