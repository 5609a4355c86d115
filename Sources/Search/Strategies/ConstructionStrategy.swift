import Determinism
package import Grid

/// Builds answers row by row from nothing, each row by a beam search against the rows before it.
///
/// Rows with the fewest alternatives come first; each repetition shuffles the rest and adds noise
/// to prices, and the best answer of all repetitions counts. Quick and rough: it rarely satisfies
/// tight covers, which is the annealing's business. Poor where every row depends on all others.
package struct ConstructionStrategy: Strategy {
  package static let name = "construction"

  /// Beginnings kept a column.
  private let width: Int

  package init(_ parameters: StrategyParameters) {
    width = max(4, Int(parameters.value("beam-width", default: 24)))
  }

  package func search(_ task: SearchTask, control: any SearchControl) -> Candidate? {
    var random = SeededGenerator(seed: task.seed)
    var best: Candidate?
    var effort = 0
    repeat {
      let answer = construct(task, round: best == nil ? 0 : 1, &random, &effort)
      let candidate = Candidate(of: task, answer: answer, effort: effort)
      if best.map(candidate.isBetter(than:)) ?? true {
        best = candidate
        control.improved(candidate)
      }
    } while control.shareUsed(effort: effort) < 1
    return best
  }

  /// One answer from nothing; effort counts one unit a cell extended.
  func construct(
    _ task: SearchTask, round: Int, _ random: inout SeededGenerator, _ effort: inout Int
  ) -> GridAnswer {
    let model = task.model
    let scale = AnnealingSchedule.hardScale(model)
    let beam = RowBeam(
      model: model, width: width, weights: HardWeights(model, scale: scale))
    var answer =
      task.subproblem.border
      ?? GridAnswer(
        cells: Array(repeating: 0, count: model.rowCount * model.columnCount),
        columnCount: model.columnCount)
    let free = FreeCells(task.subproblem.free, columnCount: model.columnCount)
    let value = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, model.counters.count))
    value.initialize(repeating: 0, count: max(1, model.counters.count))
    defer { value.deallocate() }
    let frozen = (0..<model.rowCount).filter { !free.hasRow($0) }
    for row in frozen { count(row, of: answer, model, into: value) }
    let noise = round == 0 ? 0.25 : Float(model.largestSoftPrice) * 0.05 + 0.25
    let border = answer
    let end = Int(task.subproblem.free.columns.upperBound)
    for row in order(model, free, &random) {
      let cells = beam.row(
        row, upTo: end, value: value,
        choices: { cell in
          free.contains(cell)
            ? model.choicesOfDomain[Int(model.domainOfCell.base[cell])] : [border.cells[cell]]
        }, noise: noise, &random)
      for (column, choice) in cells.enumerated() {
        answer.cells[row * model.columnCount + column] = choice
      }
      count(row, of: answer, model, into: value)
      // Frozen cells before the region are one choice each, those behind it are not visited.
      effort += end + task.subproblem.free.columns.count * (width - 1)
    }
    return answer
  }

  /// Rows with few open choices first, equal ones in random order.
  private func order(
    _ model: SearchModel, _ free: FreeCells, _ random: inout SeededGenerator
  ) -> [Int] {
    let rows = (0..<model.rowCount).filter(free.hasRow)
    let openness = rows.map { row in
      (0..<model.columnCount).reduce(0) { sum, column in
        let cell = row * model.columnCount + column
        return sum + model.choicesOfDomain[Int(model.domainOfCell.base[cell])].count
      }
    }
    let keys = rows.map { _ in random.next() }
    // Eight classes of openness: enough to let pinned rows go first, few enough to vary the rest.
    let widest = max(1, openness.max() ?? 1)
    return rows.indices.sorted { left, right in
      let leftClass = openness[left] * 8 / (widest + 1)
      let rightClass = openness[right] * 8 / (widest + 1)
      return (leftClass, keys[left]) < (rightClass, keys[right])
    }.map { rows[$0] }
  }

  private func count(
    _ row: Int, of answer: GridAnswer, _ model: SearchModel,
    into value: UnsafeMutablePointer<Int32>
  ) {
    for column in 0..<model.columnCount {
      model.feeds.visit(row, column, Int(answer.cells[row * model.columnCount + column])) {
        value[$0] += $1
      }
    }
  }
}

/// Which cells of a grid are free.
struct FreeCells {
  private let isFreeRow: Set<Int>
  private let columns: Range<Int>
  private let columnCount: Int

  init(_ region: FreeRegion, columnCount: Int) {
    isFreeRow = Set(region.rows.map(Int.init))
    columns = Int(region.columns.lowerBound)..<Int(region.columns.upperBound)
    self.columnCount = columnCount
  }

  func hasRow(_ row: Int) -> Bool { isFreeRow.contains(row) }

  func contains(_ cell: Int) -> Bool {
    isFreeRow.contains(cell / columnCount) && columns.contains(cell % columnCount)
  }
}

extension Candidate {
  /// Counts an answer of a task by the task's own quotas.
  package init(of task: SearchTask, answer: GridAnswer, effort: Int) {
    let state = GridState(task.model, answer: answer, quotas: task.subproblem.quotas)
    self.init(answer: answer, hard: state.hard, soft: state.soft, effort: effort)
  }
}
