import Containers

/// Families over several rows.
extension DenseGrid {
  func twoSidedCoverPenalty(_ rule: TwoSidedCoverFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, group) in rule.groups.enumerated() {
      let supply = heads(rule.supply, in: group, answer)
      let demand = heads(rule.demand, in: group, answer)
      total += rule.penalty(supply: supply, demand: demand, group: index)
    }
    return total
  }

  private func heads(_ weights: HeadWeights, in group: [Int32], _ answer: GridAnswer) -> Int {
    var total = 0
    for row in 0..<rowCount where weights.tableOfRow[row] >= 0 {
      let table = weights.tables[Int(weights.tableOfRow[row])]
      for column in group { total += Int(table[answer[row, Int(column)]]) }
    }
    return total
  }

  func pairPenalty(_ rule: PairFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for rows in rule.rows {
      for columns in rule.columns {
        total += rule.price(
          answer[Int(rows.first), Int(columns.first)], answer[Int(rows.second), Int(columns.second)]
        )
      }
    }
    return total
  }

  func spreadPenalty(_ rule: SpreadFamily, _ answer: GridAnswer) -> Int {
    let amounts = rule.rows.enumerated().map { index, row in
      self.amounts(of: rule.measure, row: Int(row), answer).reduce(0, +)
        + (rule.start.isEmpty ? 0 : Int(rule.start[index]))
    }
    return rule.penalty(of: amounts)
  }

  func clausePenalty(_ rule: ClauseFamily, _ answer: GridAnswer) -> Int {
    let holds = rule.literals.allSatisfy {
      $0.choices.contains(answer[Int($0.row), Int($0.column)])
    }
    return holds ? Int(rule.price) : 0
  }
}

extension TwoSidedCoverFamily {
  /// Price of a group's supply under its demand.
  package func penalty(supply: Int, demand: Int, group: Int) -> Int {
    let needed = demand.dividedRoundingUp(by: Int(divisor)) + Int(constant[group])
    return max(0, needed - supply) * Int(price)
  }
}

extension PairFamily {
  /// Price of what the two cells hold.
  package func price(_ first: Int, _ second: Int) -> Int {
    Int(prices[Int(classOfChoice[first] * classCount + classOfChoice[second])])
  }
}

extension SpreadFamily {
  /// Share of a row of the group.
  package func share(_ index: Int) -> Int { shares.isEmpty ? 1 : Int(shares[index]) }

  /// Price of the rows' amounts, start values included.
  ///
  /// - Complexity: O(rows).
  package func penalty(of amounts: [Int]) -> Int {
    guard !amounts.isEmpty else { return 0 }
    let most = amounts.indices.map(share).max() ?? 1
    let scaled = amounts.indices.map { (amounts[$0] * most).dividedRoundingDown(by: share($0)) }
    let count = scaled.count
    let sum = scaled.reduce(0, +)
    let value =
      switch kind {
      case .range: (scaled.max() ?? 0) - (scaled.min() ?? 0)
      case .deviation: scaled.reduce(0) { $0 + abs($1 * count - sum) } / count
      case .squaredDeviation:
        scaled.reduce(0) { $0 + ($1 * count - sum) * ($1 * count - sum) } / (count * count)
      }
    return max(0, value - Int(allowance)).dividedRoundingUp(by: Int(unit)) * Int(price)
  }
}

extension Int {
  /// The greatest integer not above the quotient; the divisor is positive.
  package func dividedRoundingDown(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  /// The smallest integer not below the quotient; the divisor is positive.
  package func dividedRoundingUp(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor > 0 ? quotient + 1 : quotient
  }
}
