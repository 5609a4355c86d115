import Containers

extension DenseGrid {
  /// Cells whose domain has more than one choice: those that a search can change.
  ///
  /// - Complexity: O(cells + domains).
  package var cellsWithChoice: Int {
    let hasChoice = domains.map { $0.count > 1 }
    return domainOfCell.count { hasChoice[Int($0)] }
  }
}
