package import Grid
package import Search

/// A grid, or the free part of it, as a model of the constraint solver.
package struct GridModel: Sendable {
  /// How rules of the two hard levels enter.
  package enum HardRules: Sendable {
    /// As constraints: every solution is valid, and there may be none.
    case forbidden
    /// As prices that outweigh everything soft.
    case priced
  }

  /// A rule that the model cannot hold; the text names family and reason.
  package struct Unsupported: Error, CustomStringConvertible, Hashable {
    package var description: String
  }

  /// Why an answer of the solver cannot be used.
  package struct Unreadable: Error, CustomStringConvertible {
    package var description: String
  }

  let model: ConstraintModel
  package let hardRules: HardRules
  /// What every answer of the task costs in soft points beyond the model's own objective: rules
  /// over cells that are all frozen.
  private(set) var softOffset: Int64 = 0
  /// What one unit of hard penalty weighs against a soft point where hard rules are priced.
  package let hardWeight: Int64
  private let border: GridAnswer
  /// Cells with more than one open choice: the literal of each choice.
  private let choicesOfCell: [OpenCell]

  struct OpenCell: Sendable {
    var cell: Int
    var choices: [(choice: UInt16, literal: Literal)]
  }

  init(
    _ model: ConstraintModel, _ hardRules: HardRules, hardWeight: Int64, border: GridAnswer,
    open: [OpenCell]
  ) {
    self.model = model
    self.hardRules = hardRules
    self.hardWeight = hardWeight
    self.border = border
    choicesOfCell = open
  }

  /// Lowers a task's grid; a subproblem with frozen cells names its border.
  ///
  /// - Complexity: O(cells × choices + size of the rules over free rows and columns).
  package init(
    of grid: DenseGrid, _ subproblem: Subproblem, hardRules: HardRules
  ) throws(Unsupported) {
    self = try GridModelBuilder.model(of: grid, subproblem, hardRules: hardRules)
  }

  /// Why a grid has no model, in words; nil when it has one.
  ///
  /// - Complexity: O(rules + cell prices + cells of covers).
  package static func refusal(of grid: DenseGrid) -> String? {
    GridModelBuilder.refusal(of: grid)
  }

  /// Learns from the border what frozen parts cost; nothing to learn where all is free.
  package mutating func setOffset(_ task: SearchTask) {
    guard hardRules == .forbidden, let given = task.subproblem.border,
      !task.subproblem.free.isWhole(of: task.model.grid)
    else { return }
    let counted = Candidate(of: task, answer: given, effort: 0)
    softOffset = 0
    softOffset = Int64(counted.soft) - objective(of: assignment(of: given))
  }

  /// Whether nothing is open.
  package var isFixed: Bool { choicesOfCell.isEmpty }

  package var variableCount: Int { model.variableCount }

  /// The value of every variable for an answer; of use as a hint.
  package func assignment(of answer: GridAnswer) -> [Int64] { model.assignment(of: answer.cells) }

  /// Whether the model can express the answer: hard prices close choices, and frozen cells are not
  /// asked.
  package func expresses(_ answer: GridAnswer) -> Bool {
    let open = Set(choicesOfCell.map(\.cell))
    let fixed = border.cells.indices.filter { !open.contains($0) }
    return fixed.allSatisfy { border.cells[$0] == answer.cells[$0] }
      && choicesOfCell.allSatisfy { item in
        item.choices.contains { $0.choice == answer.cells[item.cell] }
      }
  }

  /// Whether an assignment keeps every constraint.
  package func isSatisfied(by values: [Int64]) -> Bool { model.isSatisfied(by: values) }

  /// What the solver shows for an assignment: soft points, or weighted penalties where hard rules
  /// are priced.
  package func objective(of values: [Int64]) -> Int64 {
    model.objective.value(values) + softOffset
  }

  /// What is never undercut, by a bound of the solver's on the sum before its offset; nil when the
  /// solver knows none.
  package func bound(of inner: Int64) -> Int? {
    // The solver starts at minus some large number.
    guard inner > -ConstraintModel.unlimited else { return nil }
    return Int(inner + model.objective.constant + softOffset)
  }

  /// The answer that a solution stands for: one choice for each free cell, the border elsewhere.
  package func answer(from values: [Int64]) throws(Unreadable) -> GridAnswer {
    guard values.count == model.variableCount else {
      throw Unreadable(
        description: "\(values.count) values for \(model.variableCount) variables")
    }
    var answer = border
    for open in choicesOfCell {
      let held = open.choices.filter { ConstraintModel.holds($0.literal, values) }
      guard held.count == 1, let first = held.first else {
        throw Unreadable(description: "\(held.count) choices in cell \(open.cell)")
      }
      answer.cells[open.cell] = first.choice
    }
    return answer
  }

  /// The model in the bytes that the library reads, with an answer as hint and a limit on what
  /// ``objective(of:)`` may be.
  package func bytes(hint: GridAnswer? = nil, atMost limit: Int64? = nil) throws -> [UInt8] {
    try ModelEncoding.bytes(
      of: model, hint: hint.map(assignment), objectiveOffset: softOffset, atMost: limit)
  }
}
