package import Domain

/// Each cell of a person in scope holds an activity that the pattern of the day allows: the
/// rotation's pattern for a resident, the service duty's or their own for faculty. Where no pattern
/// speaks, or a pattern's cell names no activity, the cell holds ``filler`` or another activity of
/// kind `free`. Dates of a granted absence are left to `absence-honoured`, cells that a lock names
/// to `locked-duties-honoured`.
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
