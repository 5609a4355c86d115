import Domain

/// Cells that people pinned hold their rotation, cells that people closed to a rotation do not.
///
/// The cells stand in the programme's facts. One unit of penalty is one cell, however many of its
/// locks it breaks.
package struct LockedCellsHonoured: Rule {
  package static let id: RuleID = "locked-cells-honoured"

  package init() {}
}
