import Containers
import Grid
import Measures
import Testing

/// Whom some rows have to do with: those that count for the same hard rules in the same columns.
struct NearRowsTests {
  /// A cover of choice 1 in columns 0 to 3.
  private func cover(_ rows: [Int], of count: Int, level: ScoreLevel = .institution) -> GridRule {
    GridRule(
      instance: 0, level: level,
      family: .cover(
        CoverFamily(
          groups: (0..<4).map { [Int32($0)] }, tables: [[0, 1, 0]],
          tableOfRow: (0..<count).map { rows.contains($0) ? 0 : -1 },
          min: [Int32](repeating: 1, count: 4), max: [Int32](repeating: .max, count: 4),
          priceUnder: 1, priceOver: 1)))
  }

  /// Sixteen rows of eight columns; those listed may hold anything but choice 1.
  private func grid(without rows: [Int] = []) -> DenseGrid {
    DenseGrid(
      rowCount: 16, columnCount: 8, choiceCount: 3, domains: [.below(3), BitSet([0, 2])],
      domainOfCell: (0..<16 * 8).map { rows.contains($0 / 8) ? 1 : 0 })
  }

  @Test func thoseWhoCountForTheSameRuleAreNear() {
    var grid = grid()
    grid.rules = [cover([0, 1, 2], of: 16), cover([5, 6], of: 16)]
    #expect(grid.rows(near: [0], in: 0..<4) == [0, 1, 2])
    #expect(grid.rows(near: [0, 6], in: 0..<4) == [0, 1, 2, 5, 6])
    // One step only: who is near those is not looked for.
    grid.rules.append(cover([2, 9], of: 16))
    #expect(grid.rows(near: [0], in: 0..<4) == [0, 1, 2])
  }

  @Test func whoMayNotCountIsNotNear() {
    var grid = grid(without: [1])
    grid.rules = [cover([0, 1, 2], of: 16)]
    #expect(grid.rows(near: [0], in: 0..<4) == [0, 2])
    #expect(grid.rows(near: [1], in: 0..<4) == [1])
    // The rule counts nobody in the other columns.
    #expect(grid.rows(near: [0], in: 4..<8) == [0])
  }

  @Test func rulesOfWishesAndOfEverybodySayNothing() {
    var grid = grid()
    grid.rules = [cover([0, 1], of: 16, level: .soft), cover(Array(0..<16), of: 16)]
    #expect(grid.rows(near: [3], in: 0..<4) == [3])
  }

  @Test func mostRowsAreAllRows() {
    var grid = grid()
    grid.rules = (0..<5).map { cover(Array($0 * 3..<$0 * 3 + 3), of: 16) }
    let all = (0..<Int32(16)).map { $0 }
    #expect(grid.rows(near: [0, 3, 6], in: 0..<8) == all)
  }

  @Test func bothSidesOfACountAreNear() {
    var grid = grid()
    func heads(_ row: Int) -> HeadWeights {
      HeadWeights(tables: [[0, 1, 0]], tableOfRow: (0..<16).map { $0 == row ? 0 : -1 })
    }
    grid.rules = [
      GridRule(
        instance: 0, level: .institution,
        family: .twoSidedCover(
          TwoSidedCoverFamily(
            groups: [[0]], supply: heads(12), demand: heads(3), divisor: 2, constant: [0],
            price: 1)))
    ]
    #expect(grid.rows(near: [3], in: 0..<8) == [3, 12])
    #expect(grid.rows(near: [12], in: 0..<8) == [3, 12])
  }
}
