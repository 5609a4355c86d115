import Domain

/// Unbroken runs of units with any assignment of ``selection`` have at least ``minimum`` and at
/// most ``maximum`` units. A unit is a date, a night cell, or a weekend (a Saturday and the Sunday
/// after it). A run goes on from history with all its units there; one that reaches the horizon's
/// last unit is not too short. Dates out of scope hold nothing.
///
/// One unit is a unit of the run too many or too few, of runs with a unit in the horizon.
package struct ConsecutiveDuty: Rule {
  package static let id: RuleID = "consecutive-duty"

  /// Assignments that make a unit part of the run.
  package var selection: DutySelection
  /// What a run is made of.
  package var unit: RunUnit
  /// At least, 1 for no minimum.
  package var minimum: Int
  /// At most; nil for no maximum.
  package var maximum: Int?

  package init(
    selection: DutySelection, unit: RunUnit = .days, minimum: Int = 1, maximum: Int? = nil
  ) {
    self.selection = selection
    self.unit = unit
    self.minimum = minimum
    self.maximum = maximum
  }
}
