import Determinism
package import Grid
import Measures

/// The self-check at its deepest: random moves, each compared with a recount from scratch.
///
/// Tests run it on random grids; `rota` never does, because a recount a move is thousands of times
/// slower than the move.
package struct EvaluationCheck {
  private let model: SearchModel
  private let answer: GridAnswer
  /// What a search might want to know no more about than that a change costs more.
  private static let thresholds: [Float] = [.infinity, 10, 0, -10]

  /// - Precondition: the answer lies inside the grid's domains.
  package init(_ model: SearchModel, answer: GridAnswer) {
    self.model = model
    self.answer = answer
  }

  /// Proposes moves, commits about half of them, and describes every mismatch with the move and
  /// both numbers.
  package func faults(moves: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed, label: 3)
    var state = GridState(model, answer: answer)
    let region = Region(.whole(of: model.grid), in: model.grid)
    var faults: [String] = []
    for step in 0..<moves {
      let move = Move.allCases[random.below(Move.allCases.count)]
      let before = state.answer
      let counted = (state.hard, state.soft)
      guard move.propose(&state, region, &random) else {
        if state.answer != before { faults.append("step \(step): \(move) wrote, then gave up") }
        continue
      }
      if move == .borders && members(of: state.answer) != members(of: before) {
        faults.append("step \(step): \(move) changed how much a row works")
      }
      let enough = Self.thresholds[random.below(Self.thresholds.count)]
      let energy = state.evaluate(upTo: enough)
      if !energy.isFinite && state.changedCount > 0 && !spoilsCleanRow(state) {
        faults.append("step \(step): \(move) refused, though its rows stay clean")
      }
      if energy.isFinite && random.below(2) == 0 {
        state.commit()
        check(state, "step \(step): \(move) committed", &faults)
        // Without raised weights the search's own price is the plain sum of both levels.
        let plain = Float(state.hard - counted.0 + state.soft - counted.1)
        if energy <= enough ? abs(plain - energy) > 0.01 : plain < enough - 0.01 {
          faults.append("step \(step): \(move) priced \(energy), counted \(plain)")
        }
      } else {
        state.rollBack()
        if state.answer != before { faults.append("step \(step): \(move) not rolled back") }
      }
    }
    return faults
  }

  /// Lets one state become that of answer after answer, and describes every mismatch with a state
  /// made from nothing.
  package func faults(movingTo answers: [GridAnswer]) -> [String] {
    var state = GridState(model, answer: answer)
    var faults: [String] = []
    for (step, next) in answers.enumerated() {
      guard state.move(to: next) else {
        state = GridState(model, answer: next)
        continue
      }
      if state.answer != next { faults.append("step \(step): another answer") }
      check(state, "step \(step): moved to another answer", &faults)
    }
    return faults
  }

  /// Moves by name that found something to propose in so many attempts each.
  package func movesThatPropose(attempts: Int, seed: UInt64) -> Set<String> {
    var random = SeededGenerator(seed: seed, label: 4)
    var state = GridState(model, answer: answer)
    let region = Region(.whole(of: model.grid), in: model.grid)
    var found: Set<String> = []
    for move in Move.allCases {
      for _ in 0..<attempts where move.propose(&state, region, &random) {
        found.insert("\(move)")
        state.rollBack()
      }
    }
    return found
  }

  /// The names of all moves.
  package static var moveNames: Set<String> { Set(Move.allCases.map { "\($0)" }) }

  /// Cells by row and the member sets of runs that they are in.
  private func members(of answer: GridAnswer) -> [[UInt32: Int]] {
    (0..<model.rowCount).map { row in
      (0..<model.columnCount).reduce(into: [:]) { counts, column in
        let choice = Int(answer.cells[row * model.columnCount + column])
        counts[model.structure.memberBits.base[choice], default: 0] += 1
      }
    }
  }

  /// Whether a row of the move that was clean is not, counted without masks.
  private func spoilsCleanRow(_ state: borrowing GridState) -> Bool {
    for index in 0..<state.openCount where state.rowHard[state.openRows[index].row] == 0 {
      let whole = state.structure(
        row: state.openRows[index].row, from: 0, to: model.columnCount - 1)
      if whole.hard > 0 { return true }
    }
    return false
  }

  private func check(_ state: borrowing GridState, _ place: String, _ faults: inout [String]) {
    let score = model.grid.recount(state.answer).score
    let hard = score.accreditation + score.institution
    if hard != state.hard || score.soft != state.soft {
      faults.append("\(place): counted \(hard)/\(score.soft), kept \(state.hard)/\(state.soft)")
    }
  }
}
