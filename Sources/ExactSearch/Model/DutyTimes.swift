import Containers
import Grid

/// When choices of a set are at work, column by column: what a rule that reads the clock sees.
struct DutyTimes {
  /// Choices of a column with the same times, together.
  struct Group {
    var time: Range<Int>
    var choices: BitSet
    /// Whether they are of the choices told apart.
    var isTold: Bool
  }

  /// By column.
  private(set) var groups: [[Group]]
  /// Earliest start in a column or any later one; `Int.max` where nothing starts any more.
  private(set) var earliest: [Int]
  /// Latest end in a column or any earlier one; `Int.min` before the first.
  private(set) var latest: [Int]

  /// - Parameters:
  ///   - columns: columns that are looked at, rising; empty for all.
  ///   - told: choices that are told apart from the other members.
  /// - Complexity: O(columns × members).
  init(_ grid: DenseGrid, _ members: BitSet, columns: [Int32] = [], told: BitSet = BitSet()) {
    groups = Array(repeating: [], count: grid.columnCount)
    let seen = columns.isEmpty ? Array(0..<grid.columnCount) : columns.map(Int.init)
    for column in seen { groups[column] = Self.groups(grid, members, told, column) }
    var end = Int.min
    latest = groups.map { groups in
      end = max(end, groups.map(\.time.upperBound).max() ?? .min)
      return end
    }
    earliest = Array(repeating: .max, count: grid.columnCount)
    var start = Int.max
    for column in groups.indices.reversed() {
      start = min(start, groups[column].map(\.time.lowerBound).min() ?? .max)
      earliest[column] = start
    }
  }

  /// Whether no later column has a duty that starts before one of an earlier column.
  var startsNeverFall: Bool {
    var latestStart = Int.min
    for column in groups.indices {
      if earliest[column] < latestStart { return false }
      latestStart = max(latestStart, groups[column].map(\.time.lowerBound).max() ?? .min)
    }
    return true
  }

  /// Choices of a column at work at times that satisfy the condition.
  func choices(_ column: Int, where condition: (Range<Int>) -> Bool) -> BitSet {
    groups[column].reduce(BitSet()) { condition($1.time) ? $0.union($1.choices) : $0 }
  }

  /// When duties of a column end, each minute once, rising.
  func ends(_ column: Int) -> [Int] {
    Set(groups[column].map(\.time.upperBound)).sorted()
  }

  /// Minutes from the earliest start to the latest end of what some columns may hold; nil where
  /// they hold no duty.
  func span(of columns: Range<Int>) -> Range<Int>? {
    let times = groups[columns].joined().map(\.time)
    guard let start = times.map(\.lowerBound).min(), let end = times.map(\.upperBound).max() else {
      return nil
    }
    return start..<end
  }

  private static func groups(
    _ grid: DenseGrid, _ members: BitSet, _ told: BitSet, _ column: Int
  ) -> [Group] {
    var groups: [Group] = []
    for choice in members.members {
      guard let time = grid.duty(column: column, choice: choice) else { continue }
      let isTold = told.contains(choice)
      if let known = groups.firstIndex(where: { $0.time == time && $0.isTold == isTold }) {
        groups[known].choices.insert(choice)
      } else {
        groups.append(Group(time: time, choices: BitSet([choice]), isTold: isTold))
      }
    }
    return groups
  }
}
