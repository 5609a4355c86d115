import Containers
import Grid
import Measures

/// Families that look at a row's neighbourhood: transition, run, order.
extension GridModelBuilder {
  mutating func add(_ rule: GridRule, index: Int) throws(GridModel.Unsupported) {
    if rule.level != .soft, let price = rule.family.prices.first(where: { $0 < 0 }) {
      throw refusal(rule, index, "a reward of \(-Int(price)) at a hard level")
    }
    switch rule.family {
    case .transition(let family): add(family, rule.level)
    case .run(let family): add(family, rule.level)
    case .sum(let family): add(family, rule.level, index: index)
    case .order(let family): add(family, rule.level)
    case .cover(let family): add(family, rule.level)
    case .seriesRun(let family): add(family, rule.level)
    case .seriesTransition(let family): add(family, rule.level)
    case .follow(let family): add(family, rule.level)
    case .overlap(let family): add(family, rule.level)
    case .gap(let family): add(family, rule.level)
    case .stretch(let family): add(family, rule.level)
    case .freePeriods(let family):
      if !DutyTimes(grid, family.members).startsNeverFall {
        throw refusal(rule, index, "free periods where a later column may start first")
      }
      add(family, rule.level)
    case .rolling(let family):
      try refuseRewards(rule, index, perUnit: family.unit)
      add(family, rule.level)
    case .twoSidedCover(let family):
      try refuseRewards(rule, index, perUnit: 2)
      add(family, rule.level)
    case .pair(let family): add(family, rule.level)
    case .spread(let family):
      try refuseRewards(rule, index, perUnit: 2)
      if family.kind == .squaredDeviation { throw refusal(rule, index, "squares of amounts") }
      if Set(family.shares).count > 1 { throw refusal(rule, index, "amounts scaled by shares") }
      add(family, rule.level)
    case .clause(let family): add(family, rule.level)
    }
  }

  private func refuseRewards(
    _ rule: GridRule, _ index: Int, perUnit unit: Int32
  ) throws(GridModel.Unsupported) {
    if unit > 1, rule.family.prices.contains(where: { $0 < 0 }) {
      throw refusal(rule, index, "a reward for begun units")
    }
  }

  private func refusal(
    _ rule: GridRule, _ index: Int, _ reason: String
  ) -> GridModel.Unsupported {
    let family = Mirror(reflecting: rule.family).children.first?.label ?? "\(rule.family)"
    return GridModel.Unsupported(
      description: "rule \(index) (\(family)): no model for \(reason)")
  }

  // MARK: Transition

  private mutating func add(_ family: TransitionFamily, _ level: ScoreLevel) {
    for row in family.rows where isFreeRow(row) {
      for column in family.columns {
        let later = column + family.offset
        guard isFree(row, column) || isFree(row, later) else { continue }
        let from = literal(row, column, in: family.from)
        if from == .never { continue }
        let to = literal(row, later, in: family.to)
        charge(all: [from, to], Int64(family.price), level)
      }
    }
  }

  // MARK: Run

  private mutating func add(_ family: RunFamily, _ level: ScoreLevel) {
    for (index, row) in family.rows.enumerated() where isFreeRow(row) {
      let members = (0..<Int32(grid.columnCount)).map { literal(row, $0, in: family.members) }
      addRuns(family, index, members, level)
    }
  }

  /// The prices of one row's runs, given the literal of each cell or position.
  mutating func addRuns(
    _ family: RunFamily, _ index: Int, _ members: [Literal], _ level: ScoreLevel
  ) {
    let history = family.history.isEmpty ? 0 : Int(family.history[index])
    addLongRuns(family, members, history, level)
    addShortRuns(family, members, history, level)
  }

  /// A run of *n* cells beyond the maximum holds *n* − max windows of max + 1 cells.
  ///
  /// Cells of history count as members before column 0; where they alone are beyond the maximum,
  /// any run in column 0 pays for them.
  private mutating func addLongRuns(
    _ family: RunFamily, _ members: [Literal], _ history: Int, _ level: ScoreLevel
  ) {
    let longest = Int(family.max)
    guard family.priceLong != 0, longest < members.count + history else { return }
    let price = Int64(family.priceLong)
    for end in members.indices {
      let start = end - longest
      guard start >= -history else { continue }
      charge(all: Array(members[max(0, start)...end]), price, level)
    }
    if history > longest, let first = members.first {
      charge(first, price * Int64(history - longest), level)
    }
  }

