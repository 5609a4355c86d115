package import Domain

/// Each cell of a person in scope holds an activity that the pattern of the day allows: the
/// rotation's pattern for a resident, the service duty's or their own for faculty. Cells that no
/// pattern speaks of hold ``filler`` or another activity of kind `free`. Absent days are left to
/// `absence-honoured`, locked cells to `locked-duties-honoured`.
///
/// One unit is a cell.
package struct PatternHonoured: Rule {
  package static let id: RuleID = "pattern-honoured"

  /// What stands where no pattern says anything.
  package var filler: ActivityID

  package init(filler: ActivityID) {
    self.filler = filler
  }
}
