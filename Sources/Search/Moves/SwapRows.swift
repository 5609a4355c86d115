import Determinism

/// Two rows exchange a stretch of columns: head counts of every column stay as they are when the
/// two count alike.
///
/// Ends of the stretch in which both rows hold the same are trimmed before anything is counted.
enum SwapRows {
  /// Longest stretch in columns: about a month of days, a year of blocks.
  private static let lengthMax = 30

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    guard region.rows.count > 1 else { return false }
    let first = region.drawRow(&random)
    let second = region.drawRow(&random)
    if first == second { return false }
    let stretch = region.drawStretch(&random, longest: lengthMax)
    let columnCount = state.model.columnCount
    let left = first * columnCount
    let right = second * columnCount
    var start = stretch.lowerBound
    var end = stretch.upperBound
    while start < end && state.cells[left + start] == state.cells[right + start] { start += 1 }
    while end > start && state.cells[left + end - 1] == state.cells[right + end - 1] { end -= 1 }
    if start == end { return false }
    for column in start..<end {
      let mine = state.cells[left + column]
      let other = state.cells[right + column]
      if mine != other
        && !(state.allows(other, left + column) && state.allows(mine, right + column))
      {
        return false
      }
    }
    state.open(row: first, from: start, to: end - 1)
    state.open(row: second, from: start, to: end - 1)
    for column in start..<end {
      let mine = state.cells[left + column]
      state.write(state.cells[right + column], row: first, column: column)
      state.write(mine, row: second, column: column)
    }
    return true
  }
}
