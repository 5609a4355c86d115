import Containers
import Grid
import Measures
import Search
import TestSupport
import Testing

/// Who is blamed for what an answer costs, against recounts of every single change.
@Suite struct BlameTests {
  @Test(arguments: UInt64(0)..<60)
  func aCellIsBlamedForWhatItsBestChangeSaves(seed: UInt64) throws {
    var grid = RandomDutyGrid.grid(seed: seed)
    for index in grid.rules.indices { grid.rules[index].level = .soft }
    let answer = RandomGrid.answer(of: grid, seed: seed)
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: answer),
      seed: seed)
    let blamed = Blame.cells(of: task, in: answer)
    let present = grid.recount(answer).score.soft
    for row in 0..<grid.rowCount {
      for column in 0..<grid.columnCount {
        let costs = grid.domain(row: row, column: column).members.map { choice in
          var other = answer
          other.cells[row * grid.columnCount + column] = UInt16(choice)
          return grid.recount(other).score.soft
        }
        let saved = present - (costs.min() ?? present)
        let found = blamed.first { $0.row == Int32(row) && $0.column == Int32(column) }
        #expect((found?.points ?? 0) == max(0, saved), "seed \(seed), cell (\(row), \(column))")
      }
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func hardRulesThatHoldKeepNobodyFromBlame(seed: UInt64) throws {
    // The same soft rules beside rules that hold and that every change would break.
    var grid = RandomDutyGrid.grid(seed: seed, kinds: [.gap, .pair, .spread])
    for index in grid.rules.indices { grid.rules[index].level = .soft }
    let answer = RandomGrid.answer(of: grid, seed: seed)
    let free = Subproblem(free: .whole(of: grid), border: answer)
    let before = Blame.cells(
      of: SearchTask(model: SearchModel(grid), subproblem: free, seed: 1), in: answer)
    for cell in answer.cells.indices {
      let column = cell % grid.columnCount
      let others = grid.domains[Int(grid.domainOfCell[cell])].members.filter {
        $0 != Int(answer.cells[cell])
      }
      grid.cellPrices += others.map {
        CellPrice(
          row: cell / grid.columnCount, column: column, choice: $0, level: .institution, amount: 1,
          instance: 0)
      }
    }
    let after = Blame.cells(
      of: SearchTask(model: SearchModel(grid), subproblem: free, seed: 1), in: answer)
    #expect(before == after, "seed \(seed)")
  }
}
