import Containers
import Grid
import Measures

/// Families of one row that read the clock: pairs of duties, and rests between them.
extension GridModelBuilder {
  mutating func add(_ family: OverlapFamily, _ level: ScoreLevel) {
    let reach = grid.clockReach(from: family.members, to: family.members, minutes: 0)
    let times = DutyTimes(grid, family.members, columns: family.columns)
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let history = family.history.isEmpty ? Int(Int32.min) : Int(family.history[index])
      let past = Int(grid.pastColumns)
      for column in columns(before: reach) {
        if column >= past {
          let early = times.choices(column) { $0.lowerBound < history }
          charge(literal(row, Int32(column), in: early), Int64(family.price), level)
        }
        for end in times.ends(column) {
          let first = literal(
            row, Int32(column), in: times.choices(column) { $0.upperBound == end })
          guard first != .never else { continue }
          for later in column + 1..<max(column + 1, min(grid.columnCount, column + reach + 1))
          where later >= past {
            let second = times.choices(later) { $0.lowerBound < end }
            charge(
              all: [first, literal(row, Int32(later), in: second)], Int64(family.price), level)
          }
        }
      }
    }
  }

  /// Columns whose duties may meet a free cell at most so many columns later, and the free ones:
  /// what others say of one another is the same for every answer.
  private func columns(before reach: Int) -> Range<Int> {
    let first = max(0, freeColumns.lowerBound - reach)
    return first..<max(first, freeColumns.upperBound)
  }

  mutating func add(_ family: GapFamily, _ level: ScoreLevel) {
    let rule = RestRule(
      family: family, level: level,
      asking: DutyTimes(grid, family.from, columns: family.columns),
      next: DutyTimes(grid, family.to))
    let reach = grid.clockReach(from: family.from, to: family.to, minutes: Int(family.least))
    let stretches = family.condition.map { condition in
      StretchRule(
        bridge: Int(condition.bridge),
        times: DutyTimes(grid, condition.members, told: family.from), reach: reach)
    }
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      if !family.history.isEmpty && family.history[index] != .min {
        // Nobody bounds how far a duty of history reaches into the grid.
        let last = RestStart(
          end: Int(family.history[index]), column: -1, reach: grid.columnCount)
        addRests(rule, row, [], last)
      }
      if let condition = family.condition, let stretches {
        addRests(rule, condition, stretches, index)
        continue
      }
      for column in columns(before: reach) {
        for end in rule.asking.ends(column) {
          let from = literal(
            row, Int32(column), in: rule.asking.choices(column) { $0.upperBound == end })
          guard from != .never else { continue }
          addRests(rule, row, [from], RestStart(end: end, column: column, reach: reach))
        }
      }
    }
  }

  /// Which duties ask for rest, and which end it.
  private struct RestRule {
    var family: GapFamily
    var level: ScoreLevel
    /// In columns that ask.
    var asking: DutyTimes
    var next: DutyTimes
  }

  /// A duty whose rest is asked for.
  private struct RestStart {
    var end: Int
    var column: Int
    /// Columns behind it in which a duty may begin too early.
    var reach: Int
  }

  /// Rests that are due only after a stretch long enough: for each course that leads there.
  private mutating func addRests(
    _ rule: RestRule, _ condition: StretchCondition, _ stretches: StretchRule, _ index: Int
  ) {
    let row = rule.family.rows[index]
    let history = condition.history.isEmpty ? .none : condition.history[index]
    followStretches(stretches, row, history) { builder, stretch, _ in
      let isAsking = stretch.isTold && !rule.asking.groups[stretch.column].isEmpty
      if isAsking && stretch.length >= Int(condition.least) {
        let start = RestStart(
          end: stretch.dutyEnd, column: stretch.column, reach: stretches.reach)
        builder.addRests(rule, row, stretch.pattern, start)
      }
      return true
    }
  }

  /// A price for each duty that may be the first to start after the end.
  private mutating func addRests(
    _ rule: RestRule, _ row: Int32, _ pattern: [Literal], _ start: RestStart
  ) {
    var pattern = pattern
    func price(_ time: Range<Int>) -> Int {
      time.lowerBound < start.end ? 0 : rule.family.penalty(of: time.lowerBound - start.end)
    }
    for column in start.column + 1..<min(grid.columnCount, start.column + start.reach + 1) {
      if column >= Int(grid.pastColumns) {
        for due in Set(rule.next.groups[column].map { price($0.time) }).sorted() where due != 0 {
          let set = rule.next.choices(column) { price($0) == due }
          charge(all: pattern + [literal(row, Int32(column), in: set)], Int64(due), rule.level)
        }
      }
      let after = rule.next.choices(column) { $0.lowerBound >= start.end }
      let isFirst = literal(row, Int32(column), in: after)
      if isFirst == .always { return }
      if isFirst != .never { pattern.append(isFirst.negated) }
    }
  }
}
