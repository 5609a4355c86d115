import Containers
import Grid
import Measures

/// Families of one row that read series or the clock.
extension GridModelBuilder {
  mutating func add(_ family: SeriesRunFamily, _ level: ScoreLevel) {
    for (index, row) in family.run.rows.enumerated() where isFreeRow(row) {
      let members = family.series.groups.map {
        literal(row, $0, family.series.quantifier, in: family.run.members)
      }
      addRuns(family.run, index, members, level)
    }
  }

  mutating func add(_ family: SeriesTransitionFamily, _ level: ScoreLevel) {
    for row in family.rows where isFreeRow(row) {
      for link in family.links {
        let from = literal(row, link.from, family.fromQuantifier, in: family.from)
        if from == .never { continue }
        let to = literal(row, link.to, family.toQuantifier, in: family.to)
        charge(all: [from, to], Int64(family.price), level)
      }
    }
  }

  /// The literal of "some cell, or every cell, of the group holds a choice of the set".
  private mutating func literal(
    _ row: Int32, _ group: [Int32], _ quantifier: Quantifier, in set: BitSet
  ) -> Literal {
    let cells = group.map { literal(row, $0, in: set) }
    switch quantifier {
    case .any: return literal(ofAny: cells)
    case .all: return literal(ofAny: cells.map(\.negated)).negated
    }
  }

  mutating func add(_ family: FollowFamily, _ level: ScoreLevel) {
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      for column in family.columns {
        let from = literal(row, column, in: family.from)
        if from != .never { addFollowers(family, row, [from], after: column, level) }
      }
      let before = family.history.isEmpty ? 0 : family.history[index]
      if before > 0 { addFollowers(family, row, [], after: -before, level) }
    }
  }

  /// A price for each column that may be the first one not skipped.
  private mutating func addFollowers(
    _ family: FollowFamily, _ row: Int32, _ start: [Literal], after column: Int32,
    _ level: ScoreLevel
  ) {
    let last = min(column + family.reach, Int32(grid.columnCount) - 1)
    var pattern = start
    var next = max(0, column + 1)
    let target = family.to.subtracting(family.skipped)
    while next <= last {
      if next >= grid.pastColumns {
        charge(
          all: pattern + [literal(row, next, in: target)], Int64(family.price), level)
      }
      let skipped = literal(row, next, in: family.skipped)
      if skipped == .never { return }
      pattern.append(skipped)
      next += 1
    }
  }

  // MARK: Clock

  mutating func add(_ family: OverlapFamily, _ level: ScoreLevel) {
    let reach = grid.clockReach(from: family.members, to: family.members, minutes: 0)
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let history = family.history.isEmpty ? Int(Int32.min) : Int(family.history[index])
      let past = Int(grid.pastColumns)
      for column in 0..<grid.columnCount where sees(column, family.columns) {
        if column >= past {
          let early = dutySet(family.members, column) { $0.lowerBound < history }
          charge(literal(row, Int32(column), in: early), Int64(family.price), level)
        }
        for end in ends(family.members, column) {
          let first = literal(
            row, Int32(column), in: dutySet(family.members, column) { $0.upperBound == end })
          guard first != .never else { continue }
          for later in column + 1..<max(column + 1, min(grid.columnCount, column + reach + 1))
          where later >= past && sees(later, family.columns) {
            let second = dutySet(family.members, later) { $0.lowerBound < end }
            charge(
              all: [first, literal(row, Int32(later), in: second)], Int64(family.price), level)
          }
        }
      }
    }
  }

  /// Whether a rule looks at a column.
  private func sees(_ column: Int, _ columns: [Int32]) -> Bool {
    columns.isEmpty || columns.contains(Int32(column))
  }

  mutating func add(_ family: GapFamily, _ level: ScoreLevel) {
    let reach = grid.clockReach(from: family.from, to: family.to, minutes: Int(family.least))
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      if !family.history.isEmpty && family.history[index] != .min {
        // Nobody bounds how far a duty of history reaches into the grid.
        addRests(
          family, row, [], GapStart(end: Int(family.history[index]), column: -1),
          reach: grid.columnCount, level)
      }
      for column in 0..<grid.columnCount where sees(column, family.columns) {
        for end in ends(family.from, column) {
          let from = literal(
            row, Int32(column), in: dutySet(family.from, column) { $0.upperBound == end })
          guard from != .never else { continue }
          addRests(family, row, [from], GapStart(end: end, column: column), reach: reach, level)
        }
      }
    }
  }

  /// A duty whose rest is asked for.
  private struct GapStart {
    var end: Int
    var column: Int
  }

  /// A price for each duty that may be the first to start after the end.
  private mutating func addRests(
    _ family: GapFamily, _ row: Int32, _ start: [Literal], _ from: GapStart, reach: Int,
    _ level: ScoreLevel
  ) {
    var pattern = start
    for column in from.column + 1..<min(grid.columnCount, from.column + reach + 1) {
      let after = dutySet(family.to, column) { $0.lowerBound >= from.end }
      let prices = Set(after.members.map { price(family, column, $0, from.end) })
      for price in prices.sorted() where price != 0 && column >= Int(grid.pastColumns) {
        var set = BitSet()
        for choice in after.members
        where self.price(family, column, choice, from.end) == price {
          set.insert(choice)
        }
        charge(all: pattern + [literal(row, Int32(column), in: set)], Int64(price), level)
      }
      let isFirst = literal(row, Int32(column), in: after)
      if isFirst == .always { return }
      if isFirst != .never { pattern.append(isFirst.negated) }
    }
  }

  private func price(_ family: GapFamily, _ column: Int, _ choice: Int, _ end: Int) -> Int {
    guard let duty = grid.duty(column: column, choice: choice) else { return 0 }
    return family.penalty(of: duty.lowerBound - end)
  }

  /// Choices of a set that are at work in a column at times that satisfy the condition.
  private func dutySet(
    _ set: BitSet, _ column: Int, where condition: (Range<Int>) -> Bool
  ) -> BitSet {
    var result = BitSet()
    for choice in set.members {
      if let duty = grid.duty(column: column, choice: choice), condition(duty) {
        result.insert(choice)
      }
    }
    return result
  }

  /// When duties of a set end, each minute once, rising.
  private func ends(_ set: BitSet, _ column: Int) -> [Int] {
    Set(set.members.compactMap { grid.duty(column: column, choice: $0)?.upperBound }).sorted()
  }
}
