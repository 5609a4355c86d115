package import Domain

/// A resident in scope has spent ``required`` plan columns on ``before`` ahead of each column on
/// ``after``.
///
/// One unit of penalty is one column on ``after`` that comes too early.
package struct RotationOrder: Rule {
  package static let id: RuleID = "rotation-order"

  package var before: [RotationID]
  package var after: [RotationID]
  /// Plan columns, at least 1.
  package var required: Int

  package init(before: [RotationID], after: [RotationID], required: Int = 1) {
    self.before = before
    self.after = after
    self.required = required
  }
}
