import Rules

/// The plain judgement of one rule type.
protocol RuleCheck {
  associatedtype Parameters: Rule
  var rule: Parameters { get }

  /// Every place where what the rule describes is so, in a fixed order: by resident, then column.
  func findings(in judged: JudgedPlan) -> [Finding]
}

/// One place where a check found what its rule speaks of, before it is named and weighed.
struct Finding {
  /// Position of the resident; nil when no single one is concerned.
  var resident: Int?
  /// Zero-based plan columns, rising.
  var columns: [Int]
  /// Units of the rule's penalty, at least 1.
  var amount: Int
  /// What was found and what is required.
  var explanation: String
}
