package import Domain

/// A resident in scope spends at least ``minimum`` and at most ``maximum`` plan columns on
/// ``rotations``, counted together, within ``columns``.
///
/// One unit of penalty is one missing or surplus column. A deadline is a minimum over the columns
/// before it.
package struct CurriculumCount: Rule {
  package static let id: RuleID = "curriculum-count"

  package var rotations: [RotationID]
  /// Plan columns, at least 0.
  package var minimum: Int
  /// Plan columns, or nil for no maximum.
  package var maximum: Int?
  /// Zero-based plan columns, rising; nil for the whole year.
  package var columns: [Int]?

  package init(rotations: [RotationID], minimum: Int, maximum: Int?, columns: [Int]? = nil) {
    self.rotations = rotations
    self.minimum = minimum
    self.maximum = maximum
    self.columns = columns
  }
}
