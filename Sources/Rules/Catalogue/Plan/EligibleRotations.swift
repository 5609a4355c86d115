package import Domain

/// A resident in scope is only on one of ``rotations``, in every plan column.
///
/// One unit of penalty is one cell that holds another rotation.
package struct EligibleRotations: Rule {
  package static let id: RuleID = "eligible-rotations"

  package var rotations: [RotationID]

  package init(rotations: [RotationID]) { self.rotations = rotations }
}
