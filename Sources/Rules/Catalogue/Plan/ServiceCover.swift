package import Domain

/// In each of ``columns``, the residents in scope on ``rotations`` add up to at least ``minimum``
/// and at most ``maximum`` units.
///
/// A resident counts ``units``, or ``unitsOnLeave`` in a column where they have a day of leave or
/// more and the cell's rotation is not away (``Domain/Rotation/isAway``). One unit of penalty is
/// one missing or surplus unit in one column.
package struct ServiceCover: Rule {
  package static let id: RuleID = "service-cover"

  package var rotations: [RotationID]
  /// Zero-based plan columns, rising; nil for all.
  package var columns: [Int]?
  /// Units, or nil for no minimum.
  package var minimum: Int?
  /// Units, or nil for no maximum.
  package var maximum: Int?
  /// Units of a resident, at least 1.
  package var units: Int
  /// Units of a resident with leave in the column on a rotation that is not away, 0…units.
  package var unitsOnLeave: Int

  package init(
    rotations: [RotationID], columns: [Int]? = nil, minimum: Int?, maximum: Int?, units: Int = 1,
    unitsOnLeave: Int? = nil
  ) {
    self.rotations = rotations
    self.columns = columns
    self.minimum = minimum
    self.maximum = maximum
    self.units = units
    self.unitsOnLeave = unitsOnLeave ?? units
  }
}
