package import Domain

/// In any ``window`` consecutive plan columns, a resident in scope spends at most ``maximum`` on
/// ``rotations``.
///
/// Every window that lies wholly inside the year counts. One unit of penalty is one surplus column
/// in one window; windows overlap and each counts by itself.
package struct WindowLimit: Rule {
  package static let id: RuleID = "window-limit"

  package var rotations: [RotationID]
  /// Plan columns, at least 1.
  package var window: Int
  /// Plan columns, 0..<window.
  package var maximum: Int

  package init(rotations: [RotationID], window: Int, maximum: Int) {
    self.rotations = rotations
    self.window = window
    self.maximum = maximum
  }
}
