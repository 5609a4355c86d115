import Containers
package import Grid

/// What a schedule that is there already holds in each cell of a grid, and which cells may change.
package struct GridPins: Sendable {
  /// The choice in each cell, row by row; nil where the schedule says nothing, which may change.
  package var choices: [Int?]
  /// Whether each cell may change.
  package var isFree: [Bool]

  package init(choices: [Int?], isFree: [Bool]) {
    precondition(choices.count == isFree.count, "Pins of two sizes")
    self.choices = choices
    self.isFree = isFree
  }

  /// Whether a cell stays as it is.
  package func isFrozen(_ cell: Int) -> Bool { !isFree[cell] && choices[cell] != nil }

  /// Cells of an answer that should have stayed as they were.
  ///
  /// - Complexity: O(cells).
  package func moved(in answer: GridAnswer) -> [Int] {
    answer.cells.indices.filter { isFrozen($0) && Int(answer.cells[$0]) != choices[$0] }
  }
}

/// A grid in which cells that stay as they are have one choice.
package struct PinnedGrid: Sendable {
  package var grid: DenseGrid
  package var pins: GridPins
  /// The schedule that is there, cells that their domain no longer allows changed: where a search
  /// starts.
  package var start: GridAnswer
  /// Cells that may change and have more than one choice.
  package var freeCells: Int
  /// Frozen cells, rising, whose choice hard rules over that cell alone do not allow.
  package var conflicts: [Int]

  /// Pins a compiled grid.
  ///
  /// - Precondition: there is a pin for every cell.
  /// - Complexity: O(cells + choices).
  package init(_ compiled: DenseGrid, _ pins: GridPins) {
    precondition(pins.choices.count == compiled.domainOfCell.count, "Pins of another grid")
    self.pins = pins
    var grid = compiled
    var singles = [Int32?](repeating: nil, count: grid.choiceCount)
    var cells: [UInt16] = []
    cells.reserveCapacity(pins.choices.count)
    conflicts = []
    freeCells = 0
    for cell in pins.choices.indices {
      let domain = grid.domains[Int(grid.domainOfCell[cell])]
      guard let choice = pins.choices[cell], domain.contains(choice) else {
        if pins.isFrozen(cell) { conflicts.append(cell) }
        // A compiled domain is never empty.
        cells.append(UInt16(domain.members[0]))
        freeCells += domain.count > 1 ? 1 : 0
        continue
      }
      cells.append(UInt16(choice))
      if pins.isFree[cell] {
        freeCells += domain.count > 1 ? 1 : 0
      } else if let known = singles[choice] {
        grid.domainOfCell[cell] = known
      } else {
        let position = Int32(grid.domains.count)
        grid.domains.append(BitSet([choice]))
        singles[choice] = position
        grid.domainOfCell[cell] = position
      }
    }
    self.grid = grid
    start = GridAnswer(cells: cells, columnCount: compiled.columnCount)
  }
}
