import Determinism

/// Two stretches of equal length in one row change places: the row's totals stay as they are.
enum SwapInRow {
  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    let row = region.drawRow(&random)
    guard let (first, second) = region.drawPair(&random) else { return false }
    let start = row * state.model.columnCount
    let length = first.count
    var differs = false
    for index in 0..<length {
      let left = start + first.lowerBound + index
      let right = start + second.lowerBound + index
      if state.cells[left] == state.cells[right] { continue }
      differs = true
      if !(state.allows(state.cells[right], left) && state.allows(state.cells[left], right)) {
        return false
      }
    }
    if !differs { return false }
    state.open(row: row, from: first.lowerBound, to: second.upperBound - 1)
    for index in 0..<length {
      let left = first.lowerBound + index
      let right = second.lowerBound + index
      let mine = state.cells[start + left]
      state.write(state.cells[start + right], row: row, column: left)
      state.write(mine, row: row, column: right)
    }
    return true
  }
}

extension Region {
  /// Draws two stretches of equal length that do not overlap, the earlier one first: two units, or
  /// two single columns.
  @inline(__always)
  func drawPair(_ random: inout SeededGenerator) -> (Range<Int>, Range<Int>)? {
    if units.count > 1 && random.below(2) == 0 {
      let first = units[random.below(units.count)]
      let second = units[random.below(units.count)]
      if first.count != second.count || first == second { return nil }
      return first.lowerBound < second.lowerBound ? (first, second) : (second, first)
    }
    guard columns.count > 1 else { return nil }
    let left = columns.lowerBound + random.below(columns.count)
    let right = columns.lowerBound + random.below(columns.count)
    if left == right { return nil }
    let first = min(left, right)
    let second = max(left, right)
    return (first..<first + 1, second..<second + 1)
  }
}
