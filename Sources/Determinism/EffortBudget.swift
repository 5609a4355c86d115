/// How much work is allowed, counted in effort units (moves evaluated, states expanded).
///
/// Effort repeats exactly from run to run; seconds do not. Deadlines in seconds are applied at the
/// edge by whoever owns a clock, through a ``StopSignal``.
package struct EffortBudget: Sendable, Hashable {
  /// Units allowed; `Int.max` for as many as the stop signal permits.
  package var limit: Int
  /// Units used so far.
  package private(set) var used: Int

  /// A budget without a limit of its own.
  package static let unlimited = EffortBudget(limit: .max)

  package init(limit: Int) {
    self.limit = limit
    used = 0
  }

  /// Whether nothing of the limit remains.
  package var isSpent: Bool { used >= limit }
  /// Units left, at least 0.
  package var remaining: Int { max(0, limit - used) }

  /// Elapsed share of the limit in 0...1; 0 when unlimited.
  package var share: Double { limit == .max ? 0 : min(1, Double(used) / Double(max(1, limit))) }

  /// Counts units as used, beyond the limit too.
  package mutating func use(_ units: Int) { used += units }
}
