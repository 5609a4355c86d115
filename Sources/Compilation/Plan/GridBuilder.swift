import Containers
import Domain
import Grid
import Rules

/// Collects domains, prices and rules of one plan grid.
struct GridBuilder {
  /// A cell without choices and the instances that closed choices to it.
  struct EmptyCell {
    var row: Int
    var column: Int
    var instances: [Int]
  }

  let facts: PlanFacts
  private var domains: [BitSet]
  /// For each cell, the instances that closed a choice to it.
  private var restrictors: [[Int]]
  private var prices: [CellPrice] = []
  private var rules: [GridRule] = []

  init(facts: PlanFacts) {
    self.facts = facts
    let cellCount = facts.facts.residents.count * facts.columnCount
    domains = Array(repeating: facts.everyChoice, count: cellCount)
    restrictors = Array(repeating: [], count: cellCount)
  }

  var emptyCells: [EmptyCell] {
    domains.indices.filter { domains[$0].isEmpty }.map { cell in
      EmptyCell(
        row: cell / facts.columnCount, column: cell % facts.columnCount,
        instances: restrictors[cell])
    }
  }

  /// Takes from each cell's domain what a hard rule does not allow.
  mutating func restrict(_ lowering: some CellLowering, _ part: RulePart) {
    let every = facts.everyChoice
    for allowance in lowering.spared(part, in: facts) {
      let cell = allowance.row * facts.columnCount + allowance.column
      guard !every.subtracting(allowance.choices).isEmpty else { continue }
      restrictors[cell].append(part.instance)
      domains[cell] = domains[cell].intersection(allowance.choices)
    }
  }

  /// Prices every choice of the cell's domain that is not among those given.
  mutating func price(
    outside choices: BitSet, row: Int, column: Int, _ points: Int, _ part: RulePart
  ) {
    for choice in domains[row * facts.columnCount + column].subtracting(choices).members {
      prices.append(
        CellPrice(
          row: row, column: column, choice: choice, level: part.severity.scoreLevel,
          amount: points, instance: part.instance))
    }
  }

  mutating func add(_ family: GridFamily, _ part: RulePart) {
    rules.append(
      GridRule(instance: part.instance, level: part.severity.scoreLevel, family: family))
  }

  func grid() -> DenseGrid {
    var table = DomainTable()
    let domainOfCell = domains.map { table.index(of: $0) }
    var grid = DenseGrid(
      rowCount: facts.facts.residents.count, columnCount: facts.columnCount,
      choiceCount: facts.facts.rotations.count, domains: table.domains, domainOfCell: domainOfCell,
      cutColumns: facts.blocks.indices.dropFirst().compactMap { block in
        facts.columns(ofBlock: block + 1).first.map { Int32($0) }
      })
    grid.rules = rules
    grid.cellPrices = prices.sorted {
      ($0.row, $0.column, $0.choice, $0.instance) < ($1.row, $1.column, $1.choice, $1.instance)
    }
    return grid
  }
}

extension RulePart {
  /// The rows as the grid's families name them.
  var gridRows: [Int32] { rows.map { Int32($0) } }
}
