import Containers
import Grid
import Measures

extension HardGrid {
  /// An instance that may be broken at a price, and where; empty sets are everybody and the whole
  /// year.
  struct Priced {
    var instance: Int
    var rows: Set<Int>
    var columns: Set<Int>

    func holds(row: Int) -> Bool { rows.isEmpty || rows.contains(row) }
    func holds(column: Int) -> Bool { columns.isEmpty || columns.contains(column) }
  }

  /// A part of the hard rules as a grid to search; nil when some cell has nothing left.
  ///
  /// What `priced` names costs soft points instead, as many as the rule's own penalty, so that a
  /// cheapest answer gives way least; elsewhere the same instance stays hard.
  func dense(_ selection: Selection, priced: Priced? = nil) -> DenseGrid? {
    var table = DomainTable()
    var domainOfCell: [Int32] = []
    var prices: [CellPrice] = []
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let domain = domain(row, column, selection, priced)
        if domain.isEmpty { return nil }
        domainOfCell.append(table.index(of: domain))
        prices += cellPrices(priced, row, column, domain)
      }
    }
    var grid = DenseGrid(
      rowCount: rowCount, columnCount: columnCount, choiceCount: choiceCount,
      domains: table.domains, domainOfCell: domainOfCell)
    grid.cellPrices = prices
    for rule in rules where selection.instances.contains(rule.instance) {
      guard let family = rule.family.bound(to: selection) else { continue }
      guard let priced, rule.instance == priced.instance else {
        grid.rules.append(
          GridRule(instance: rule.instance, level: .institution, family: family))
        continue
      }
      let (inside, outside) = family.split(priced)
      if let inside {
        grid.rules.append(GridRule(instance: rule.instance, level: .soft, family: inside))
      }
      if let outside {
        grid.rules.append(
          GridRule(instance: rule.instance, level: .institution, family: outside))
      }
    }
    return grid
  }

  private func domain(
    _ row: Int, _ column: Int, _ selection: Selection, _ priced: Priced?
  ) -> BitSet {
    guard let priced, priced.holds(row: row), priced.holds(column: column) else {
      return allowed(row, column, selection)
    }
    var others = selection
    others.instances.remove(priced.instance)
    return allowed(row, column, others)
  }

  private func cellPrices(
    _ priced: Priced?, _ row: Int, _ column: Int, _ domain: BitSet
  ) -> [CellPrice] {
    guard let priced, priced.holds(row: row), priced.holds(column: column) else { return [] }
    let rules = cellRules.filter { $0.instance == priced.instance }
    return rules.flatMap { rule -> [CellPrice] in
      let index = rule.domainOfCell[row * columnCount + column]
      guard index >= 0 else { return [] }
      return domain.subtracting(rule.domains[Int(index)]).members.map {
        CellPrice(
          row: row, column: column, choice: $0, level: .soft, amount: 1,
          instance: priced.instance)
      }
    }
  }
}

extension GridFamily {
  /// The family for the rows and columns of a selection only; nil when nothing of it is left.
  fileprivate func bound(to selection: Selection) -> GridFamily? {
    if case .cover(let family) = self {
      return family.keeping { group in
        group.allSatisfy { selection.columns.contains(Int($0)) }
      }
    }
    return keepingRows(where: selection.rows.contains)
  }

  /// A family over rows for some of them; nil when none is left.
  private func keepingRows(where isKept: (Int) -> Bool) -> GridFamily? {
    func left(_ rows: [Int32]) -> [Int32] { rows.filter { isKept(Int($0)) } }
    switch self {
    case .sum(var family):
      family.rows = left(family.rows)
      return family.rows.isEmpty ? nil : .sum(family)
    case .transition(var family):
      family.rows = left(family.rows)
      return family.rows.isEmpty ? nil : .transition(family)
    case .run(var family):
      family.rows = left(family.rows)
      return family.rows.isEmpty ? nil : .run(family)
    case .order(var family):
      family.rows = left(family.rows)
      return family.rows.isEmpty ? nil : .order(family)
    default: return self
    }
  }

  /// The part of the family that a price speaks of, and the rest.
  fileprivate func split(_ priced: HardGrid.Priced) -> (inside: GridFamily?, outside: GridFamily?) {
    if case .cover(let family) = self {
      func isInside(_ group: [Int32]) -> Bool { group.contains { priced.holds(column: Int($0)) } }
      return (family.keeping(isInside), family.keeping { !isInside($0) })
    }
    guard !priced.rows.isEmpty else { return (self, nil) }
    return (keepingRows(where: priced.rows.contains), keepingRows { !priced.rows.contains($0) })
  }
}

extension CoverFamily {
  /// The cover of some groups only; nil when none is left.
  fileprivate func keeping(_ isKept: ([Int32]) -> Bool) -> GridFamily? {
    let kept = groups.indices.filter { isKept(groups[$0]) }
    guard !kept.isEmpty else { return nil }
    var family = self
    let columns = Set(kept.flatMap { groups[$0] })
    family.exceptions = exceptions.filter { columns.contains($0.column) }
    family.min = kept.map { self.min[$0] }
    family.max = kept.map { self.max[$0] }
    family.groups = kept.map { groups[$0] }
    return .cover(family)
  }
}
