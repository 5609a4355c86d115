package import Domain

/// One breach of one rule instance: who, where, by how much.
package struct Violation: Sendable, Hashable, Codable {
  package var instance: RuleInstanceID
  package var rule: RuleID
  package var severity: Severity.Level
  /// The resident concerned; nil for rules over columns (cover).
  package var resident: ResidentID?
  /// Zero-based plan columns concerned, rising.
  package var columns: [Int]
  /// Units of the rule's penalty, at least 1.
  package var amount: Int
  /// What was found and what is required, in words: `MICU has 6 residents, at least 7 required`.
  package var explanation: String

  package init(
    instance: RuleInstanceID, rule: RuleID, severity: Severity.Level, resident: ResidentID?,
    columns: [Int], amount: Int, explanation: String
  ) {
    self.instance = instance
    self.rule = rule
    self.severity = severity
    self.resident = resident
    self.columns = columns
    self.amount = amount
    self.explanation = explanation
  }
}
