import Containers
import Grid
import Measures

/// Families of one row that read series of columns.
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
}
