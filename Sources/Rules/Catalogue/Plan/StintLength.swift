package import Domain

/// Each unbroken stint of a resident in scope on ``rotations`` lasts at least ``minimum`` and at
/// most ``maximum`` plan columns.
///
/// The year's edges close a stint: it does not go on outside. One unit of penalty is one missing
/// or surplus column.
package struct StintLength: Rule {
  package static let id: RuleID = "stint-length"

  package var rotations: [RotationID]
  /// Plan columns, at least 1.
  package var minimum: Int
  /// Plan columns, or nil for no maximum.
  package var maximum: Int?

  package init(rotations: [RotationID], minimum: Int = 1, maximum: Int?) {
    self.rotations = rotations
    self.minimum = minimum
    self.maximum = maximum
  }
}
