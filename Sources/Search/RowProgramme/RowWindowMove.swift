import Determinism
import Grid

/// Plans a window of one row anew, exactly, at what each cell is worth to the covers just now.
///
/// A move of the annealing that costs as much as hundreds of small ones and does what none of them
/// can: it changes a whole stretch to the best there is under the row's hard rules. The state
/// prices the result like that of any move, so the threshold decides.
final class RowWindowMove {
  private let model: SearchModel
  private let quotas: [Quota]
  private var programmes: [RowProgramme?]
  private let keptStates: Int
  /// Counters that the row programme sees to itself: those of sums.
  private let isOfRow: [Bool]
  private var prices: [Int32] = []

  /// Longest window in columns: four weeks, beyond which a call takes milliseconds.
  private static let columnMax = 28
  /// Costs a call may keep, 4 MB: windows that need more are left to the small moves.
  private static let stateLimit = 1_000_000
  /// States kept over all rows: about 200 MB at most.
  private static let keptStatesInAll = 1_000_000
  /// Steps that take as long as one small move, measured on duty lines of 28 and 182 days.
  private static let stepsAnEffort = 4

  init(_ model: SearchModel, quotas: [Quota]) {
    self.model = model
    self.quotas = quotas
    programmes = Array(repeating: nil, count: model.rowCount)
    keptStates = min(RowProgramme.keptStatesMax, Self.keptStatesInAll / max(1, model.rowCount))
    isOfRow = (0..<model.counters.count).map { counter in
      let rule = Int(model.counters.rule[counter])
      if counter >= model.counters.linearCount { return true }
      guard rule >= 0, case .sum = model.grid.rules[rule].family else { return false }
      return true
    }
  }

  /// Writes a better window of a random row and commits it when it passes the threshold; returns
  /// the effort spent, at least 1.
  func run(
    _ state: inout GridState, _ region: Region, threshold: Float, _ random: inout SeededGenerator
  ) -> Int {
    let row = region.drawRow(&random)
    let longest = min(Self.columnMax, region.columns.count)
    let length = 1 + random.below(longest)
    let first = region.columns.lowerBound + random.below(region.columns.count - length + 1)
    let range = first..<first + length
    price(row, range, state)
    let programme =
      programmes[row]
      ?? RowProgramme(model: model, row: row, quotas: quotas, keptStates: keptStates)
    programmes[row] = programme
    let before = programme.steps
    let result = prices.withUnsafeBufferPointer { buffer -> RowResult in
      guard let start = buffer.baseAddress else { return .infeasible }
      return programme.best(
        prices: start, range: range, current: state.cells + row * model.columnCount,
        stateLimit: Self.stateLimit)
    }
    if case .found(_, let cells) = result { offer(cells, row, range, &state, threshold) }
    return 1 + (programme.steps - before) / Self.stepsAnEffort
  }

  private func offer(
    _ cells: [UInt16], _ row: Int, _ range: Range<Int>, _ state: inout GridState,
    _ threshold: Float
  ) {
    let start = row * model.columnCount
    let changed = range.filter { state.cells[start + $0] != cells[$0 - range.lowerBound] }
    guard let first = changed.first, let last = changed.last else { return }
    state.open(row: row, from: first, to: last)
    for column in changed {
      state.write(cells[column - range.lowerBound], row: row, column: column)
    }
    if state.evaluate(upTo: threshold) <= threshold { state.commit() } else { state.rollBack() }
  }

  /// Cell prices, and what each choice changes in the covers when the cell's own choice is gone.
  private func price(_ row: Int, _ range: Range<Int>, _ state: borrowing GridState) {
    prices.removeAll(keepingCapacity: true)
    let feeds = model.feeds
    for column in range {
      let cell = row * model.columnCount + column
      let own = Int(state.cells[cell])
      feeds.visit(row, column, own) { state.counters[$0].value -= $1 }
      for choice in 0..<model.choiceCount {
        var price = Float(model.cellPrices.price(cell, choice))
        feeds.visit(row, column, choice) { counter, weight in
          if isOfRow[counter] { return }
          let item = state.counters[counter]
          price += item.price(at: item.value + weight) - item.price(at: item.value)
        }
        // Whole points: the row's own soft rules count in them; a million bounds sums to 32 bits.
        prices.append(Int32(min(max(price.rounded(), -1e6), 1e6)))
      }
      feeds.visit(row, column, own) { state.counters[$0].value += $1 }
    }
  }
}
