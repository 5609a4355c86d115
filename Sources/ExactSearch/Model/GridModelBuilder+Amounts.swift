import Containers
import Grid
import Measures

/// Families that add amounts up: sums of a row, covers of columns.
extension GridModelBuilder {
  mutating func add(_ family: SumFamily, _ level: ScoreLevel, index: Int) {
    for row in family.rows where isFreeRow(row) {
      var literalOfGroup: [Int32: Literal] = [:]
      for (position, window) in family.windows.enumerated() {
        let amount = amount(of: window, family.measure, row, &literalOfGroup)
        let quota = quota(rule: index, row: row, window: position)
        charge(
          amount,
          Band(
            min: quota?.min ?? window.min, max: quota?.max ?? window.max,
            priceUnder: family.priceUnder, priceOver: family.priceOver), level)
      }
    }
  }

  /// What a row has in a window; literals of groups are made once a row.
  private mutating func amount(
    of window: SumWindow, _ measure: SumMeasure, _ row: Int32,
    _ literalOfGroup: inout [Int32: Literal]
  ) -> LinearExpression {
    var amount = LinearExpression()
    switch measure {
    case .weights(let weights):
      for column in window.positions { add(weights, row, column, to: &amount) }
    case .anyInGroups(let groups, let members):
      for group in window.positions {
        if literalOfGroup[group] == nil {
          let cells = groups[Int(group)].map { literal(row, $0, in: members) }
          literalOfGroup[group] = literal(ofAny: cells)
        }
        amount.add(1, literalOfGroup[group] ?? .never)
      }
    }
    return amount
  }

  mutating func add(_ family: CoverFamily, _ level: ScoreLevel) {
    var tableOfCell: [Int: Int32] = [:]
    for item in family.exceptions {
      tableOfCell[Int(item.row) * grid.columnCount + Int(item.column)] = item.table
    }
    for (group, columns) in family.groups.enumerated() {
      var amount = LinearExpression()
      // A group without heads costs the same whatever happens; the whole says so, a part may not.
      var isOpen = isWhole
      for column in columns {
        for row in 0..<Int32(grid.rowCount) {
          let cell = Int(row) * grid.columnCount + Int(column)
          let table = tableOfCell[cell] ?? family.tableOfRow[Int(row)]
          guard table >= 0 else { continue }
          isOpen = isOpen || isFree(row, column)
          add(family.tables[Int(table)], row, column, to: &amount)
        }
      }
      guard isOpen else { continue }
      charge(
        amount,
        Band(
          min: family.min[group], max: family.max[group], priceUnder: family.priceUnder,
          priceOver: family.priceOver), level)
    }
  }

  /// Where an amount should lie, and what each unit outside costs.
  struct Band {
    var min: Int32
    var max: Int32
    var priceUnder: Int32
    var priceOver: Int32

    var hasMin: Bool { min != .min && priceUnder != 0 }
    var hasMax: Bool { max != .max && priceOver != 0 }
  }

  mutating func charge(_ amount: LinearExpression, _ band: Band, _ level: ScoreLevel) {
    if level != .soft && hardRules == .forbidden {
      let low = band.hasMin ? Int64(band.min) : -ConstraintModel.unlimited
      let high = band.hasMax ? Int64(band.max) : ConstraintModel.unlimited
      if low > high { return model.addClause([]) }
      return model.add(amount, in: low...high)
    }
    let merged = amount.merged
    let reach = model.reach(of: merged)
    if band.hasMin && band.hasMax && band.min == band.max && band.priceUnder > 0
      && band.priceOver > 0
      && reach.lowerBound < Int64(band.min) && reach.upperBound > Int64(band.max)
    {
      return chargeDistance(merged, from: Int64(band.min), reach, band, level)
    }
    if band.hasMin {
      charge(excess: merged.negated.plus(Int64(band.min)), Int64(band.priceUnder), level)
    }
    if band.hasMax { charge(excess: merged.plus(-Int64(band.max)), Int64(band.priceOver), level) }
  }

  /// amount + missing − surplus = target: one equation, tighter than two inequalities.
  private mutating func chargeDistance(
    _ amount: LinearExpression, from target: Int64, _ reach: ClosedRange<Int64>, _ band: Band,
    _ level: ScoreLevel
  ) {
    let under = amount.negated.plus(target)
    let over = amount.plus(-target)
    let missing = model.addVariable(0...target - reach.lowerBound, .excess(under, unit: 1))
    let surplus = model.addVariable(0...reach.upperBound - target, .excess(over, unit: 1))
    var equation = amount
    equation.add(1, variable: missing)
    equation.add(-1, variable: surplus)
    model.add(equation, in: target...target)
    var missingUnits = LinearExpression()
    missingUnits.add(1, variable: missing)
    charge(sum: missingUnits, Int64(band.priceUnder), level)
    var surplusUnits = LinearExpression()
    surplusUnits.add(1, variable: surplus)
    charge(sum: surplusUnits, Int64(band.priceOver), level)
  }
}
