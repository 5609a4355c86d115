package import Grid

/// A cell of an answer whose choice costs something that another choice there would not.
package struct Blame: Sendable, Hashable {
  package var row: Int32
  package var column: Int32
  /// What the best other choice of the cell alone would save, at least 1: soft points, and for each
  /// unit of a hard rule as much as the largest soft price.
  package var points: Int
}

extension Blame {
  /// Changes looked at in one go at most: a tenth of a second or two.
  private static let changesMax = 200_000

  /// Cells of a task that share in what an answer costs, row by row.
  ///
  /// Each cell is asked by itself what another choice would save if the hard rules that hold now
  /// did not matter: where something is wrong, not how to mend it. In large tasks only as many rows
  /// are looked at as there is time for.
  ///
  /// - Parameter start: position among the task's rows of the first one looked at; others follow
  ///   in a circle.
  /// - Complexity: O(free cells × choices × counters a cell feeds).
  package static func cells(
    of task: SearchTask, in answer: GridAnswer, from start: Int = 0
  ) -> [Blame] {
    let model = task.model
    var state = GridState(model, answer: answer, quotas: task.subproblem.quotas)
    let weights = HardWeights(
      model, scale: state.hard > 0 ? Float(model.largestSoftPrice) : 0)
    weights.apply(to: &state)
    var result: [Blame] = []
    var changes = 0
    let rows = task.subproblem.free.rows
    for place in rows.indices where changes < changesMax {
      let row = Int(rows[(place + start) % rows.count])
      // A clean row refuses whatever would spoil it; here it shall say what that would save.
      let clean = state.rowHard[row]
      state.rowHard[row] = max(1, clean)
      for column in task.subproblem.free.columns.map(Int.init) {
        let cell = row * model.columnCount + column
        let present = answer.cells[cell]
        var best: Float = 0
        for choice in model.choicesOfDomain[Int(model.domainOfCell.base[cell])]
        where choice != present {
          state.open(row: row, from: column, to: column)
          state.write(choice, row: row, column: column)
          best = min(best, state.evaluate())
          state.rollBack()
          changes += 1
        }
        if best <= -0.5 {
          result.append(
            Blame(row: Int32(row), column: Int32(column), points: Int((-best).rounded())))
        }
      }
      state.rowHard[row] = clean
    }
    return result
  }
}
