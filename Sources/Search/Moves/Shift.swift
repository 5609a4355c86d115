import Determinism

/// A stretch of a row moves by one column; the cell it pushes out re-enters at the other end.
enum Shift {
  /// Longest stretch in columns: two weeks of days.
  private static let lengthMax = 14

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    guard region.columns.count > 1 else { return false }
    let row = region.drawRow(&random)
    let length = 2 + random.below(min(lengthMax, region.columns.count) - 1)
    let first = region.columns.lowerBound + random.below(region.columns.count - length + 1)
    let start = row * state.model.columnCount + first
    let toRight = random.below(2) == 0
    var differs = false
    for index in 0..<length {
      let source = source(index, length, toRight)
      if state.cells[start + index] == state.cells[start + source] { continue }
      differs = true
      if !state.allows(state.cells[start + source], start + index) { return false }
    }
    if !differs { return false }
    state.open(row: row, from: first, to: first + length - 1)
    let pushedOut = state.cells[start + (toRight ? length - 1 : 0)]
    for step in 0..<length - 1 {
      let index = toRight ? length - 1 - step : step
      state.write(
        state.cells[start + source(index, length, toRight)], row: row, column: first + index)
    }
    state.write(pushedOut, row: row, column: toRight ? first : first + length - 1)
    return true
  }

  @inline(__always)
  private static func source(_ index: Int, _ length: Int, _ toRight: Bool) -> Int {
    let source = toRight ? index - 1 : index + 1
    return source < 0 ? length - 1 : source == length ? 0 : source
  }
}
