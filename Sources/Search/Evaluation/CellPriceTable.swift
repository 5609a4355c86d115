import Grid
import Measures

/// Soft prices of choices in single cells: wishes, mostly.
///
/// Few cells of a large grid have one. Those hold a line of prices each; a dense table of a year of
/// 600 people and 262 activities would take 700 MB.
struct CellPriceTable: Sendable {
  /// Bits of the cells that have a price, 64 cells a word.
  let pricedCells: FrozenBuffer<UInt64>
  /// Where each cell's line begins in ``prices``; 0, a line of zeros, for those without a price.
  let lineOfCell: FrozenBuffer<Int32>
  let prices: FrozenBuffer<Int32>
  /// Largest amount of a single price, 0 without any.
  let largest: Int

  /// - Complexity: O(cells + prices × choices).
  init(_ grid: DenseGrid) {
    let cellCount = grid.rowCount * grid.columnCount
    var bits = [UInt64](repeating: 0, count: cellCount / 64 + 1)
    var lines = [Int32](repeating: 0, count: cellCount)
    var prices = [Int32](repeating: 0, count: grid.choiceCount)
    for price in grid.cellPrices where price.level == .soft {
      let cell = Int(price.row) * grid.columnCount + Int(price.column)
      if lines[cell] == 0 {
        lines[cell] = Int32(prices.count)
        prices.append(contentsOf: repeatElement(0, count: grid.choiceCount))
        bits[cell / 64] |= 1 << UInt64(cell % 64)
      }
      prices[Int(lines[cell]) + Int(price.choice)] += price.amount
    }
    pricedCells = FrozenBuffer(bits)
    lineOfCell = FrozenBuffer(lines)
    largest = prices.reduce(0) { max($0, abs(Int($1))) }
    self.prices = FrozenBuffer(prices)
  }

  /// Price of a choice in a cell.
  @inline(__always)
  func price(_ cell: Int, _ choice: Int) -> Int32 {
    prices.base[Int(lineOfCell.base[cell]) + choice]
  }
}
