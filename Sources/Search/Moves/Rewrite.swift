import Determinism

/// A stretch of one row gets a pattern of member sets (work or rest) and fitting choices.
///
/// Patterns: all alike, the present one with other choices, the present one moved by a column, or a
/// step from one kind to another. Choices are taken so that they may follow each other, cheap ones
/// more often than dear ones.
enum Rewrite {
  /// Longest stretch in columns: a week of days.
  private static let lengthMax = 7

  private enum Pattern { case alike(UInt32), kept, moved(Int), step(UInt32, UInt32, Int) }

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    let row = region.drawRow(&random)
    let longest = min(lengthMax, region.columns.count)
    let length = random.below(2) == 0 ? 1 : 1 + random.below(longest)
    let first = region.columns.lowerBound + random.below(region.columns.count - length + 1)
    let pattern = drawPattern(state, length, &random)
    let style = ChoosingStyle.draw(&random)
    let start = row &* state.columnCount
    var from = -1
    var to = -1
    for index in 0..<length {
      let column = first + index
      let sets = sets(pattern, index, state, row, column)
      let before =
        column == 0
        ? nil : index > 0 ? Int(state.scratch[index - 1]) : Int(state.cells[start + column - 1])
      let isEnd = index == length - 1 && column + 1 < state.columnCount
      let after = isEnd ? Int(state.cells[start + column + 1]) : nil
      let query = ChoiceQuery(
        row: row, column: column, sets: sets, before: before, after: after)
      guard let choice = state.choose(query, style, &random) else { return false }
      state.scratch[index] = choice
      if choice != state.cells[start + column] {
        if from < 0 { from = index }
        to = index
      }
    }
    if from < 0 { return false }
    state.open(row: row, from: first + from, to: first + to)
    for index in from...to { state.write(state.scratch[index], row: row, column: first + index) }
    return true
  }

  @inline(__always)
  private static func drawPattern(
    _ state: borrowing GridState, _ length: Int, _ random: inout SeededGenerator
  ) -> Pattern {
    let kinds = state.model.memberKinds
    if kinds.count < 2 { return .kept }
    let kind = random.below(8)
    if kind < 3 { return .kept }
    let drawn = kinds.base[random.below(kinds.count)]
    if kind < 5 || length == 1 { return .alike(drawn) }
    if kind < 7 { return .moved(kind == 5 ? -1 : 1) }
    return .step(drawn, kinds.base[random.below(kinds.count)], random.below(length))
  }

  @inline(__always)
  private static func sets(
    _ pattern: Pattern, _ index: Int, _ state: borrowing GridState, _ row: Int, _ column: Int
  ) -> UInt32 {
    let start = row &* state.columnCount
    switch pattern {
    case .alike(let sets): return sets
    case .kept: return state.memberBits[Int(state.cells[start + column])]
    case .moved(let by):
      let source = min(max(column + by, 0), state.columnCount - 1)
      return state.memberBits[Int(state.cells[start + source])]
    case .step(let first, let second, let border): return index <= border ? first : second
    }
  }
}
