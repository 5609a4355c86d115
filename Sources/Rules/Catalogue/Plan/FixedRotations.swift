package import Domain

/// In ``columns``, a resident in scope is on one of ``rotations``.
///
/// One unit of penalty is one cell that holds another rotation.
package struct FixedRotations: Rule {
  package static let id: RuleID = "fixed-rotations"

  package var rotations: [RotationID]
  /// Zero-based plan columns, rising.
  package var columns: [Int]

  package init(rotations: [RotationID], columns: [Int]) {
    self.rotations = rotations
    self.columns = columns
  }
}
