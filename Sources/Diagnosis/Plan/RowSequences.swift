import Containers
import Grid
import Measures
import Search

/// Whether any sequence of rotations keeps the rules of one row, by the row programme.
///
/// Rules are taken in only when a sequence breaks them, so that the states stay few and those taken
/// in when no sequence is left are already close to a smallest contradiction. `nil` where the
/// states do not fit: nothing is known then.
struct RowSequences {
  let grid: HardGrid
  let row: Int

  /// States kept in one pass: a row of a sample programme takes some thousands.
  private static let statesMax = 200_000

  /// Instances that have no sequence together; empty when one keeps them all; nil when unknown.
  func contradiction() -> Set<Int>? {
    let own = grid.rulesOfRow[row]
    var taken: Set<Int> = Set(grid.cellInstances)
    while true {
      switch sequence(of: taken) {
      case .infeasible: return taken
      case .tooLarge: return nil
      case .found(_, let cells):
        let broken = own.first { rule in
          !taken.contains(grid.rules[rule].instance) && breaks(cells, rule)
        }
        guard let broken else { return [] }
        taken.insert(grid.rules[broken].instance)
      }
    }
  }

  /// Whether the row programme proves that the instances have no sequence together.
  func isRefuted(_ instances: Set<Int>) -> Bool { sequence(of: instances) == .infeasible }

  private func sequence(of instances: Set<Int>) -> RowResult {
    guard let single = single(instances) else { return .infeasible }
    let programme = RowProgramme(model: SearchModel(single), row: 0)
    let prices = [Int32](repeating: 0, count: grid.columnCount * grid.choiceCount)
    let zeros = [UInt16](repeating: 0, count: grid.columnCount)
    let closed = closedPrices(prices, single)
    return closed.withUnsafeBufferPointer { prices in
      zeros.withUnsafeBufferPointer { current in
        guard let prices = prices.baseAddress, let current = current.baseAddress else {
          return .tooLarge
        }
        return programme.best(
          prices: prices, range: 0..<grid.columnCount, current: current,
          stateLimit: Self.statesMax)
      }
    }
  }

  private func closedPrices(_ prices: [Int32], _ single: DenseGrid) -> [Int32] {
    var prices = prices
    for column in 0..<grid.columnCount {
      let domain = single.domain(row: 0, column: column)
      for choice in 0..<grid.choiceCount where !domain.contains(choice) {
        prices[column * grid.choiceCount + choice] = RowProgramme.closed
      }
    }
    return prices
  }

  /// The row alone as a grid; nil when some cell has nothing left.
  private func single(_ instances: Set<Int>) -> DenseGrid? {
    let selection = Selection(
      instances: instances, rows: [row], columns: Set(0..<grid.columnCount))
    var domains: [BitSet] = []
    for column in 0..<grid.columnCount {
      let domain = grid.allowed(row, column, selection)
      if domain.isEmpty { return nil }
      domains.append(domain)
    }
    var single = DenseGrid(
      rowCount: 1, columnCount: grid.columnCount, choiceCount: grid.choiceCount,
      domains: domains, domainOfCell: domains.indices.map(Int32.init))
    for rule in grid.rulesOfRow[row] where instances.contains(grid.rules[rule].instance) {
      guard let family = grid.rules[rule].family.alone() else { continue }
      single.rules.append(
        GridRule(instance: grid.rules[rule].instance, level: .institution, family: family))
    }
    return single
  }

  private func breaks(_ cells: [UInt16], _ rule: Int) -> Bool {
    guard let family = grid.rules[rule].family.alone() else { return false }
    let empty = DenseGrid(
      rowCount: 1, columnCount: grid.columnCount, choiceCount: grid.choiceCount,
      domains: [grid.every], domainOfCell: Array(repeating: 0, count: grid.columnCount))
    let answer = GridAnswer(cells: cells, columnCount: grid.columnCount)
    return empty.penalty(of: family, in: answer) > 0
  }
}

extension GridFamily {
  /// The family over row 0 alone; nil for families over several rows.
  fileprivate func alone() -> GridFamily? {
    switch self {
    case .sum(var family):
      family.rows = [0]
      return .sum(family)
    case .transition(var family):
      family.rows = [0]
      return .transition(family)
    case .run(var family):
      family.rows = [0]
      family.history = []
      return .run(family)
    case .order(var family):
      family.rows = [0]
      return .order(family)
    default: return nil
    }
  }
}
