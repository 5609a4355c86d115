import Determinism
import Grid

/// Fills one row from left to right, keeping the most promising beginnings.
///
/// A beam search: each column extends every kept beginning by every choice of the cell's domain and
/// keeps the ``width`` cheapest, at most a quarter of them with the same ending so that one kind of
/// beginning cannot crowd out the others. The price of a beginning is what its cells cost given
/// the rows placed before (cover counts at the margin, so filling a gap earns), its broken
/// structure, and a forecast for sums: what is already over, and what can no longer be reached.
/// The idea is that of B. Lowerre's HARPY (1976); it is no exact method: issue notes and
/// `docs/algorithms/construction.md` say where it falls short.
///
/// - Complexity: O(columns × width × choices × (counters a cell feeds + offsets)) a row.
struct RowBeam {
  /// A beginning of the row: what its cells cost so far and what the row's sums have gathered.
  private struct Beginning {
    var cost: Float
    var cells: [UInt16]
    var sums: [Int32]
    /// Length of the stretch of equal run membership it ends with, by run of the row.
    var runLengths: [Int32]
  }

  private struct Extension {
    var cost: Float
    var parent: Int
    var choice: UInt16
  }

  let model: SearchModel
  let width: Int
  /// Price of a unit of each counter while constructing; hard ones weigh heavily.
  let weights: HardWeights

  /// The cheapest row found, given the counts of the rows already placed.
  ///
  /// `value` holds every counter without this row; `choices` what each cell may hold; `noise` is
  /// the size of a random price that breaks ties. Cells from `end` on are left out.
  func row(
    _ row: Int, upTo end: Int, value: UnsafeMutablePointer<Int32>, choices: (Int) -> [UInt16],
    noise: Float, _ random: inout SeededGenerator
  ) -> [UInt16] {
    let sums = RowSums(model, row: row)
    var beginnings = [
      Beginning(
        cost: 0, cells: [], sums: sums.counters.map { value[Int($0)] },
        runLengths: model.structure.runs(of: row).map(\.history))
    ]
    for column in 0..<end {
      let cell = row * model.columnCount + column
      var extensions: [Extension] = []
      let allowed = choices(cell)
      for (index, beginning) in beginnings.enumerated() {
        for choice in allowed {
          let price =
            price(of: choice, at: column, row, beginning, sums, value)
            + noise * Float(random.unit())
          extensions.append(
            Extension(cost: beginning.cost + price, parent: index, choice: choice))
        }
      }
      beginnings = survivors(of: extensions, beginnings, row, column, sums)
    }
    return beginnings.min { $0.cost < $1.cost }?.cells ?? []
  }

  // MARK: Pricing an extension

  private func price(
    of choice: UInt16, at column: Int, _ row: Int, _ beginning: Beginning, _ sums: RowSums,
    _ value: UnsafeMutablePointer<Int32>
  ) -> Float {
    let cell = row * model.columnCount + column
    var total = Float(model.cellPrices.price(cell, Int(choice)))
    model.feeds.visit(row, column, Int(choice)) { counter, weight in
      if counter >= model.counters.linearCount || sums.indexOfCounter[Int32(counter)] != nil {
        return
      }
      total +=
        weights.price(counter, value[counter] + weight) - weights.price(counter, value[counter])
    }
    total += sums.forecast(beginning.sums, choice, beginning.cells, column, weights)
    return total + structurePrice(of: choice, at: column, row, beginning)
  }

  private func structurePrice(
    of choice: UInt16, at column: Int, _ row: Int, _ beginning: Beginning
  ) -> Float {
    var total: Float = 0
    for (index, distance) in model.structure.distances.enumerated() where column >= distance {
      let earlier = column - distance
      let cell = (index * model.rowCount + row) * model.columnCount + earlier
      let table = Int(model.structure.tableOfCell.base[cell])
      if table < 0 { continue }
      let price = model.structure.pairs.price(
        table, Int(beginning.cells[earlier]), Int(choice))
      total += Float(price.soft) + weights.structure * Float(price.hard)
    }
    for (index, run) in model.structure.runs(of: row).enumerated() {
      total += runPrice(run, Int(beginning.runLengths[index]), choice, column)
    }
    for order in model.structure.ordersOfRow[row] {
      let rule = model.structure.orders[order]
      guard rule.isAfter[Int(choice)] else { continue }
      let earlier = beginning.cells.reduce(0) { $0 + (rule.isBefore[Int($1)] ? 1 : 0) }
      if earlier < rule.required { total += Float(rule.price) * weights.structure }
    }
    return total
  }

  /// Price of going on with, or ending, the run that the beginning ends with.
  private func runPrice(
    _ run: RowStructure.Run, _ length: Int, _ choice: UInt16, _ column: Int
  ) -> Float {
    let unit = run.isHard ? weights.structure : 1
    if isMember(choice, of: run) {
      var total: Float = 0
      if length >= Int(run.max) { total += unit * Float(run.priceLong) }
      let isLast = column == model.columnCount - 1
      if isLast && !run.endIsOpen && length + 1 < Int(run.min) {
        total += unit * Float(Int(run.priceShort) * (Int(run.min) - length - 1))
      }
      return total
    }
    guard length > 0, length < Int(run.min) else { return 0 }
    let beganBefore = run.startIsOpen && run.history == 0 && length == column
    return beganBefore ? 0 : unit * Float(Int(run.priceShort) * (Int(run.min) - length))
  }

  private func isMember(_ choice: UInt16, of run: RowStructure.Run) -> Bool {
    model.structure.memberBits.base[Int(choice)] & run.bit != 0
  }

  // MARK: Keeping the best

  private func survivors(
    of extensions: [Extension], _ beginnings: [Beginning], _ row: Int, _ column: Int,
    _ sums: RowSums
  ) -> [Beginning] {
    let order = extensions.indices.sorted {
      (extensions[$0].cost, $0) < (extensions[$1].cost, $1)
    }
    var kept: [Beginning] = []
    var countOfEnding: [Int: Int] = [:]
    let runs = model.structure.runs(of: row)
    for index in order {
      let item = extensions[index]
      let parent = beginnings[item.parent]
      var ending = Int(item.choice)
      for (position, run) in runs.enumerated() {
        ending = ending &* 64 &+ Int(min(parent.runLengths[position], 15))
        ending = ending &* 2 &+ (isMember(item.choice, of: run) ? 1 : 0)
      }
      let count = countOfEnding[ending, default: 0]
      if count >= max(1, width / 4) { continue }
      countOfEnding[ending] = count + 1
      kept.append(extended(parent, by: item, row, column, sums))
      if kept.count == width { break }
    }
    return kept
  }

  private func extended(
    _ parent: Beginning, by item: Extension, _ row: Int, _ column: Int, _ sums: RowSums
  ) -> Beginning {
    var child = parent
    child.cost = item.cost
    sums.add(item.choice, to: &child.sums, parent.cells, column)
    child.cells.append(item.choice)
    for (position, run) in model.structure.runs(of: row).enumerated() {
      let goesOn = isMember(item.choice, of: run)
      child.runLengths[position] = goesOn ? child.runLengths[position] + 1 : 0
    }
    return child
  }
}
