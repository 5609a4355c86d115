import Determinism
import Grid
import Testing

/// Distances between answers whose rows may stand for one another.
@Suite struct MatchedDistanceTests {
  @Test func swappedRowsOfAGroupAreTheSameAnswer() {
    let answer = GridAnswer(cells: [1, 2, 3, 4, 5, 6, 7, 8, 9], columnCount: 3)
    let swapped = GridAnswer(cells: [7, 8, 9, 4, 5, 6, 1, 2, 3], columnCount: 3)
    #expect(answer.distance(to: swapped) == 6)
    #expect(answer.distance(to: swapped, matching: [[0, 2]]) == 0)
    #expect(answer.distance(to: swapped, matching: [[0, 1]]) == 6)
    #expect(answer.distance(to: swapped, matching: []) == 6)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func theMatchingIsTheBestOfAll(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = Int.random(in: 1...5, using: &generator)
    func random() -> GridAnswer {
      GridAnswer(
        cells: (0..<(rows * 4)).map { _ in UInt16.random(in: 0...2, using: &generator) },
        columnCount: 4)
    }
    let first = random()
    let second = random()
    let least = orders(of: Array(0..<rows)).map { order in
      (0..<rows).reduce(0) { sum, row in
        sum + (0..<4).count { first[row, $0] != second[order[row], $0] }
      }
    }.min()
    #expect(
      first.distance(to: second, matching: [Array(0..<rows)]) == least, "seed \(seed)")
  }

  private func orders(of items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index -> [[Int]] in
      var rest = items
      let item = rest.remove(at: index)
      return orders(of: rest).map { [item] + $0 }
    }
  }
}
