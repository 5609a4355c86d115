import Determinism

/// Two rows exchange two stretches crosswise.
///
/// One row holds *a* in the first stretch and *b* in the second, the other holds *b* first and *a*
/// second; after the exchange every column and both rows count as before, only their order
/// differs. Where covers are exact and curricula fixed, little else keeps an answer valid. The
/// second row is sought from a random place among so many rows at most, and mostly found sooner.
enum Rectangle {
  /// Rows that are looked at: all of most regions; of more than a thousand people the search for a
  /// partner took a tenth of the time.
  private static let rowsLooked = 256

  static func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    guard region.rows.count > 1, let (first, second) = region.drawPair(&random) else {
      return false
    }
    let row = region.drawRow(&random)
    guard differ(state, row, first, second),
      let partner = partner(of: row, state, region, first, second, &random)
    else { return false }
    for changed in [row, partner] {
      state.open(row: changed, from: first.lowerBound, to: second.upperBound - 1)
    }
    let columnCount = state.model.columnCount
    for index in 0..<first.count {
      let left = first.lowerBound + index
      let right = second.lowerBound + index
      let early = state.cells[row * columnCount + left]
      let late = state.cells[row * columnCount + right]
      state.write(late, row: row, column: left)
      state.write(early, row: row, column: right)
      state.write(early, row: partner, column: left)
      state.write(late, row: partner, column: right)
    }
    return true
  }

  @inline(__always)
  private static func differ(
    _ state: borrowing GridState, _ row: Int, _ first: Range<Int>, _ second: Range<Int>
  ) -> Bool {
    let start = row * state.model.columnCount
    for index in 0..<first.count
    where state.cells[start + first.lowerBound + index]
      != state.cells[start + second.lowerBound + index]
    {
      return true
    }
    return false
  }

  @inline(__always)
  private static func partner(
    of row: Int, _ state: borrowing GridState, _ region: Region, _ first: Range<Int>,
    _ second: Range<Int>, _ random: inout SeededGenerator
  ) -> Int? {
    let begin = random.below(region.rows.count)
    for step in 0..<min(rowsLooked, region.rows.count) {
      let index = begin + step
      let other = region.rows[index < region.rows.count ? index : index - region.rows.count]
      if other != row && mirrors(state, row, other, first, second) { return other }
    }
    return nil
  }

  /// Whether the other row holds the row's two stretches crosswise, and domains allow the exchange.
  @inline(__always)
  private static func mirrors(
    _ state: borrowing GridState, _ row: Int, _ other: Int, _ first: Range<Int>,
    _ second: Range<Int>
  ) -> Bool {
    let mine = state.cells + row * state.model.columnCount
    let theirs = state.cells + other * state.model.columnCount
    for index in 0..<first.count {
      let left = first.lowerBound + index
      let right = second.lowerBound + index
      if mine[left] != theirs[right] || mine[right] != theirs[left] { return false }
    }
    for index in 0..<first.count {
      let left = first.lowerBound + index
      let right = second.lowerBound + index
      let base = row * state.model.columnCount
      let otherBase = other * state.model.columnCount
      if !(state.allows(mine[right], base + left) && state.allows(mine[left], base + right)
        && state.allows(mine[left], otherBase + left)
        && state.allows(mine[right], otherBase + right))
      {
        return false
      }
    }
    return true
  }
}
