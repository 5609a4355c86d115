import Containers
import Grid
import Testing

/// Answers that are no answers of a grid: our own code would have to be wrong to count them.
struct RecountRefusalTests {
  static let grid = DenseGrid(
    rowCount: 1, columnCount: 2, choiceCount: 3, domains: [.below(3)], domainOfCell: [0, 0])

  @Test func theGreatestChoiceOfTheGridIsCounted() {
    let answer = GridAnswer(cells: [0, 2], columnCount: 2)
    #expect(Self.grid.recount(answer).cellsOutsideDomain == 0)
  }

  @Test func aChoiceJustBeyondTheGridEndsTheProcess() async {
    await #expect(processExitsWith: .failure) {
      let answer = GridAnswer(cells: [0, 3], columnCount: 2)
      _ = RecountRefusalTests.grid.recount(answer)
    }
  }

  @Test func anAnswerOfAnotherShapeEndsTheProcess() async {
    await #expect(processExitsWith: .failure) {
      _ = RecountRefusalTests.grid.recount(GridAnswer(cells: [0, 1, 2], columnCount: 3))
    }
  }
}
