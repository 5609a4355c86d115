import Containers
package import Domain
package import Grid
package import Rules

/// The duty level of a programme over some dates, under one plan, as a grid, and the way back.
///
/// Rows are residents, then faculty; columns the three parts of each date of the horizon, after
/// those of the history that binds it; choices the programme's activities in order, and a last one
/// for unknown history. Inside the domains the grid's score equals the judge's of the duty rules.
package struct CompiledDuty: Sendable {
  package let grid: DenseGrid
  /// The rule instance behind each instance index of the grid: ``Program/dutyRules``, in order.
  package let instances: [RuleInstanceID]
  /// Dates that an answer decides.
  package let horizon: DateRange
  /// Columns of history before them.
  package let historyColumns: Int

  /// The duties that an answer stands for.
  ///
  /// - Precondition: the answer has the grid's shape.
  package func schedule(from answer: GridAnswer) -> DutySchedule {
    precondition(
      answer.cells.count == grid.rowCount * grid.columnCount, "An answer of another grid")
    var cells: [Int] = []
    cells.reserveCapacity(grid.rowCount * (grid.columnCount - historyColumns))
    for row in 0..<grid.rowCount {
      let start = row * grid.columnCount
      cells += answer.cells[(start + historyColumns)..<(start + grid.columnCount)].map(Int.init)
    }
    return DutySchedule(cells: cells, dates: horizon)
  }

  /// The answer for duties that were found under another plan: what a cell may no longer hold gives
  /// way to the first activity that it may.
  ///
  /// - Precondition: as for ``answer(from:)``.
  package func answer(near schedule: DutySchedule) -> GridAnswer {
    var answer = answer(from: schedule)
    for row in 0..<grid.rowCount {
      for column in 0..<grid.columnCount {
        let domain = grid.domain(row: row, column: column)
        let cell = row * grid.columnCount + column
        if !domain.contains(Int(answer.cells[cell])) {
          answer.cells[cell] = UInt16(domain.members[0])
        }
      }
    }
    return answer
  }

  /// The answer that stands for duties, history in front.
  ///
  /// - Precondition: the schedule covers ``horizon`` with the programme's people.
  package func answer(from schedule: DutySchedule) -> GridAnswer {
    precondition(
      schedule.dates == horizon && schedule.personCount == grid.rowCount,
      "A schedule of other dates or people")
    var cells: [UInt16] = []
    for row in 0..<grid.rowCount {
      for column in 0..<historyColumns {
        // A cell of history has one choice.
        cells.append(UInt16(grid.domain(row: row, column: column).members[0]))
      }
      for column in 0..<schedule.columnCount { cells.append(UInt16(schedule[row, column])) }
    }
    return GridAnswer(cells: cells, columnCount: grid.columnCount)
  }
}
