package import Domain

/// A resident in scope is on one of ``rotations`` only in ``columns``.
///
/// One unit of penalty is one cell outside the window that holds one of them.
package struct RotationWindow: Rule {
  package static let id: RuleID = "rotation-window"

  package var rotations: [RotationID]
  /// Zero-based plan columns, rising.
  package var columns: [Int]

  package init(rotations: [RotationID], columns: [Int]) {
    self.rotations = rotations
    self.columns = columns
  }
}
