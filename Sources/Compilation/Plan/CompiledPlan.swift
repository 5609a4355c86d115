package import Domain
package import Grid
package import Rules

/// A programme as a grid of residents × plan columns, and the way back.
///
/// Rows are ``ProgramFacts/residents``, choices ``ProgramFacts/rotations``, both in order. A hard
/// rule over single cells is a domain: inside the domains the grid's score equals the judge's.
package struct CompiledPlan: Sendable {
  package let grid: DenseGrid
  /// The rule instance behind each instance index of the grid: the programme's, in order.
  package let instances: [RuleInstanceID]

  /// The plan that an answer stands for.
  ///
  /// - Precondition: the answer has the grid's shape.
  package func plan(from answer: GridAnswer) -> RotationPlan {
    precondition(
      answer.cells.count == grid.rowCount * grid.columnCount, "An answer of another grid")
    return RotationPlan(cells: answer.cells.map(Int.init), columnCount: answer.columnCount)
  }

  /// The answer that stands for a plan.
  ///
  /// - Precondition: the plan has the programme's shape and holds rotations of it.
  package func answer(from plan: RotationPlan) -> GridAnswer {
    precondition(
      plan.cells.count == grid.rowCount * grid.columnCount, "A plan of another programme")
    return GridAnswer(cells: plan.cells.map { UInt16($0) }, columnCount: plan.columnCount)
  }
}
