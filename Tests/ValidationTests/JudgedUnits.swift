import Domain
import Rules
import TestSupport
import Validation

/// Units that one rule instance finds in a plan written as rows of letters.
func units(
  of rule: AnyRule, in rows: [String], _ facts: ProgramFacts, scope: RuleScope = RuleScope()
) -> Int {
  let verdict = verdict(of: rule, on: rows, facts, scope: scope)
  return verdict.byInstance[0].units
}

/// The verdict of a programme with one hard rule instance on a plan written as rows of letters.
func verdict(
  of rule: AnyRule, on rows: [String], _ facts: ProgramFacts, scope: RuleScope = RuleScope(),
  severity: Severity = Severity(level: .institution)
) -> Verdict {
  let program = SampleFacts.program(facts, rule, scope: scope, severity: severity)
  return Judge(program: program).verdict(on: SampleFacts.plan(rows, in: facts))
}

/// A plan of one resident and the units a rule finds in it.
struct RowCase: CustomStringConvertible, Sendable {
  let row: String
  let units: Int

  init(_ row: String, _ units: Int) {
    self.row = row
    self.units = units
  }

  var description: String { "\(row): \(units)" }
}
