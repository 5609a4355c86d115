package import Containers

extension DenseGrid {
  /// How many columns on a duty may stand and still begin less than so many minutes after the end
  /// of an earlier one; 0 when none can.
  ///
  /// - Complexity: O(columns × choices).
  package func clockReach(from: BitSet, to: BitSet, minutes: Int) -> Int {
    let ends = (0..<columnCount).map { column in
      from.members.compactMap { duty(column: column, choice: $0)?.upperBound }.max()
    }
    let starts = (0..<columnCount).map { column in
      to.members.compactMap { duty(column: column, choice: $0)?.lowerBound }.min()
    }
    var least = Int.max
    // Earliest start in each column or any later one: it never falls from left to right.
    var earliest = [Int](repeating: .max, count: columnCount)
    for column in stride(from: columnCount - 1, through: 0, by: -1) {
      least = min(least, starts[column] ?? .max)
      earliest[column] = least
    }
    var reach = 0
    for column in 0..<columnCount {
      guard let end = ends[column] else { continue }
      while column + reach + 1 < columnCount && earliest[column + reach + 1] < end + minutes {
        reach += 1
      }
    }
    return reach
  }
}
