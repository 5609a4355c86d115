/// The distance between two answers after rows that are interchangeable are matched as well as can
/// be: two schedules that only swap the names of two people are the same schedule.
///
/// The best matching of a group is an assignment problem, solved by the shortest augmenting paths
/// of H. W. Kuhn, "The Hungarian Method for the Assignment Problem" (1955), in the O(n³) form with
/// potentials of R. Jonker and A. Volgenant (1987, doi:10.1007/BF02278710).
extension GridAnswer {
  /// Cells that differ under the best matching of rows inside each group; rows in no group match
  /// themselves.
  ///
  /// - Parameter groups: rows that may stand for one another; no row twice.
  /// - Precondition: both answers have the same shape.
  /// - Complexity: O(n² columns + n³) in the size n of the largest group, and O(cells).
  package func distance(to other: GridAnswer, matching groups: [[Int]]) -> Int {
    precondition(
      cells.count == other.cells.count && columnCount == other.columnCount,
      "Answers of different shapes")
    let grouped = Set(groups.joined())
    var total = (0..<rowCount).reduce(0) { sum, row in
      grouped.contains(row) ? sum : sum + distance(row, to: other, row)
    }
    for group in groups {
      total += Assignment.least(
        group.map { row in group.map { distance(row, to: other, $0) } })
    }
    return total
  }

  /// Cells in which a row differs from another answer's.
  private func distance(_ row: Int, to other: GridAnswer, _ match: Int) -> Int {
    let mine = cells[row * columnCount..<(row + 1) * columnCount]
    let theirs = other.cells[match * columnCount..<(match + 1) * columnCount]
    return zip(mine, theirs).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }
}

/// The assignment problem on a square matrix of costs.
enum Assignment {
  /// The least sum of one cost from each row and column.
  static func least(_ costs: [[Int]]) -> Int {
    let size = costs.count
    var rowPotential = [Int](repeating: 0, count: size + 1)
    var columnPotential = [Int](repeating: 0, count: size + 1)
    // The row matched to each column; 0 for none, so that rows and columns count from 1.
    var rowOfColumn = [Int](repeating: 0, count: size + 1)
    for row in stride(from: 1, through: size, by: 1) {
      rowOfColumn[0] = row
      var column = 0
      var slack = [Int](repeating: .max, count: size + 1)
      var previous = [Int](repeating: 0, count: size + 1)
      var isDone = [Bool](repeating: false, count: size + 1)
      while rowOfColumn[column] != 0 {
        isDone[column] = true
        let current = rowOfColumn[column]
        var step = Int.max
        var next = 0
        for candidate in 1...size where !isDone[candidate] {
          let reduced =
            costs[current - 1][candidate - 1] - rowPotential[current] - columnPotential[candidate]
          if reduced < slack[candidate] {
            slack[candidate] = reduced
            previous[candidate] = column
          }
          if slack[candidate] < step {
            step = slack[candidate]
            next = candidate
          }
        }
        for index in 0...size {
          if isDone[index] {
            rowPotential[rowOfColumn[index]] += step
            columnPotential[index] -= step
          } else if slack[index] != .max {
            slack[index] -= step
          }
        }
        column = next
      }
      while column != 0 {
        rowOfColumn[column] = rowOfColumn[previous[column]]
        column = previous[column]
      }
    }
    return (0..<size).reduce(0) { sum, column in
      sum + costs[rowOfColumn[column + 1] - 1][column]
    }
  }
}
