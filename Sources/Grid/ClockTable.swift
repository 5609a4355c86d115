/// When each choice is at work: minutes since an origin that the grid does not care about.
///
/// A choice may be at work in one column and not in another, and may last beyond its column: a
/// night crosses midnight, a day of call covers the columns after its own.
package struct ClockTable: Sendable, Hashable {
  /// First minute of each choice in each column, `column * choiceCount + choice`; empty when the
  /// grid has no clock.
  package var starts: [Int32]
  /// First minute after it; not after the start when the choice is no duty in the column.
  package var ends: [Int32]

  package init(starts: [Int32] = [], ends: [Int32] = []) {
    self.starts = starts
    self.ends = ends
  }

  /// A table in which nothing is at work yet.
  package init(columnCount: Int, choiceCount: Int) {
    starts = Array(repeating: 0, count: columnCount * choiceCount)
    ends = starts
  }

  package var isEmpty: Bool { starts.isEmpty }
}

extension DenseGrid {
  /// When a choice of a column is at work; nil when it is not.
  package func duty(column: Int, choice: Int) -> Range<Int>? {
    let place = column * choiceCount + choice
    guard place < clock.starts.count, clock.starts[place] < clock.ends[place] else { return nil }
    return Int(clock.starts[place])..<Int(clock.ends[place])
  }
}
