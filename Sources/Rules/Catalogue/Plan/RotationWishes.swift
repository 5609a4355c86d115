import Domain

/// Wishes of residents in scope are granted.
///
/// A wish counts for each block that its dates overlap by ``minimumOverlap`` days or more; one
/// unit of penalty is the priority's weight for each such block in which no column holds the
/// wished rotation. Several wishes of one resident for one rotation in one block are one wish, of
/// the greatest weight among them.
package struct RotationWishes: Rule {
  package static let id: RuleID = "rotation-wishes"

  /// Days, at least 1.
  package var minimumOverlap: Int
  /// Units for each block of a wish of high priority, at least 0; 0 for wishes that do not count.
  package var highWeight: Int
  /// As ``highWeight``, of medium priority.
  package var mediumWeight: Int
  /// As ``highWeight``, of low priority.
  package var lowWeight: Int

  package init(
    minimumOverlap: Int = 14, highWeight: Int = 4, mediumWeight: Int = 2, lowWeight: Int = 1
  ) {
    self.minimumOverlap = minimumOverlap
    self.highWeight = highWeight
    self.mediumWeight = mediumWeight
    self.lowWeight = lowWeight
  }
}
