import Compilation
import Domain
import Grid
import Measures
import Rules
import TestSupport
import Testing
import Validation

/// One plan and the units of penalty that a rule must find in it.
struct RuleCase: Sendable, CustomTestStringConvertible {
  var name: String
  var rule: AnyRule
  var rows: [String]
  var units: Int
  var small: SmallProgram

  init(
    _ name: String, _ rule: AnyRule, _ rows: [String], units: Int,
    in small: SmallProgram = SmallProgram()
  ) {
    self.name = name
    self.rule = rule
    self.rows = rows
    self.units = units
    self.small = small
  }

  var testDescription: String { "\(name): \(rows.joined(separator: " ")) is \(units)" }

  /// Judge and grid both find the units: as a soft rule at weight 3 and as a hard one.
  func expectBothAgree() throws {
    var soft = small
    soft.add(rule, Severity(level: .soft, weight: 3))
    try expect(soft, Score(soft: 3 * units))
    var hard = small
    hard.add(rule, Severity(level: .institution))
    try expect(hard, Score(institution: units))
  }

  private func expect(_ small: SmallProgram, _ score: Score) throws {
    let plan = small.plan(rows)
    #expect(Judge(program: small.program).verdict(on: plan).score == score)
    let compiled = try PlanCompiler.compile(small.program)
    let recount = compiled.grid.recount(compiled.answer(from: plan))
    if recount.cellsOutsideDomain > 0 {
      // A hard rule over cells is a domain: leaving it is how the grid says no.
      #expect(units > 0 && !score.isValid)
    } else {
      #expect(recount.score == score)
    }
  }
}
