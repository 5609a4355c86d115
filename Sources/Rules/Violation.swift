package import Domain

/// One breach of one rule instance: who, where, by how much.
package struct Violation: Sendable, Hashable, Codable {
  package var instance: RuleInstanceID
  package var rule: RuleID
  package var severity: Severity.Level
  /// The person concerned; nil for rules over columns, slots or several people.
  package var person: PersonID?
  /// Zero-based plan columns concerned, rising; empty for rules of the duty level.
  package var columns: [Int]
  /// Where and when at the duty level; nil for rules of the plan.
  package var duty: DutyPlace?
  /// Units of the rule's penalty, at least 1.
  package var amount: Int
  /// What was found and what is required, in words: `MICU has 6 residents, at least 7 required`.
  package var explanation: String

  package init(
    instance: RuleInstanceID, rule: RuleID, severity: Severity.Level, person: PersonID?,
    columns: [Int] = [], duty: DutyPlace? = nil, amount: Int, explanation: String
  ) {
    self.instance = instance
    self.rule = rule
    self.severity = severity
    self.person = person
    self.columns = columns
    self.duty = duty
    self.amount = amount
    self.explanation = explanation
  }
}
