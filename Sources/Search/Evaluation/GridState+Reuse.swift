import Grid

/// A state that goes on to another answer of its grid.
extension GridState {
  /// Cells that differ for each one that counting from nothing would visit: a changed cell is
  /// counted twice, with what it was and what it is.
  private static let cellsPerDifference = 4

  /// Becomes the state of another answer, with prices as a new state has them.
  ///
  /// - Returns: false, with nothing changed, when counting from nothing is less work.
  mutating func move(to answer: GridAnswer) -> Bool {
    let count = model.rowCount * columnCount
    precondition(answer.cells.count == count, "An answer of another shape")
    return answer.cells.withUnsafeBufferPointer { wanted in
      let different = wanted.indices.count { wanted[$0] != cells[$0] }
      guard different * Self.cellsPerDifference < count else { return false }
      for row in 0..<model.rowCount { rewrite(row, wanted) }
      forgetPrices()
      return true
    }
  }

  private mutating func rewrite(_ row: Int, _ wanted: UnsafeBufferPointer<UInt16>) {
    let start = row * columnCount
    let columns = 0..<columnCount
    func differs(_ column: Int) -> Bool { wanted[start + column] != cells[start + column] }
    guard let first = columns.first(where: differs), let last = columns.last(where: differs)
    else { return }
    open(row: row, from: first, to: last)
    for column in first...last { write(wanted[start + column], row: row, column: column) }
    structureHard = 0
    structureSoft = 0
    // A row may stand unclean where a move would have to leave it clean.
    _ = countStructure(0, isClean: false)
    gather()
    commit()
  }

  private mutating func forgetPrices() {
    for index in 0..<model.counters.linearCount {
      counters[index].energyUnder = Float(model.counters.priceUnder[index])
      counters[index].energyOver = Float(model.counters.priceOver[index])
    }
    for term in 0..<model.terms.terms.count { terms.factors[term] = 1 }
    structureWeight = 1
    temperature = 1
  }
}
