import Containers
import Grid
import Measures

/// Rolling amounts, and families over several rows.
extension GridModelBuilder {
  mutating func add(_ family: RollingFamily, _ level: ScoreLevel) {
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let amounts = amounts(of: family.measure, row)
      for (number, window) in family.windows.enumerated() {
        var sum = LinearExpression()
        for position in window.first..<window.end { sum.add(amounts[Int(position)]) }
        let place = index * family.windows.count + number
        if !family.min.isEmpty && family.min[place] != .min {
          charge(
            excess: sum.negated.plus(Int64(family.min[place])), unit: Int64(family.unit),
            Int64(family.priceUnder), level)
        }
        if !family.max.isEmpty && family.max[place] != .max {
          charge(
            excess: sum.plus(-Int64(family.max[place])), unit: Int64(family.unit),
            Int64(family.priceOver), level)
        }
      }
    }
  }

  /// What a row adds at each position of a measure.
  private mutating func amounts(of measure: RowMeasure, _ row: Int32) -> [LinearExpression] {
    switch measure {
    case .weights(let weights):
      return (0..<Int32(grid.columnCount)).map { column in
        var sum = LinearExpression()
        let table = Int(weights.tableOfColumn[Int(column)])
        if table >= 0 { add(weights.tables[table], row, column, to: &sum) }
        return sum
      }
    case .anyInGroups(let members):
      return members.groups.map { group in
        let cells = group.map { literal(row, $0.column, in: members.sets[Int($0.set)]) }
        var sum = LinearExpression()
        sum.add(1, literal(ofAny: cells))
        return sum
      }
    }
  }

  mutating func add(_ family: TwoSidedCoverFamily, _ level: ScoreLevel) {
    let divisor = Int64(family.divisor)
    for (index, group) in family.groups.enumerated() {
      guard touchesFreeCell(group) else { continue }
      let supply = heads(family.supply, group)
      let demand = heads(family.demand, group)
      // ⌈(D + divisor · (constant − S)) ÷ divisor⌉ is ⌈D ÷ divisor⌉ + constant − S.
      let missing = demand.plus(supply.times(-divisor))
        .plus(divisor * Int64(family.constant[index]))
      charge(excess: missing, unit: divisor, Int64(family.price), level)
    }
  }

  private mutating func heads(_ weights: HeadWeights, _ group: [Int32]) -> LinearExpression {
    var sum = LinearExpression()
    for row in 0..<Int32(grid.rowCount) {
      let table = weights.tableOfRow[Int(row)]
      guard table >= 0 else { continue }
      for column in group { add(weights.tables[Int(table)], row, column, to: &sum) }
    }
    return sum
  }

  private func touchesFreeCell(_ columns: [Int32]) -> Bool {
    columns.contains { column in
      (0..<Int32(grid.rowCount)).contains { isFree($0, column) }
    }
  }

  mutating func add(_ family: PairFamily, _ level: ScoreLevel) {
    let classes = (0..<Int(family.classCount)).map { number in
      BitSet(
        family.classOfChoice.indices.filter { Int(family.classOfChoice[$0]) == number })
    }
    for rows in family.rows {
      for columns in family.columns {
        guard isFree(rows.first, columns.first) || isFree(rows.second, columns.second) else {
          continue
        }
        for (place, price) in family.prices.enumerated() where price != 0 {
          let first = literal(
            rows.first, columns.first, in: classes[place / classes.count])
          if first == .never { continue }
          let second = literal(
            rows.second, columns.second, in: classes[place % classes.count])
          charge(all: [first, second], Int64(price), level)
        }
      }
    }
  }

  mutating func add(_ family: ClauseFamily, _ level: ScoreLevel) {
    guard family.literals.contains(where: { isFree($0.row, $0.column) }) else { return }
    let literals = family.literals.map { literal($0.row, $0.column, in: $0.choices) }
    charge(all: literals, Int64(family.price), level)
  }

  /// Range: a greatest and a least that enclose every amount. Deviation: a distance for each row.
  mutating func add(_ family: SpreadFamily, _ level: ScoreLevel) {
    guard family.rows.contains(where: isFreeRow) else { return }
    let amounts = family.rows.enumerated().map { index, row in
      var sum = LinearExpression()
      for amount in self.amounts(of: family.measure, row) { sum.add(amount) }
      sum.constant += family.start.isEmpty ? 0 : Int64(family.start[index])
      return sum.merged
    }
    let allowance = Int64(family.allowance)
    switch family.kind {
    case .range:
      var value = LinearExpression()
      value.add(1, variable: addAtLeast(amounts))
      value.add(1, variable: addAtLeast(amounts.map(\.negated)))
      charge(excess: value.plus(-allowance), unit: Int64(family.unit), Int64(family.price), level)
    case .deviation, .squaredDeviation:
      let count = Int64(amounts.count)
      let total = amounts.reduce(LinearExpression()) { $0.plus($1) }
      var distances = LinearExpression()
      for amount in amounts {
        let difference = amount.times(count).plus(total.negated).merged
        distances.add(1, variable: addAtLeast([difference, difference.negated]))
      }
      // ⌊T ÷ N⌋ is ⌈(T − N + 1) ÷ N⌉, and rounding up twice is rounding up once.
      charge(
        excess: distances.plus(1 - count - count * allowance), unit: count * Int64(family.unit),
        Int64(family.price), level)
    }
  }

  /// A variable that is at least each of the sums; what is charged for it makes it the greatest.
  private mutating func addAtLeast(_ sums: [LinearExpression]) -> Int {
    let reaches = sums.map { model.reach(of: $0) }
    let low = reaches.map(\.lowerBound).max() ?? 0
    let high = reaches.map(\.upperBound).max() ?? 0
    let variable = model.addVariable(low...high, .greatest(sums))
    for sum in sums {
      var difference = sum.negated
      difference.add(1, variable: variable)
      model.add(difference, in: 0...ConstraintModel.unlimited)
    }
    return variable
  }
}
