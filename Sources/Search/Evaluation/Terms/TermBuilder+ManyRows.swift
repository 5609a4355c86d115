import Containers
import Grid

/// Terms over several rows.
extension TermBuilder {
  mutating func add(_ family: TwoSidedCoverFamily, _ term: Int32) {
    let first = Int32(twoSided.count)
    twoSided += family.groups.indices.map {
      TermTables.TwoSided(
        term: term, divisor: family.divisor, constant: family.constant[$0], price: family.price)
    }
    for (kind, heads) in [(TermTables.Target.Kind.supply, family.supply), (.demand, family.demand)]
    {
      headFeeds.append(
        HeadFeed(target: Int32(targets.count), heads: heads, groups: family.groups))
      targets += family.groups.indices.map {
        TermTables.Target(kind: kind, isAny: false, index: first + Int32($0), place: 0)
      }
    }
  }

  mutating func add(_ family: SpreadFamily, _ term: Int32) {
    let first = Int32(startAmounts.count)
    let index = Int32(spreads.count)
    startAmounts +=
      family.start.isEmpty ? Array(repeating: 0, count: family.rows.count) : family.start
    let shares = family.rows.indices.map { Int32(family.share($0)) }
    self.shares += shares
    let most = shares.max() ?? 1
    spreads.append(
      TermTables.Spread(
        term: term, firstAmount: first, count: Int32(family.rows.count), kind: family.kind,
        allowance: family.allowance, unit: family.unit, price: family.price, most: most,
        scales: shares.contains { $0 != most }))
    for (position, row) in family.rows.enumerated() {
      let place = first + Int32(position)
      switch family.measure {
      case .weights(let weights):
        feeds.append(
          CounterFeed(target: Int32(targets.count), row: row, cells: .columns(weights)))
        targets.append(
          TermTables.Target(kind: .amount, isAny: false, index: index, place: place))
      case .anyInGroups(let members):
        let target = TermTables.Target(kind: .amount, isAny: true, index: index, place: place)
        for group in members.groups.indices where !members.groups[group].isEmpty {
          feeds.append(self.feed(members, group, row: Int(row), target))
        }
      }
    }
  }

  mutating func add(_ family: PairFamily, _ term: Int32) {
    let place = Int32(classes.count)
    classes += [family.classCount] + family.classOfChoice + family.prices
    for rows in family.rows {
      for columns in family.columns {
        let cells = [
          Int(rows.first) * grid.columnCount + Int(columns.first),
          Int(rows.second) * grid.columnCount + Int(columns.second),
        ]
        let first = Int32(literals.count)
        literals += cells.map { TermTables.Literal(cell: Int32($0), set: 0) }
        addJoint(
          TermTables.Joint(term: term, first: first, count: 0, price: place), cells: cells)
      }
    }
  }

  mutating func add(_ family: ClauseFamily, _ term: Int32) {
    let first = Int32(literals.count)
    let cells = family.literals.map { Int($0.row) * grid.columnCount + Int($0.column) }
    literals += family.literals.indices.map { index in
      TermTables.Literal(
        cell: Int32(cells[index]), set: sets.offset(of: family.literals[index].choices))
    }
    addJoint(
      TermTables.Joint(
        term: term, first: first, count: Int32(cells.count), price: family.price), cells: cells)
  }

  private mutating func addJoint(_ joint: TermTables.Joint, cells: [Int]) {
    if jointsOfCell.isEmpty {
      jointsOfCell = Array(repeating: [], count: grid.rowCount * grid.columnCount)
    }
    for cell in cells where jointsOfCell[cell].last != Int32(joints.count) {
      jointsOfCell[cell].append(Int32(joints.count))
    }
    joints.append(joint)
  }
}
