import Containers
import Grid
import Measures

/// Families of one row that read the clock: pairs of duties, and rests between them.
extension GridModelBuilder {
  mutating func add(_ family: OverlapFamily, _ level: ScoreLevel) {
    let reach = grid.clockReach(from: family.members, to: family.members, minutes: 0)
    let sees = sight(family.columns)
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let history = family.history.isEmpty ? Int(Int32.min) : Int(family.history[index])
      let past = Int(grid.pastColumns)
      for column in columns(before: reach) where sees[column] {
        if column >= past {
          let early = dutySet(family.members, column) { $0.lowerBound < history }
          charge(literal(row, Int32(column), in: early), Int64(family.price), level)
        }
        for end in ends(family.members, column) {
          let first = literal(
            row, Int32(column), in: dutySet(family.members, column) { $0.upperBound == end })
          guard first != .never else { continue }
          for later in column + 1..<max(column + 1, min(grid.columnCount, column + reach + 1))
          where later >= past && sees[later] {
            let second = dutySet(family.members, later) { $0.lowerBound < end }
            charge(
              all: [first, literal(row, Int32(later), in: second)], Int64(family.price), level)
          }
        }
      }
    }
  }

  /// Whether a rule looks at each column.
  func sight(_ columns: [Int32]) -> [Bool] {
    var sees = Array(repeating: columns.isEmpty, count: grid.columnCount)
    for column in columns { sees[Int(column)] = true }
    return sees
  }

  /// Columns whose duties may meet a free cell at most so many columns later, and the free ones:
  /// what others say of one another is the same for every answer.
  private func columns(before reach: Int) -> Range<Int> {
    let first = max(0, freeColumns.lowerBound - reach)
    return first..<max(first, freeColumns.upperBound)
  }

  mutating func add(_ family: GapFamily, _ level: ScoreLevel) {
    let reach = grid.clockReach(from: family.from, to: family.to, minutes: Int(family.least))
    let asks = sight(family.columns)
    let stretches = family.condition.map { condition in
      StretchRule(
        bridge: Int(condition.bridge),
        times: DutyTimes(grid, condition.members, told: family.from), reach: reach)
    }
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      if !family.history.isEmpty && family.history[index] != .min {
        // Nobody bounds how far a duty of history reaches into the grid.
        addRests(
          family, row, [], GapStart(end: Int(family.history[index]), column: -1),
          reach: grid.columnCount, level)
      }
      if let condition = family.condition, let stretches {
        addRests(family, condition, stretches, index, asks, level)
        continue
      }
      for column in columns(before: reach) where asks[column] {
        for end in ends(family.from, column) {
          let from = literal(
            row, Int32(column), in: dutySet(family.from, column) { $0.upperBound == end })
          guard from != .never else { continue }
          addRests(family, row, [from], GapStart(end: end, column: column), reach: reach, level)
        }
      }
    }
  }

  /// Rests that are due only after a stretch long enough: for each course that leads there.
  private mutating func addRests(
    _ family: GapFamily, _ condition: StretchCondition, _ rule: StretchRule, _ index: Int,
    _ asks: [Bool], _ level: ScoreLevel
  ) {
    let row = family.rows[index]
    let history = condition.history.isEmpty ? .none : condition.history[index]
    followStretches(rule, row, history) { builder, stretch, _ in
      if stretch.isTold, asks[stretch.column], stretch.length >= Int(condition.least) {
        let start = GapStart(end: stretch.dutyEnd, column: stretch.column)
        builder.addRests(family, row, stretch.pattern, start, reach: rule.reach, level)
      }
      return true
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
  func dutySet(
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
