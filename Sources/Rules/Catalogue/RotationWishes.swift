import Domain

/// Wishes of residents in scope are granted.
///
/// A wish counts for each block that its dates overlap by ``minimumOverlap`` days or more; one
/// unit of penalty is the priority's weight for each such block in which no column holds the
/// wished rotation.
package struct RotationWishes: Rule {
  package static let id: RuleID = "rotation-wishes"

  /// Days, at least 1.
  package var minimumOverlap: Int
  package var highWeight: Int
  package var mediumWeight: Int
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