  /// Each way in which a run can be too short, border cells included, has its own price.
  private mutating func addShortRuns(
    _ family: RunFamily, _ members: [Literal], _ history: Int, _ level: ScoreLevel
  ) {
    let shortest = Int(family.min)
    guard family.priceShort != 0, shortest > 1 else { return }
    for start in members.indices {
      let before = start == 0 ? history : 0
      if start == 0 && family.startIsOpen && history == 0 { continue }
      guard members[start] != .never else { continue }
      var length = 1
      while length + before < shortest, start + length <= members.count {
        let end = start + length
        if members[end - 1] == .never { break }
        var pattern = Array(members[start..<end])
        if start > 0 { pattern.append(members[start - 1].negated) }
        if end < members.count {
          pattern.append(members[end].negated)
        } else if family.endIsOpen {
          break
        }
        charge(
          all: pattern, Int64(family.priceShort) * Int64(shortest - length - before), level)
        length += 1
      }
    }
  }

  // MARK: Order

  private mutating func add(_ family: OrderFamily, _ level: ScoreLevel) {
    for row in family.rows where isFreeRow(row) {
      var earlier: [Literal] = []
      var some = Literal.never
      for column in 0..<Int32(grid.columnCount) {
        let after = literal(row, column, in: family.after)
        if after != .never && family.price != 0 {
          let enough =
            family.required == 1 ? some : literal(ofAtLeast: Int(family.required), earlier)
          charge(all: [after, enough.negated], Int64(family.price), level)
        }
        let before = literal(row, column, in: family.before)
        earlier.append(before)
        if family.required == 1 { some = literal(ofAny: [some, before]) }
      }
    }
  }

  /// The literal of "at least one of these holds".
  mutating func literal(ofAny literals: [Literal]) -> Literal {
    if literals.contains(.always) { return .always }
    let open = literals.filter { $0 != .never }
    if open.isEmpty { return .never }
    if open.count == 1 { return open[0] }
    let some = model.addLiteral(.any(open))
    for literal in open { model.addClause([literal.negated, some]) }
    model.addClause(open + [some.negated])
    return some
  }

  /// The literal of "all of these hold".
  mutating func literal(ofAll literals: [Literal]) -> Literal {
    literal(ofAny: literals.map(\.negated)).negated
  }

  /// The literal of "at least so many of these hold".
  private mutating func literal(ofAtLeast count: Int, _ literals: [Literal]) -> Literal {
    var sum = LinearExpression()
    for literal in literals { sum.add(1, literal) }
    let merged = sum.merged
    let reach = model.reach(of: merged)
    if reach.upperBound < Int64(count) { return .never }
    if reach.lowerBound >= Int64(count) { return .always }
    let enough = model.addLiteral(.atLeast(merged, Int64(count)))
    model.add(merged, in: Int64(count)...ConstraintModel.unlimited, enforcedBy: [enough])
    model.add(
      merged, in: -ConstraintModel.unlimited...Int64(count - 1), enforcedBy: [enough.negated])
    return enough
  }
}

extension GridFamily {
  /// Every price the family names.
  fileprivate var prices: [Int32] {
    switch self {
    case .transition(let family): [family.price]
    case .run(let family): [family.priceShort, family.priceLong]
    case .sum(let family): [family.priceUnder, family.priceOver]
    case .order(let family): [family.price]
    case .cover(let family): [family.priceUnder, family.priceOver]
    case .seriesRun(let family): [family.run.priceShort, family.run.priceLong]
    case .seriesTransition(let family): [family.price]
    case .follow(let family): [family.price]
    case .gap(let family): [family.price]
    case .overlap(let family): [family.price]
    case .stretch(let family): [family.price]
    case .freePeriods(let family): [family.price]
    case .rolling(let family): [family.priceUnder, family.priceOver]
    case .twoSidedCover(let family): [family.price]
    case .pair(let family): family.prices
    case .spread(let family): [family.price]
    case .clause(let family): [family.price]
    }
  }
}
