import Compilation
import Domain
import Grid
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// ``Succession`` through judge and grid:
/// pairs at the distance, nearer and farther, and wanted pairs.
struct SuccessionTests {
  static let apart = AnyRule.succession(Succession(first: ["A"], next: ["A", "B"]))
  static let apartLater = AnyRule.succession(
    Succession(first: ["A"], next: ["A"], distance: 2, columns: [0, 1]))

  static let cases = [
    RuleCase("succession", apart, ["ACABAC"], units: 1),
    RuleCase("succession", apart, ["ACBACA"], units: 0),
    RuleCase("succession", apart, ["AAABBB"], units: 3),
    RuleCase("succession of 2", apartLater, ["ACACAC"], units: 1),
    RuleCase("succession of 2", apartLater, ["CCACAC"], units: 0),
    RuleCase("succession of 2", apartLater, ["AACCCC"], units: 0),
    RuleCase("succession of 2", apartLater, ["AAAACC"], units: 2),
  ]

  @Test(arguments: cases)
  func judgeAndGridFindTheStatedUnits(_ given: RuleCase) throws { try given.expectBothAgree() }

  @Test func aWantedPairIsRewardedByBoth() throws {
    var small = SmallProgram()
    small.add(
      .succession(Succession(first: ["A"], next: ["B"])), Severity(level: .soft, weight: -2))
    let plan = small.plan(["ABAABC"])
    let compiled = try PlanCompiler.compile(small.program)
    #expect(Judge(program: small.program).verdict(on: plan).score == Score(soft: -4))
    #expect(compiled.grid.recount(compiled.answer(from: plan)).score == Score(soft: -4))
  }
}
