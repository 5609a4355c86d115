import Containers

extension DenseGrid {
  /// Cells whose domain has more than one choice: those that a search can change.
  ///
  /// - Complexity: O(cells + domains).
  package var cellsWithChoice: Int {
    let hasChoice = domains.map { $0.count > 1 }
    return domainOfCell.count { hasChoice[Int($0)] }
  }

  /// The same for each column.
  ///
  /// - Complexity: O(cells + domains).
  package var cellsWithChoiceInColumn: [Int] {
    let hasChoice = domains.map { $0.count > 1 }
    return domainOfCell.indices.reduce(into: Array(repeating: 0, count: columnCount)) {
      $0[$1 % columnCount] += hasChoice[Int(domainOfCell[$1])] ? 1 : 0
    }
  }
}
