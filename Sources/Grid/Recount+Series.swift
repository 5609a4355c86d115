import Containers

/// Families of one row that read groups of columns, or skip cells.
extension DenseGrid {
  /// Whether a group of columns satisfies a set, as the quantifier has it.
  func holds(
    _ quantifier: Quantifier, _ group: [Int32], _ set: BitSet, row: Int, _ answer: GridAnswer
  ) -> Bool {
    switch quantifier {
    case .any: group.contains { set.contains(answer[row, Int($0)]) }
    case .all: group.allSatisfy { set.contains(answer[row, Int($0)]) }
    }
  }

  func seriesRunPenalty(_ rule: SeriesRunFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.run.rows.enumerated() {
      let isMember = rule.series.groups.map {
        holds(rule.series.quantifier, $0, rule.run.members, row: Int(row), answer)
      }
      total += rule.run.penalty(ofRow: index, isMember)
    }
    return total
  }

  func seriesTransitionPenalty(_ rule: SeriesTransitionFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for row in rule.rows {
      for link in rule.links
      where holds(rule.fromQuantifier, link.from, rule.from, row: Int(row), answer)
        && holds(rule.toQuantifier, link.to, rule.to, row: Int(row), answer)
      {
        total += Int(rule.price)
      }
    }
    return total
  }

  func followPenalty(_ rule: FollowFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      for column in rule.columns where rule.from.contains(answer[Int(row), Int(column)]) {
        if isFollowed(rule, from: Int(column), row: Int(row), answer) { total += Int(rule.price) }
      }
      let before = rule.history.isEmpty ? 0 : Int(rule.history[index])
      if before > 0 && isFollowed(rule, from: -before, row: Int(row), answer) {
        total += Int(rule.price)
      }
    }
    return total
  }

  /// Whether the first cell inside the grid, after a column and within reach of it, that is not
  /// skipped lies in the later set.
  private func isFollowed(
    _ rule: FollowFamily, from column: Int, row: Int, _ answer: GridAnswer
  ) -> Bool {
    let last = min(column + Int(rule.reach), columnCount - 1)
    var next = max(0, column + 1)
    while next <= last {
      let choice = answer[row, next]
      if !rule.skipped.contains(choice) {
        return next >= Int(pastColumns) && rule.to.contains(choice)
      }
      next += 1
    }
    return false
  }

  /// What a row adds at each position of a measure.
  func amounts(of measure: RowMeasure, row: Int, _ answer: GridAnswer) -> [Int] {
    switch measure {
    case .weights(let weights):
      (0..<columnCount).map { column in
        let table = Int(weights.tableOfColumn[column])
        return table < 0 ? 0 : Int(weights.tables[table][answer[row, column]])
      }
    case .anyInGroups(let members):
      members.groups.map { group in
        let isHit = group.contains {
          members.sets[Int($0.set)].contains(answer[row, Int($0.column)])
        }
        return isHit ? 1 : 0
      }
    }
  }

  /// What a row gathers in a window of a rolling rule, in the units of the measure.
  package func amount(
    of measure: RowMeasure, in window: PositionRange, row: Int, _ answer: GridAnswer
  ) -> Int {
    amounts(of: measure, row: row, answer)[Int(window.first)..<Int(window.end)].reduce(0, +)
  }

  func rollingPenalty(_ rule: RollingFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      let amounts = amounts(of: rule.measure, row: Int(row), answer)
      for (number, window) in rule.windows.enumerated() {
        let amount = amounts[Int(window.first)..<Int(window.end)].reduce(0, +)
        total += rule.penalty(of: amount, bounds: index * rule.windows.count + number)
      }
    }
    return total
  }
}

extension RollingFamily {
  /// Price of an amount under the bounds at an index.
  package func penalty(of amount: Int, bounds place: Int) -> Int {
    if !min.isEmpty && min[place] != .min && amount < Int(min[place]) {
      return (Int(min[place]) - amount).dividedRoundingUp(by: Int(unit)) * Int(priceUnder)
    }
    if !max.isEmpty && max[place] != .max && amount > Int(max[place]) {
      return (amount - Int(max[place])).dividedRoundingUp(by: Int(unit)) * Int(priceOver)
    }
    return 0
  }
}
