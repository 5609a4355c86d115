import Determinism

/// One run of a row grows by a column and another shrinks by one, so that the row works as much as
/// before: a day of work moves to where the rules of runs let it in.
enum Borders {
  /// Columns searched for the next border of a run.
  private static let reach = 14

  /// A cell at the end of a run, and the member sets it would leave and enter.
  private struct Step {
    var column: Int
    var lost: UInt32
    var won: UInt32
  }

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    let count = region.columns.count
    guard count > 2 else { return false }
    let row = region.drawRow(&random)
    let drawn = region.columns.lowerBound + random.below(count)
    guard let border = border(state, row, from: drawn, region) else { return false }
    // The cell left or right of the border changes sides.
    let first = random.below(2) == 0 ? border - 1 : border
    let rowCells = state.cells + row &* state.columnCount
    let step = Step(
      column: first, lost: state.memberBits[Int(rowCells[first])],
      won: state.memberBits[Int(rowCells[first == border ? border - 1 : border])])
    guard let second = secondColumn(state, row, step, region, &random) else { return false }
    let style = ChoosingStyle.draw(&random)
    let gain = ChoiceQuery(row: row, column: first, sets: step.won)
    let loss = ChoiceQuery(row: row, column: second, sets: step.lost)
    guard let one = take(state, gain, rowCells[second], style, &random),
      let two = take(state, loss, rowCells[first], style, &random)
    else { return false }
    state.open(row: row, at: first, and: second)
    state.write(one, row: row, column: first)
    state.write(two, row: row, column: second)
    return true
  }

  /// What a cell takes: half the time what the other one gives up.
  @inline(__always)
  private static func take(
    _ state: borrowing GridState, _ query: ChoiceQuery, _ given: UInt16, _ style: ChoosingStyle,
    _ random: inout SeededGenerator
  ) -> UInt16? {
    if random.below(2) == 0
      && state.allows(given, query.row &* state.columnCount &+ query.column)
    {
      return given
    }
    return state.choose(query, style, &random)
  }

  /// A column beside another border whose cell could make the opposite step.
  @inline(__always)
  private static func secondColumn(
    _ state: borrowing GridState, _ row: Int, _ step: Step, _ region: Region,
    _ random: inout SeededGenerator
  ) -> Int? {
    let columns = region.columns
    var drawn = columns.lowerBound + random.below(columns.count)
    if random.below(2) == 0 {
      let near = step.column + random.below(2 * reach) - reach
      drawn = min(max(near, columns.lowerBound), columns.upperBound - 1)
    }
    guard let border = border(state, row, from: drawn, region) else { return nil }
    let rowCells = state.cells + row &* state.columnCount
    let left = state.memberBits[Int(rowCells[border - 1])]
    let right = state.memberBits[Int(rowCells[border])]
    let column = left == step.lost && right == step.won ? border : border - 1
    let isFitting =
      left == step.lost && right == step.won || left == step.won && right == step.lost
    return isFitting && column != step.column ? column : nil
  }

  /// First column from a drawn one on whose member sets differ from the column before.
  @inline(__always)
  private static func border(
    _ state: borrowing GridState, _ row: Int, from drawn: Int, _ region: Region
  ) -> Int? {
    let rowCells = state.cells + row &* state.columnCount
    var column = max(drawn, region.columns.lowerBound + 1)
    let end = min(column + reach, region.columns.upperBound)
    while column < end {
      if state.memberBits[Int(rowCells[column])] != state.memberBits[Int(rowCells[column - 1])] {
        return column
      }
      column += 1
    }
    return nil
  }
}
