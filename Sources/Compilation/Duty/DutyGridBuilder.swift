import Containers
import Domain
import Grid
import Rules

/// Collects domains, prices, the clock and the rules of one duty grid.
struct DutyGridBuilder {
  private(set) var context: DutyContext
  /// Row by row, so that a copy which changes a few rows shares the others.
  private var domains: [[BitSet]]
  /// For each of the cells that are noted, the instances that closed a choice to it.
  private var restrictors: [Int: [Int]]
  private(set) var prices: [CellPrice] = []
  private var rules: [GridRule] = []
  /// Every choice that some cell of each row may hold; empty before somebody asks.
  private var reaches: [BitSet] = []

  /// Names of the instances by their index: tallies speak of them.
  private let names: [RuleInstanceID]

  /// - Parameter noted: cells of which the instances that close something are kept.
  init(context: DutyContext, names: [RuleInstanceID], noting noted: [Int] = []) {
    self.context = context
    restrictors = Dictionary(uniqueKeysWithValues: noted.map { ($0, []) })
    self.names = names
    let width = context.historyColumns
    domains = (0..<context.rowCount).map { row in
      (0..<context.columnCount).map { column in
        column < width
          ? BitSet([context.history[row * width + column]])
          : context.choicesOfPart[column % DayPart.count]
      }
    }
  }

  /// The same cells under another plan and other service weeks, which must not have closed
  /// anything yet.
  func under(_ plan: RotationPlan, _ weeks: ServiceWeekPlan) -> DutyGridBuilder {
    var builder = self
    builder.context.plan = plan
    builder.context.serviceWeeks = weeks
    return builder
  }

  /// Cells without choices.
  var emptyCells: [Int] {
    domains.enumerated().flatMap { row, domains in
      domains.indices.filter { domains[$0].isEmpty }.map { row * context.columnCount + $0 }
    }
  }

  /// The instances that closed a noted cell, in the order they were asked.
  func restrictors(of cell: Int) -> [Int] { restrictors[cell] ?? [] }

  func instanceName(_ instance: Int) -> String { names[instance].rawValue }

  func domain(_ row: Int, _ column: Int) -> BitSet { domains[row][column] }

  /// The rows that may hold any of these choices: a rule about others' has nothing to say to the
  /// rest, and of a large sponsor's rules most are about other people's services.
  mutating func rows(_ rows: [Int], holding choices: BitSet) -> [Int] {
    if reaches.isEmpty {
      reaches = domains.map { domains in
        domains.reduce(BitSet()) { $1.isSubset(of: $0) ? $0 : $0.union($1) }
      }
    }
    return rows.filter { reaches[$0].meets(choices) }
  }

  /// Takes from each cell's domain what a hard rule does not allow.
  mutating func restrict(_ lowering: some DutyCellLowering, _ part: DutyRulePart) {
    reaches = []
    for allowance in lowering.spared(part, in: context) {
      let domain = domain(allowance.row, allowance.column)
      guard !domain.isSubset(of: allowance.choices) else { continue }
      if !restrictors.isEmpty {
        let cell = allowance.row * context.columnCount + allowance.column
        restrictors[cell]?.append(part.instance)
      }
      domains[allowance.row][allowance.column] = domain.intersection(allowance.choices)
    }
  }

  /// Prices every choice of the cell's domain that is not among those given.
  mutating func price(
    outside choices: BitSet, _ row: Int, _ column: Int, _ points: Int, _ part: DutyRulePart
  ) {
    price(domain(row, column).subtracting(choices), row, column, points, part)
  }

  /// Prices the given choices as far as the cell may hold them.
  mutating func price(
    _ choices: BitSet, _ row: Int, _ column: Int, _ points: Int, _ part: DutyRulePart
  ) {
    guard points != 0 else { return }
    for choice in domain(row, column).intersection(choices).members {
      prices.append(
        CellPrice(
          row: row, column: column, choice: choice, level: part.severity.scoreLevel,
          amount: points, instance: part.instance))
    }
  }

  mutating func add(_ family: GridFamily, _ part: DutyRulePart) {
    rules.append(
      GridRule(instance: part.instance, level: part.severity.scoreLevel, family: family))
  }

  func grid() -> DenseGrid {
    var table = DomainTable()
    let domainOfCell = domains.joined().map { table.index(of: $0) }
    let borders = context.planFacts.blocks.dropFirst().map(\.first).filter {
      context.horizon.first < $0 && $0 <= context.horizon.last
    }
    var grid = DenseGrid(
      rowCount: context.rowCount, columnCount: context.columnCount,
      choiceCount: context.choiceCount, domains: table.domains, domainOfCell: domainOfCell,
      cutColumns: borders.map { Int32(context.column($0, .morning)) })
    grid.clock = clock()
    grid.pastColumns = Int32(context.historyColumns)
    grid.rules = rules
    grid.cellPrices = prices.sorted {
      ($0.row, $0.column, $0.choice, $0.instance) < ($1.row, $1.column, $1.choice, $1.instance)
    }
    return grid
  }

  /// Duties and home calls at their elapsed minutes; choices of kind `away` fill their date, so
  /// that rules over free time can count leave as no freedom.
  private func clock() -> ClockTable {
    var table = ClockTable(columnCount: context.columnCount, choiceCount: context.choiceCount)
    // Thirds of an away date: what each of its three cells takes.
    let thirds = [0, 480, 960, 1440]
    for column in 0..<context.columnCount {
      let slot = context.slot(column)
      let part = slot.part.rawValue
      for (choice, activity) in context.activities.enumerated() {
        var span: ClockSpan?
        if activity.kind == .away {
          span = ClockSpan(start: thirds[part], end: thirds[part + 1])
        } else {
          span = activity.spans[part]
        }
        guard let span else { continue }
        let place = column * context.choiceCount + choice
        table.starts[place] = Int32(context.minute(slot.date, span.start))
        table.ends[place] = Int32(context.minute(slot.date, span.end))
      }
    }
    return table
  }
}
