import Containers
package import Measures

/// What a grid says of an answer, counted from scratch.
package struct Recount: Sendable, Hashable {
  /// The ordered total; cells outside their domain are not part of it.
  package var score: Score
  /// Score points each rule instance contributes, indexed by instance; empty unless asked for.
  package var pointsByInstance: [Int]
  /// Cells that hold what their domain does not allow; an answer with any is no answer.
  package var cellsOutsideDomain: Int

  /// Whether the answer may be offered as valid: no hard penalty, every cell inside its domain.
  package var isValid: Bool { cellsOutsideDomain == 0 && score.isValid }
}

extension DenseGrid {
  /// Counts an answer rule by rule, by the definitions of `docs/grid.md` and nothing faster.
  ///
  /// The incremental terms of the search are tested against this; nothing a node claims counts
  /// until this has seen the answer.
  ///
  /// - Precondition: the answer has the grid's shape and holds choices of the grid.
  /// - Complexity: O(cells × rules that look at them).
  package func recount(_ answer: GridAnswer, byInstance: Bool = false) -> Recount {
    precondition(
      answer.cells.count == rowCount * columnCount && answer.columnCount == columnCount,
      "An answer of \(answer.cells.count) cells for a grid of \(rowCount) × \(columnCount)")
    var tally = Tally(instanceCount: byInstance ? instanceCount : 0)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let choice = answer[row, column]
        precondition(choice < choiceCount, "Choice \(choice) of \(choiceCount)")
        if !domain(row: row, column: column).contains(choice) { tally.cellsOutsideDomain += 1 }
      }
    }
    for price in cellPrices where answer[Int(price.row), Int(price.column)] == Int(price.choice) {
      tally.add(Int(price.amount), at: price.level, for: price.instance)
    }
    for rule in rules {
      tally.add(penalty(of: rule.family, in: answer), at: rule.level, for: rule.instance)
    }
    return Recount(
      score: tally.score, pointsByInstance: tally.points,
      cellsOutsideDomain: tally.cellsOutsideDomain)
  }

  /// One more than the greatest instance index that a rule or cell price names.
  package var instanceCount: Int {
    let greatest = max(
      rules.map(\.instance).max() ?? -1, cellPrices.map(\.instance).max() ?? -1)
    return Int(greatest) + 1
  }

  /// Penalty of one family over the whole answer, in points.
  package func penalty(of family: GridFamily, in answer: GridAnswer) -> Int {
    switch family {
    case .transition(let rule): transitionPenalty(rule, answer)
    case .run(let rule): runPenalty(rule, answer)
    case .sum(let rule): sumPenalty(rule, answer)
    case .order(let rule): orderPenalty(rule, answer)
    case .cover(let rule): coverPenalty(rule, answer)
    case .seriesRun(let rule): seriesRunPenalty(rule, answer)
    case .seriesTransition(let rule): seriesTransitionPenalty(rule, answer)
    case .follow(let rule): followPenalty(rule, answer)
    case .gap(let rule): gapPenalty(rule, answer)
    case .overlap(let rule): overlapPenalty(rule, answer)
    case .stretch(let rule): stretchPenalty(rule, answer)
    case .freePeriods(let rule): freePeriodPenalty(rule, answer)
    case .rolling(let rule): rollingPenalty(rule, answer)
    case .twoSidedCover(let rule): twoSidedCoverPenalty(rule, answer)
    case .pair(let rule): pairPenalty(rule, answer)
    case .spread(let rule): spreadPenalty(rule, answer)
    case .clause(let rule): clausePenalty(rule, answer)
    }
  }

  private struct Tally {
    var score = Score.zero
    var points: [Int]
    var cellsOutsideDomain = 0

    init(instanceCount: Int) { points = Array(repeating: 0, count: instanceCount) }

    mutating func add(_ amount: Int, at level: ScoreLevel, for instance: Int32) {
      score[level] += amount
      if !points.isEmpty { points[Int(instance)] += amount }
    }
  }

  private func transitionPenalty(_ rule: TransitionFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for row in rule.rows {
      for column in rule.columns {
        let earlier = answer[Int(row), Int(column)]
        let later = answer[Int(row), Int(column + rule.offset)]
        if rule.from.contains(earlier) && rule.to.contains(later) { total += Int(rule.price) }
      }
    }
    return total
  }

  private func runPenalty(_ rule: RunFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      let isMember = (0..<columnCount).map { rule.members.contains(answer[Int(row), $0]) }
      total += rule.penalty(ofRow: index, isMember)
    }
    return total
  }

  private func sumPenalty(_ rule: SumFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for row in rule.rows {
      for window in rule.windows {
        let amount = amount(of: rule.measure, in: window, row: Int(row), answer)
        total += max(0, Int(window.min) - amount) * Int(rule.priceUnder)
        total += max(0, amount - Int(window.max)) * Int(rule.priceOver)
      }
    }
    return total
  }

  /// What a row gathers in a window, in the units of the measure.
  package func amount(
    of measure: SumMeasure, in window: SumWindow, row: Int, _ answer: GridAnswer
  ) -> Int {
    switch measure {
    case .weights(let weights):
      return window.positions.reduce(0) { $0 + Int(weights[answer[row, Int($1)]]) }
    case .anyInGroups(let groups, let members):
      return window.positions.reduce(0) { sum, group in
        let isHit = groups[Int(group)].contains { members.contains(answer[row, Int($0)]) }
        return sum + (isHit ? 1 : 0)
      }
    }
  }

  private func orderPenalty(_ rule: OrderFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for row in rule.rows {
      var earlier = 0
      for column in 0..<columnCount {
        let choice = answer[Int(row), column]
        if rule.after.contains(choice) && earlier < Int(rule.required) {
          total += Int(rule.price)
        }
        if rule.before.contains(choice) { earlier += 1 }
      }
    }
    return total
  }

  private func coverPenalty(_ rule: CoverFamily, _ answer: GridAnswer) -> Int {
    var tables: [Int: Int32] = [:]
    for exception in rule.exceptions {
      tables[Int(exception.row) * columnCount + Int(exception.column)] = exception.table
    }
    // Most covers of a large programme count a few of its people.
    var counted = Set(rule.tableOfRow.indices.filter { rule.tableOfRow[$0] >= 0 })
    counted.formUnion(rule.exceptions.map { Int($0.row) })
    let rows = counted.sorted()
    var total = 0
    for (group, columns) in rule.groups.enumerated() {
      var amount = 0
      for column in columns {
        for row in rows {
          let table = tables[row * columnCount + Int(column)] ?? rule.tableOfRow[row]
          guard table >= 0 else { continue }
          amount += Int(rule.tables[Int(table)][answer[row, Int(column)]])
        }
      }
      total += max(0, Int(rule.min[group]) - amount) * Int(rule.priceUnder)
      total += max(0, amount - Int(rule.max[group])) * Int(rule.priceOver)
    }
    return total
  }
}

extension RunFamily {
  /// Penalty of one row, given which of its positions are members.
  ///
  /// - Complexity: O(*n*) in positions.
  func penalty(ofRow index: Int, _ isMember: [Bool]) -> Int {
    let before = history.isEmpty ? 0 : Int(history[index])
    var total = 0
    var position = 0
    while position < isMember.count {
      guard isMember[position] else {
        position += 1
        continue
      }
      let start = position
      while position < isMember.count && isMember[position] { position += 1 }
      let length = position - start + (start == 0 ? before : 0)
      total += Swift.max(0, length - Int(max)) * Int(priceLong)
      let beganBefore = start == 0 && startIsOpen && before == 0
      let goesOn = position == isMember.count && endIsOpen
      if !beganBefore && !goesOn { total += Swift.max(0, Int(min) - length) * Int(priceShort) }
    }
    return total
  }
}

extension DenseGrid {
  /// Whether every cell of an answer of the grid's shape lies inside its domain.
  ///
  /// - Complexity: O(cells).
  package func allowsEveryCell(of answer: GridAnswer) -> Bool {
    answer.cells.indices.allSatisfy {
      domains[Int(domainOfCell[$0])].contains(Int(answer.cells[$0]))
    }
  }
}
