import Containers
import Grid
import Measures

/// What a stretch of back-to-back duty is.
struct StretchRule {
  /// Free minutes that end a stretch.
  var bridge: Int
  /// Of the duties that make up stretches.
  var times: DutyTimes
  /// Columns before the free ones from which on every duty is told of.
  var reach: Int
}

/// A stretch up to one of its duties.
struct Stretch {
  /// What must hold for it to begin where it does, and to come this far.
  var pattern: [Literal]
  /// Column of its last duty; −1 for one of history.
  var column: Int
  /// Whether its last duty is one of those told apart.
  var isTold: Bool
  var start: Int
  /// The latest end of its duties.
  var end: Int
  /// The end of its last duty.
  var dutyEnd: Int
  /// Whether it holds a duty of the grid that is not past.
  var isInside: Bool

  var length: Int { end - start }

  /// Whether it goes on just as another one of the same column does.
  func goesOnLike(_ other: Stretch) -> Bool {
    start == other.start && end == other.end && isInside == other.isInside
  }
}

/// Stretches of back-to-back duty: they are followed duty by duty, and each duty that makes one
/// longer is charged for what it adds. Courses that go on alike from a duty on are one from there.
extension GridModelBuilder {
  mutating func add(_ family: StretchFamily, _ level: ScoreLevel) {
    let isForbidden = level != .soft && hardRules == .forbidden
    let rule = StretchRule(
      bridge: Int(family.bridge),
      times: DutyTimes(grid, family.members, columns: family.columns), reach: 0)
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let history = family.history.isEmpty ? .none : family.history[index]
      followStretches(rule, row, history) { builder, stretch, before in
        guard stretch.isInside else { return true }
        let paid = before.map { $0.isInside ? family.penalty(of: $0.length) : 0 } ?? 0
        let price = family.penalty(of: stretch.length) - paid
        builder.charge(all: stretch.pattern, Int64(price), level)
        // What is forbidden need not be followed any further.
        return !isForbidden || stretch.length <= Int(family.max)
      }
    }
  }

  /// Follows a row's stretches that free cells have a say in.
  ///
  /// - Parameter visit: is told of each duty on each course, with the stretch before it where it
  ///   does not begin one, and says whether to go on from there.
  mutating func followStretches(
    _ rule: StretchRule, _ row: Int32, _ history: StretchHistory,
    visit: (inout GridModelBuilder, Stretch, _ before: Stretch?) -> Bool
  ) {
    let from = max(0, freeColumns.lowerBound - rule.reach - 1)
    let settled = settledStretch(rule, row, history, before: from)
    // Stretches that have come to a column, and may be followed from there.
    var arrived: [[Stretch]] = Array(repeating: [], count: grid.columnCount)
    if settled.end > Int(Int32.min) { follow(settled, rule, row, &arrived, visit) }
    for column in from..<grid.columnCount {
      var isSettled = false
      for group in rule.times.groups[column] {
        guard let pattern = beginning(of: group, column, rule, row, (from, settled.end)) else {
          continue
        }
        let begun = Stretch(
          pattern: pattern, column: column, isTold: group.isTold, start: group.time.lowerBound,
          end: group.time.upperBound, dutyEnd: group.time.upperBound,
          isInside: column >= Int(grid.pastColumns))
        if visit(&self, begun, nil) { arrived[column].append(begun) }
        isSettled = pattern.allSatisfy { $0 == .always }
      }
      for stretch in merged(arrived[column]) { follow(stretch, rule, row, &arrived, visit) }
      // What surely begins behind the free cells is the same for every answer from there on.
      if isSettled && column >= freeColumns.upperBound { break }
    }
  }

  /// Stretches that go on alike, as one each.
  private mutating func merged(_ stretches: [Stretch]) -> [Stretch] {
    var kinds: [[Stretch]] = []
    for stretch in stretches {
      if let known = kinds.firstIndex(where: { $0[0].goesOnLike(stretch) }) {
        kinds[known].append(stretch)
      } else {
        kinds.append([stretch])
      }
    }
    return kinds.map { alike in
      guard alike.count > 1 else { return alike[0] }
      var one = alike[0]
      one.pattern = [literal(ofAny: alike.map { literal(ofAll: $0.pattern) })]
      return one
    }
  }

  /// The stretch that a row is in before a column, all of whose earlier cells are frozen.
  private func settledStretch(
    _ rule: StretchRule, _ row: Int32, _ history: StretchHistory, before column: Int
  ) -> Stretch {
    var stretch = Stretch(
      pattern: [], column: column - 1, isTold: false, start: Int(history.start),
      end: Int(history.end), dutyEnd: Int(history.end), isInside: false)
    for earlier in 0..<column {
      let choice = frozenChoice(row, earlier)
      guard
        let duty = rule.times.groups[earlier].first(where: { $0.choices.contains(choice) })?.time
      else { continue }
      if duty.lowerBound - stretch.end >= rule.bridge {
        stretch.start = duty.lowerBound
        stretch.isInside = false
      }
      stretch.end = max(stretch.end, duty.upperBound)
      stretch.isInside = stretch.isInside || earlier >= Int(grid.pastColumns)
    }
    return stretch
  }

  /// What must hold for a duty to begin a stretch; nil where it cannot.
  private mutating func beginning(
    of group: DutyTimes.Group, _ column: Int, _ rule: StretchRule, _ row: Int32,
    _ settled: (columns: Int, end: Int)
  ) -> [Literal]? {
    let latest = group.time.lowerBound - rule.bridge
    let own = literal(row, Int32(column), in: group.choices)
    guard own != .never, settled.end <= latest else { return nil }
    var pattern = [own]
    var earlier = column - 1
    while earlier >= settled.columns, rule.times.latest[earlier] > latest {
      let late = rule.times.choices(earlier) { $0.upperBound > latest }
      let holds = literal(row, Int32(earlier), in: late)
      if holds == .always { return nil }
      if holds != .never { pattern.append(holds.negated) }
      earlier -= 1
    }
    return pattern
  }

  /// The next duties that a stretch may go on with.
  private mutating func follow(
    _ stretch: Stretch, _ rule: StretchRule, _ row: Int32, _ arrived: inout [[Stretch]],
    _ visit: (inout GridModelBuilder, Stretch, Stretch?) -> Bool
  ) {
    var pattern = stretch.pattern
    let end = stretch.end + rule.bridge
    var column = stretch.column + 1
    while column < grid.columnCount, rule.times.earliest[column] < end {
      for group in rule.times.groups[column] where group.time.lowerBound < end {
        let own = literal(row, Int32(column), in: group.choices)
        guard own != .never else { continue }
        let next = Stretch(
          pattern: pattern + [own], column: column, isTold: group.isTold, start: stretch.start,
          end: max(stretch.end, group.time.upperBound), dutyEnd: group.time.upperBound,
          isInside: stretch.isInside || column >= Int(grid.pastColumns))
        if visit(&self, next, stretch) { arrived[column].append(next) }
      }
      let some = literal(row, Int32(column), in: rule.times.choices(column) { _ in true })
      if some == .always { return }
      if some != .never { pattern.append(some.negated) }
      column += 1
    }
  }
}
