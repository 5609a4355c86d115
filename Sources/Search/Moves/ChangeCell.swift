import Determinism

/// One cell takes another choice of its domain.
enum ChangeCell {
  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    guard !region.openCells.isEmpty else { return false }
    let cell = Int(region.openCells[random.below(region.openCells.count)])
    let choice = state.drawChoice(cell, &random)
    if choice == state.cells[cell] { return false }
    let row = cell / state.model.columnCount
    let column = cell - row * state.model.columnCount
    state.open(row: row, from: column, to: column)
    state.write(choice, row: row, column: column)
    return true
  }
}
