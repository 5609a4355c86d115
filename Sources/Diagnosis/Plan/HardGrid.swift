import Containers
import Grid
import Measures
import Rules

/// The hard rules of a plan as grid families and cell domains, each with the instance that it comes
/// from, so that any part of them can be asked alone.
struct HardGrid: Sendable {
  /// What one instance leaves to each cell.
  struct CellRule: Sendable {
    var instance: Int
    var domains: [BitSet]
    /// Index into ``domains`` of each cell; −1 for a cell that it leaves alone.
    var domainOfCell: [Int32]
  }

  var rowCount: Int
  var columnCount: Int
  var choiceCount: Int
  /// Names of instances, by index.
  var ids: [RuleInstanceID]
  var cellRules: [CellRule]
  /// Hard families only.
  let rules: [HardRule]
  /// Rules over single rows that speak of each row.
  let rulesOfRow: [[Int]]
  /// Rules over columns.
  let covers: [Int]
  let every: BitSet

  init(
    rowCount: Int, columnCount: Int, choiceCount: Int, ids: [RuleInstanceID],
    cellRules: [CellRule], rules: [GridRule]
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.choiceCount = choiceCount
    self.ids = ids
    self.cellRules = cellRules
    every = BitSet.below(choiceCount)
    let hard = rules.filter { $0.level != .soft }.map(HardRule.init)
    self.rules = hard
    var ofRow = Array(repeating: [Int](), count: rowCount)
    var covers: [Int] = []
    for (index, rule) in hard.enumerated() {
      if case .cover = rule.family { covers.append(index) }
      for row in rule.rows { ofRow[row].append(index) }
    }
    rulesOfRow = ofRow
    self.covers = covers
  }

  /// Instances that bind anything, in the programme's order.
  var instances: [Int] {
    Set(cellRules.map(\.instance) + rules.map(\.instance)).sorted()
  }

  /// Instances that speak of single cells alone.
  var cellInstances: [Int] { Set(cellRules.map(\.instance)).sorted() }

  /// What the selected instances leave to a cell before any reasoning.
  func allowed(_ row: Int, _ column: Int, _ selection: Selection) -> BitSet {
    guard selection.rows.contains(row), selection.columns.contains(column) else { return every }
    let cell = row * columnCount + column
    var result = every
    for rule in cellRules where selection.instances.contains(rule.instance) {
      let domain = rule.domainOfCell[cell]
      if domain >= 0 { result = result.intersection(rule.domains[Int(domain)]) }
    }
    return result
  }

  /// Everything together.
  var whole: Selection {
    Selection(
      instances: Set(instances), rows: Set(0..<rowCount), columns: Set(0..<columnCount))
  }
}

/// A part of the hard rules: instances; people whose rows they bind; columns whose cells and heads
/// they bind. Whoever is left out may hold anything anywhere, so a contradiction of a part is one
/// of the whole.
struct Selection: Sendable, Hashable {
  var instances: Set<Int>
  var rows: Set<Int>
  var columns: Set<Int>
}

/// A hard family with what reasoning asks of it again and again.
struct HardRule: Sendable {
  let instance: Int
  let family: GridFamily
  /// Rows that it binds by themselves; none for rules over columns.
  let rows: [Int]
  /// For sums of weights, choices by their weight, rising; empty for other families.
  let levels: [(weight: Int, choices: BitSet)]
  /// Tables of cells that a cover weighs otherwise than their rows.
  private var exceptions: [Cell: Int32] = [:]

  private struct Cell: Hashable {
    var row: Int32
    var column: Int32
  }

  init(_ rule: GridRule) {
    instance = Int(rule.instance)
    family = rule.family
    var levels: [(weight: Int, choices: BitSet)] = []
    switch rule.family {
    case .transition(let family): rows = family.rows.map(Int.init)
    case .run(let family): rows = family.rows.map(Int.init)
    case .order(let family): rows = family.rows.map(Int.init)
    case .sum(let family):
      rows = family.rows.map(Int.init)
      if case .weights(let weights) = family.measure { levels = Self.levels(weights) }
    case .cover(let family):
      rows = []
      for item in family.exceptions {
        exceptions[Cell(row: item.row, column: item.column)] = item.table
      }
    default: rows = []
    }
    self.levels = levels
  }

  /// What choices weigh in a cell of a cover; nil where the cell does not count.
  func weights(_ family: CoverFamily, _ row: Int, _ column: Int) -> [Int32]? {
    let own = exceptions[Cell(row: Int32(row), column: Int32(column))]
    let table = own ?? family.tableOfRow[row]
    return table < 0 ? nil : family.tables[Int(table)]
  }

  /// Choices by weight, the lightest first.
  static func levels(_ weights: [Int32]) -> [(weight: Int, choices: BitSet)] {
    Set(weights).sorted().map { weight in
      (Int(weight), BitSet(weights.indices.filter { weights[$0] == weight }))
    }
  }

  /// The choices that count, when every one of them counts one; nil for other sums.
  var members: BitSet? {
    switch levels.map(\.weight) {
    case [0, 1]: levels[1].choices
    case [1]: levels[0].choices
    default: nil
    }
  }
}
