import Domain
import Measures
import Rules
import TestSupport
import Testing
import Validation

@Suite struct VerdictTests {
  private let onlyA = AnyRule.eligibleRotations(EligibleRotations(rotations: ["A"]))

  @Test func aPlanThatBreaksNothingIsValidAndScoresNothing() {
    let verdict = verdict(of: onlyA, on: ["AAAA"], SampleFacts.small())
    #expect(verdict.isValid)
    #expect(verdict.score == .zero)
    #expect(verdict.violations.isEmpty)
    #expect(verdict.level.rawValue == "rotation plan")
    #expect(verdict.byInstance.map(\.instance) == ["rule"])
  }

  @Test(arguments: [
    (Severity.Level.accreditation, Score(accreditation: 2)),
    (Severity.Level.institution, Score(institution: 2)), (Severity.Level.soft, Score(soft: 2)),
  ])
  func unitsFallOnTheLevelOfTheInstance(level: Severity.Level, score: Score) {
    let verdict = verdict(
      of: onlyA, on: ["ABCA"], SampleFacts.small(), severity: Severity(level: level))
    #expect(verdict.score == score)
    #expect(verdict.isValid == (level == .soft))
    #expect(verdict.violations.map(\.severity) == [level, level])
  }

  @Test func unitsCountByTheirWeight() {
    let verdict = verdict(
      of: onlyA, on: ["ABCA"], SampleFacts.small(), severity: Severity(level: .soft, weight: 5))
    #expect(verdict.score.soft == 10)
    #expect(verdict.byInstance[0].points == 10)
    #expect(verdict.byInstance[0].units == 2)
    #expect(verdict.byInstance[0].violationCount == 2)
  }

  @Test func aWantedPairIsGrantedAndIsNoViolation() {
    let pair = AnyRule.succession(Succession(first: ["A"], next: ["B"]))
    let verdict = verdict(
      of: pair, on: ["ABAB"], SampleFacts.small(), severity: Severity(level: .soft, weight: -3))
    #expect(verdict.score.soft == -6)
    #expect(verdict.byInstance[0].units == 2)
    #expect(verdict.violationCount == 0)
    #expect(verdict.violations.isEmpty)
    #expect(verdict.isValid)
  }

  @Test func noWeightMakesABrokenHardRuleValid() {
    for weight in [-1, 0, 1] {
      let verdict = verdict(
        of: onlyA, on: ["ABAA"], SampleFacts.small(),
        severity: Severity(level: .institution, weight: weight))
      #expect(!verdict.isValid)
    }
  }

  @Test func instancesAreJudgedEachAndAddedUp() {
    let facts = SampleFacts.small()
    var program = SampleFacts.program(facts, onlyA)
    program.rules.append(
      RuleInstance(
        id: "pairs", scope: RuleScope(), severity: Severity(level: .soft, weight: 2),
        rule: .succession(Succession(first: ["B"], next: ["B"]))))
    let verdict = Judge(program: program).verdict(on: SampleFacts.plan(["ABBB"], in: facts))
    #expect(verdict.score == Score(institution: 3, soft: 4))
    #expect(verdict.byInstance.map(\.units) == [3, 2])
    #expect(verdict.violations.map(\.instance) == ["rule", "rule", "rule", "pairs", "pairs"])
    #expect(verdict.hardUnits == 3)
    #expect(verdict.violationCount == 5)
  }

  @Test func aViolationSaysWhoAndWhereAndWhy() {
    let verdict = verdict(of: onlyA, on: ["ABAA"], SampleFacts.small())
    #expect(
      verdict.violations == [
        Violation(
          instance: "rule", rule: "eligible-rotations", severity: .institution, person: "R1",
          columns: [1], amount: 1,
          explanation: "R1 is on B in block 2, which is not among the eligible rotations")
      ])
  }

  @Test func softViolationsAreListedUpToTheLimitAndHardOnesAll() {
    let count = Verdict.softViolationLimit + 1
    let facts = SampleFacts.small(levels: Array(repeating: "PGY1", count: count), blocks: 1)
    let rows = Array(repeating: "B", count: count)
    let soft = verdict(of: onlyA, on: rows, facts, severity: Severity(level: .soft))
    #expect(soft.violations.count == Verdict.softViolationLimit)
    #expect(soft.violationCount == count)
    #expect(soft.score.soft == count)
    #expect(verdict(of: onlyA, on: rows, facts).violations.count == count)
  }

  @Test func theLimitIsOfAllSoftInstancesTogether() {
    let count = Verdict.softViolationLimit
    let facts = SampleFacts.small(levels: Array(repeating: "PGY1", count: count), blocks: 1)
    let program = Program(
      facts: facts,
      rules: ["first", "second", "hard"].map { name in
        RuleInstance(
          id: RuleInstanceID(name), scope: RuleScope(),
          severity: Severity(level: name == "hard" ? .institution : .soft), rule: onlyA)
      })
    let verdict = Judge(program: program).verdict(
      on: SampleFacts.plan(Array(repeating: "B", count: count), in: facts))
    #expect(verdict.violations.count { $0.instance == "first" } == count)
    #expect(verdict.violations.count { $0.instance == "second" } == 0)
    #expect(verdict.violations.count { $0.instance == "hard" } == count)
    #expect(verdict.byInstance.map(\.violationCount) == [count, count, count])
  }

  @Test func aReportNamesWhatIsBrokenFirst() {
    let facts = SampleFacts.small()
    let invalid = verdict(of: onlyA, on: ["ABCA"], facts).report()
    #expect(
      invalid == """
        The rotation plan is not valid: 2 units of hard rules are broken; 0 accreditation, \
        2 institution, 0
        2 units × 1 = 2  institution  rule (eligible-rotations)
        - rule: R1 is on B in block 2, which is not among the eligible rotations
        - rule: R1 is on C in block 3, which is not among the eligible rotations

        """)
    let valid = verdict(of: onlyA, on: ["AAAA"], facts).report()
    #expect(valid == "The rotation plan is valid; valid 0\n")
    let short = verdict(of: onlyA, on: ["ABCA"], facts).report(violations: 1)
    #expect(short.hasSuffix("- and 1 more\n"))
  }
}
