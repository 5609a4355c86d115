import Containers
import Grid

/// Questions about a part of a plan's hard rules, each of which may show that no plan keeps them.
///
/// One object reasons about one selection and keeps what it has found out of each row. For one
/// thread.
final class PlanReasoning {
  let grid: HardGrid
  let selection: Selection
  private let rows: RowReasoning
  private var known: [RowReasoning.Outcome?]
  private var knownLines: [Int: [LaminarLines.Line]] = [:]
  private var knownNeeds: [Int: [LaminarLines.Line: Bool]] = [:]

  init(_ grid: HardGrid, _ selection: Selection) {
    self.grid = grid
    self.selection = selection
    rows = RowReasoning(grid: grid, selection: selection)
    known = Array(repeating: nil, count: grid.rowCount)
  }

  private func outcome(_ row: Int) -> RowReasoning.Outcome {
    if let outcome = known[row] { return outcome }
    let outcome = rows.domains(of: row)
    known[row] = outcome
    return outcome
  }

  /// What a cell may still hold; everything in a row that is contradictory by itself.
  func domain(_ row: Int, _ column: Int) -> BitSet {
    switch outcome(row) {
    case .open(let cells): cells[column]
    case .refuted: grid.every
    }
  }

  private func isSelected(_ rule: Int) -> Bool {
    selection.instances.contains(grid.rules[rule].instance)
  }

  // MARK: A row

  /// Why a row has no way out; nil when simple reasoning sees none.
  func failure(ofRow row: Int) -> RowReasoning.Failure? {
    if case .refuted(let failure) = outcome(row) { return failure }
    return nil
  }

  /// Whether the counts of a row together ask more columns, or leave more over, than there are.
  func areCountsRefuted(ofRow row: Int) -> Bool {
    guard selection.rows.contains(row), case .open(let cells) = outcome(row) else { return false }
    let lines = grid.rulesOfRow[row].filter(isSelected).flatMap { index -> [LaminarLines.Line] in
      guard case .sum(let family) = grid.rules[index].family,
        let members = grid.rules[index].members
      else { return [] }
      return family.windows.map { window in
        LaminarLines.Line(
          elements: BitSet(window.positions.map(Int.init)), choices: members,
          least: window.min == .min || family.priceUnder <= 0 ? 0 : Int(window.min),
          most: window.max == .max || family.priceOver <= 0
            ? FlowNetwork.unlimited : Int(window.max))
      }
    }
    return !LaminarLines(domains: cells, lines: lines).isSatisfiable()
  }

  // MARK: A column

  /// Heads that a cover can have in a group, and what it asks, where the two cannot meet.
  struct CoverFailure {
    var least: Int
    var most: Int
  }

  /// Whether the cover of a rule in a group of columns cannot be had.
  func failure(ofCover rule: Int, group: Int) -> CoverFailure? {
    guard isSelected(rule), case .cover(let family) = grid.rules[rule].family else { return nil }
    let columns = family.groups[group].map(Int.init)
    guard columns.allSatisfy(selection.columns.contains) else { return nil }
    var least = 0
    var most = 0
    for row in 0..<grid.rowCount {
      for column in columns {
        guard let weights = grid.rules[rule].weights(family, row, column) else { continue }
        var lightest = Int.max
        var heaviest = Int.min
        for choice in domain(row, column).members {
          lightest = min(lightest, Int(weights[choice]))
          heaviest = max(heaviest, Int(weights[choice]))
        }
        least += lightest == .max ? 0 : lightest
        most += heaviest == .min ? 0 : heaviest
      }
    }
    let needed = family.min[group]
    let permitted = family.max[group]
    if needed != .min, family.priceUnder > 0, most < Int(needed) {
      return CoverFailure(least: least, most: most)
    }
    if permitted != .max, family.priceOver > 0, least > Int(permitted) {
      return CoverFailure(least: least, most: most)
    }
    return nil
  }

  /// Whether the services of a column ask more people, or leave more over, than there are; `need`
  /// is a count that somebody outside the grid asks for.
  func isColumnRefuted(_ column: Int, need: LaminarLines.Line? = nil) -> Bool {
    guard selection.columns.contains(column) else { return false }
    if let need {
      // Half-days of a week mostly ask for the same.
      if let known = knownNeeds[column]?[need] { return known }
      let isRefuted = isRefuted(column, need)
      knownNeeds[column, default: [:]][need] = isRefuted
      return isRefuted
    }
    return isRefuted(column, nil)
  }

  private func isRefuted(_ column: Int, _ need: LaminarLines.Line?) -> Bool {
    let lines = (need.map { [$0] } ?? []) + lines(ofColumn: column)
    guard !lines.isEmpty else { return false }
    let domains = (0..<grid.rowCount).map { domain($0, column) }
    return !LaminarLines(domains: domains, lines: lines).isSatisfiable()
  }

  /// What the selected covers ask of a column, as counts of heads.
  func lines(ofColumn column: Int) -> [LaminarLines.Line] {
    if let lines = knownLines[column] { return lines }
    let lines = grid.covers.filter(isSelected).compactMap { rule -> LaminarLines.Line? in
      guard case .cover(let family) = grid.rules[rule].family,
        let group = family.groups.firstIndex(of: [Int32(column)])
      else { return nil }
      return family.heads(in: group, column, rowCount: grid.rowCount)
    }
    knownLines[column] = lines
    return lines
  }
}

extension CoverFamily {
  /// The choices that count in the usual table and what one counts; nil when they count
  /// differently.
  var unit: (choices: BitSet, weight: Int)? {
    guard let usual = tableOfRow.first(where: { $0 >= 0 }) else { return nil }
    let weights = tables[Int(usual)]
    let heavy = Set(weights.filter { $0 != 0 })
    guard heavy.count == 1, let weight = heavy.first, weight > 0,
      tableOfRow.allSatisfy({ $0 < 0 || $0 == usual }),
      tables.allSatisfy({ table in zip(table, weights).allSatisfy { $0 >= 0 && $0 <= $1 } })
    else { return nil }
    return (BitSet(weights.indices.filter { weights[$0] != 0 }), Int(weight))
  }

  /// Rows that count.
  var countedRows: BitSet { BitSet(tableOfRow.indices.filter { tableOfRow[$0] >= 0 }) }

  /// The cover of one column as a count of heads. Where leave makes somebody count less there is no
  /// greatest number of heads.
  func heads(in group: Int, _ column: Int, rowCount: Int) -> LaminarLines.Line? {
    guard let unit else { return nil }
    let least = self.min[group] == .min || priceUnder <= 0 ? 0 : Int(self.min[group])
    let isLess = exceptions.contains { Int($0.column) == column }
    let hasMost = self.max[group] != .max && priceOver > 0 && !isLess
    guard least > 0 || hasMost else { return nil }
    return LaminarLines.Line(
      elements: countedRows, choices: unit.choices,
      least: Swift.max(0, (least + unit.weight - 1) / unit.weight),
      most: hasMost ? Int(self.max[group]) / unit.weight : FlowNetwork.unlimited)
  }
}
