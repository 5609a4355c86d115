import Determinism

/// A stretch of a row is filled with one choice where the domain allows it: work or rest for some
/// days, one rotation for a block.
enum Fill {
  /// Longest stretch in columns: a week of days.
  private static let lengthMax = 7

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    let row = region.drawRow(&random)
    let stretch = region.drawStretch(&random, longest: lengthMax)
    let start = row * state.model.columnCount
    let pivot = start + stretch.lowerBound + random.below(stretch.count)
    let choice = state.drawChoice(pivot, &random)
    var differs = false
    for column in stretch
    where state.cells[start + column] != choice && state.allows(choice, start + column) {
      if !differs {
        state.open(row: row, from: stretch.lowerBound, to: stretch.upperBound - 1)
        differs = true
      }
      state.write(choice, row: row, column: column)
    }
    return differs
  }
}
