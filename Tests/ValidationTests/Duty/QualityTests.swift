import Domain
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// The published formula, at its ends and on the worked example's pattern.
@Suite struct QualityTests {
  private func quality(_ small: SmallDuties, _ rows: [String]) throws -> Quality {
    var laid = small
    let schedule = laid.lay(rows, from: "2025-07-03")
    let judge = try #require(DutyJudge(program: laid.program))
    return judge.quality(of: judge.verdict(on: schedule), on: schedule)
  }

  private var fairNights: AnyDutyRule {
    .dutyFairness(DutyFairness(selection: DutySelection(activities: ["Night"]), groups: .all))
  }

  @Test func aProgrammeThatAsksNothingHasQualityOne() throws {
    #expect(try quality(SmallDuties(), ["c"]).value == 1)
  }

  @Test func aHardViolationMakesItZero() throws {
    var small = SmallDuties()
    small.add(.noOverlap(NoOverlap()))
    #expect(try quality(small, ["xw"]).value == 0)
    #expect(try quality(small, ["xh"]).value == 1)
  }

  @Test func whatARelaxationSparesDoesNot() throws {
    var small = SmallDuties()
    small.add(.noOverlap(NoOverlap()), id: "overlap")
    small.relaxations = [
      Relaxation(
        instance: "overlap", people: [], dates: SmallDuties.dates("2025-07-01", "2025-07-31"),
        reason: "agreed")
    ]
    #expect(try quality(small, ["xw"]).value == 1)
  }

  @Test func asMuchUnfairnessAgainAsIsToleratedHalvesIt() throws {
    var small = SmallDuties(residents: 2)
    small.add(fairNights, Severity(level: .soft, weight: 3))
    #expect(try quality(small, ["n", "."]).value == 1)
    #expect(try quality(small, ["nnn", "..."]).value == 0.5)
    let share = try #require(try quality(small, ["nnn", "..."]).shares.first)
    #expect(share.asked == 2 && share.units == 2 && share.weight == 3)
  }

  @Test func anEventAPersonAndYearHalvesIt() throws {
    var small = SmallDuties(residents: 2)
    small.add(
      .restAfter(RestAfter(restMinutes: 721)), Severity(level: .soft, weight: 2))
    #expect(try quality(small, ["w.w", "..."]).value == 1)
    // Six person-days are one person-year begun; each pair of ward days lacks one started hour.
    #expect(try quality(small, ["ww.", "..."]).value == 0.5)
    #expect(try quality(small, ["www", "ww."]).value == 0.25)
  }

  @Test func wishesAreGrantedOverAsked() throws {
    var small = SmallDuties()
    small.duty.wishes = [
      DutyWish(
        person: "R1", isWanted: true, activities: ["Clinic"],
        dates: SmallDuties.dates("2025-07-03", "2025-07-06"))
    ]
    small.add(.dutyWishes(DutyWishes()), Severity(level: .soft, weight: 5))
    #expect(try quality(small, ["aaaa"]).value == 1)
    #expect(try quality(small, ["aaa."]).value == 0.75)
    #expect(try quality(small, ["...."]).value == 0)
  }

  @Test func instancesCountByTheirWeights() throws {
    var small = SmallDuties(residents: 2)
    small.duty.wishes = [
      DutyWish(
        person: "R1", isWanted: true, activities: ["Clinic"],
        dates: SmallDuties.dates("2025-07-03", "2025-07-06"))
    ]
    small.add(.dutyWishes(DutyWishes()), Severity(level: .soft, weight: 1))
    small.add(fairNights, Severity(level: .soft, weight: 3))
    // Three of four dates granted, three nights to none: (1 × 0.75 + 3 × 0.5) ÷ 4.
    #expect(try quality(small, ["aaa.", "nnn."]).value == 0.5625)
  }

  @Test func moreUnitsNeverRaiseIt() throws {
    var small = SmallDuties(residents: 2)
    for (index, rule) in SmallDuties.everyRule.enumerated() {
      small.rules = []
      small.add(rule, Severity(level: .soft), id: RuleInstanceID("rule-\(index)"))
      var found: [(units: Int, value: Double)] = []
      for row in ["....", "c...", "cc..", "cccc", "wwww", "nnnn", "xwyu", "o.ox"] {
        var laid = small
        let schedule = laid.lay([row, "...."], from: "2025-07-03")
        let judge = try #require(DutyJudge(program: laid.program))
        let verdict = judge.verdict(on: schedule)
        let value = judge.quality(of: verdict, on: schedule).value
        #expect((0...1).contains(value))
        found.append((verdict.score.soft, value))
      }
      found.sort { $0.units < $1.units }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.value >= $1.value }, "\(rule.ruleID)")
    }
  }

  @Test func planRulesAndRewardsHaveTheirShare() throws {
    var small = SmallDuties(residents: 2)
    let schedule = small.lay(["."], from: "2025-07-03")
    var program = small.program
    func rule(_ id: RuleInstanceID, _ weight: Int, _ rule: AnyRule) -> RuleInstance {
      RuleInstance(
        id: id, scope: RuleScope(), severity: Severity(level: .soft, weight: weight), rule: rule)
    }
    program.rules = [
      rule("wanted", -1, .succession(Succession(first: ["A"], next: ["A"]))),
      rule(
        "count", 1,
        .curriculumCount(CurriculumCount(rotations: ["A"], minimum: 0, maximum: 10))),
    ]
    let judge = Judge(program: program)
    let quality = judge.quality(of: judge.verdict(on: schedule.plan))
    // All thirteen columns are A: rewards in plenty, and three columns too many of ten allowed.
    #expect(quality.shares.map(\.satisfaction) == [1, 0.7])
    #expect(abs(quality.value - 0.85) < 1e-9)
  }
}
