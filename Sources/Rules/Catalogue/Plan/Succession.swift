package import Domain

/// A resident in scope who is on one of ``first`` in a column is not on one of ``next`` exactly
/// ``distance`` columns later; with a negative weight, the pair is wanted and rewarded instead.
///
/// One unit of penalty (or of reward) is one such pair.
package struct Succession: Rule {
  package static let id: RuleID = "succession"

  package var first: [RotationID]
  package var next: [RotationID]
  /// Columns between the two, at least 1.
  package var distance: Int
  /// Zero-based plan columns of the first for which the pair counts; nil for all. The second may
  /// stand in any column of the year.
  package var columns: [Int]?

  package init(
    first: [RotationID], next: [RotationID], distance: Int = 1, columns: [Int]? = nil
  ) {
    self.first = first
    self.next = next
    self.distance = distance
    self.columns = columns
  }
}
