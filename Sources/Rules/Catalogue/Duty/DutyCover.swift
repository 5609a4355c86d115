import Domain

/// In each slot of ``selection``'s parts and days, the number of people in scope on its activities
/// is at least ``minimum`` and at most ``maximum``. An exact number, a floor, a room's capacity and
/// a soft target are all this. Scope dates restrict the slots; scope people and their rotations of
/// the date those who count.
///
/// One unit is a missing or surplus person in one slot.
package struct DutyCover: Rule {
  package static let id: RuleID = "duty-cover"

  /// Activities that count, and the slots.
  package var selection: DutySelection
  /// People, at least 0.
  package var minimum: Int
  /// People; nil for no maximum.
  package var maximum: Int?

  package init(selection: DutySelection, minimum: Int, maximum: Int? = nil) {
    self.selection = selection
    self.minimum = minimum
    self.maximum = maximum
  }
}
