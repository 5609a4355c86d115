package import Domain

/// A leave that fills a whole block is that block's ``leaveRotation`` and nothing else is; a
/// column with any other leave holds a rotation that tolerates it.
///
/// A leave fills a block when the resident's absences together hold every day of it. Any other
/// leave counts from ``minimumDays`` days in a column on. ``leaveRotation`` is wrong in every block
/// that leave does not fill, even when it is named tolerant. One unit of penalty is one cell.
package struct LeaveHonoured: Rule {
  package static let id: RuleID = "leave-honoured"

  /// What a whole block of leave is called in the plan; nil when the columns of such a block only
  /// need a tolerant rotation, as those of any other leave.
  package var leaveRotation: RotationID?
  /// Rotations that tolerate part leave, by level; a level not named has none.
  package var tolerant: [Tolerance]
  /// Fewest days of leave in a column that count, at least 1.
  package var minimumDays: Int

  /// Rotations on which residents of one level may have part leave.
  package struct Tolerance: Sendable, Hashable, Codable {
    package var level: LevelID
    package var rotations: [RotationID]

    package init(level: LevelID, rotations: [RotationID]) {
      self.level = level
      self.rotations = rotations
    }
  }

  package init(leaveRotation: RotationID?, tolerant: [Tolerance], minimumDays: Int = 1) {
    self.leaveRotation = leaveRotation
    self.tolerant = tolerant
    self.minimumDays = minimumDays
  }
}
