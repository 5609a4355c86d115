import Grid

/// Terms counted from what the state holds.
extension GridState {
  /// Counts every term from scratch; counters hold their amounts already.
  mutating func recountTerms() -> TermChange {
    let tables = model.terms
    var change = TermChange()
    if tables.isEmpty { return change }
    resetTerms()
    // Everything enters as a change from nothing.
    for counter in model.counters.linearCount..<model.counters.count {
      let item = counters[counter]
      if item.parent > -2 { continue }
      enter(item.value, tables.targets.base[Int(-2 - item.parent)])
    }
    enterWeights()
    for row in 0..<model.rowCount {
      for rule in tables.freeRows[row] { enterFreePeriods(rule, row: row) }
    }
    for index in 0..<tables.windowRows.count {
      terms.pointsOfRow[index] = windowPoints(index)
      add(terms.pointsOfRow[index], tables.windowRows.base[index].term, &change)
    }
    for index in 0..<tables.twoSided.count {
      let rule = tables.twoSided.base[index]
      let item = terms.sides[index]
      add(rule.points(supply: item.supply, demand: item.demand), rule.term, &change)
    }
    for index in 0..<tables.spreads.count {
      let rule = tables.spreads.base[index]
      terms.spreadPrices[index] = spreadPoints(rule)
      add(terms.spreadPrices[index], rule.term, &change)
    }
    for index in 0..<tables.joints.count {
      terms.jointPrices[index] = jointPrice(tables.joints.base[index])
      add(Int(terms.jointPrices[index]), tables.joints.base[index].term, &change)
    }
    return change
  }

  private mutating func resetTerms() {
    let tables = model.terms
    for index in tables.low.indices { terms.windows[index].value = 0 }
    for index in 0..<tables.twoSided.count {
      terms.sides[index].supply = 0
      terms.sides[index].demand = 0
    }
    for index in 0..<tables.startAmounts.count {
      terms.amounts[index] = Int(tables.startAmounts.base[index])
    }
    for index in 0..<tables.terms.count { terms.points[index] = 0 }
  }

  private mutating func add(_ points: Int, _ term: Int32, _ change: inout TermChange) {
    terms.points[Int(term)] += points
    if model.terms.terms.base[Int(term)].isHard {
      change.hard += points
    } else {
      change.soft += points
    }
  }

  private mutating func enter(_ value: Int32, _ target: TermTables.Target) {
    let amount = target.isAny ? (value > 0 ? 1 : 0) : value
    let index = Int(target.index)
    switch target.kind {
    case .supply: terms.sides[index].supply += amount
    case .demand: terms.sides[index].demand += amount
    case .amount: terms.amounts[Int(target.place)] += Int(amount)
    case .position:
      let span = model.terms.touchedWindows.base[Int(target.place)]
      enter(amount, windowRow: index, span)
    }
  }

  private mutating func enter(
    _ amount: Int32, windowRow: Int, _ span: TermTables.WindowSpan
  ) {
    let first = Int(model.terms.windowRows.base[windowRow].firstWindow)
    var window = Int(span.first)
    while window <= Int(span.last) {
      terms.windows[first + window].value += amount
      window += 1
    }
  }

  private mutating func enterWeights() {
    let tables = model.terms
    if tables.weightFeeds.isEmpty { return }
    for row in 0..<model.rowCount {
      for feed in tables.weightFeeds[row] {
        for column in 0..<model.columnCount {
          let table = Int(tables.tableOfColumn.base[Int(feed.tables) + column])
          if table < 0 { continue }
          let choice = Int(cells[row * model.columnCount + column])
          enter(
            tables.weights.base[table + choice], windowRow: Int(feed.windowRow),
            tables.touchedWindows.base[Int(feed.touched) + column])
        }
      }
    }
  }

  private func windowPoints(_ index: Int) -> Int {
    let item = model.terms.windowRows.base[index]
    var total = 0
    for window in 0..<Int(item.windowCount) {
      let state = terms.windows[Int(item.firstWindow) + window]
      total += item.price(state.value, state)
    }
    return total
  }

  /// Price of the amounts of a spread, by the formulas of `docs/grid.md`.
  func spreadPoints(_ rule: TermTables.Spread) -> Int {
    let amounts = terms.amounts + Int(rule.firstAmount)
    let shares = model.terms.shares.base + Int(rule.firstAmount)
    let count = Int(rule.count)
    if count == 0 { return 0 }
    var least = Int.max
    var most = Int.min
    var sum = 0
    for row in 0..<count {
      let amount = rule.scaled(amounts[row], shares[row])
      least = min(least, amount)
      most = max(most, amount)
      sum += amount
    }
    var value = most - least
    if rule.kind != .range {
      value = 0
      for row in 0..<count {
        let distance = abs(rule.scaled(amounts[row], shares[row]) * count - sum)
        value += rule.kind == .deviation ? distance : distance * distance
      }
      value /= rule.kind == .deviation ? count : count * count
    }
    let surplus = max(0, value - Int(rule.allowance))
    return (surplus + Int(rule.unit) - 1) / Int(rule.unit) * Int(rule.price)
  }

  /// Price of a joint's cells as they stand.
  @inline(__always)
  func jointPrice(_ joint: TermTables.Joint) -> Int32 {
    let literals = model.terms.literals.base + Int(joint.first)
    if joint.count == 0 {
      let classes = model.terms.classes.base + Int(joint.price)
      let count = classes[0]
      let first = classes[1 + Int(cells[Int(literals[0].cell)])]
      let second = classes[1 + Int(cells[Int(literals[1].cell)])]
      return classes[1 + model.choiceCount + Int(first * count + second)]
    }
    for index in 0..<Int(joint.count) {
      let choice = Int(cells[Int(literals[index].cell)])
      if !model.terms.sets.base[Int(literals[index].set) + choice] { return 0 }
    }
    return joint.price
  }

  /// Narrows the bounds of the window that a quota names, if it names one of a term.
  mutating func narrowTerm(by quota: Quota) {
    guard let rows = model.terms.windowRowsOfRule[quota.rule],
      let row = rows.first(where: { model.terms.windowRows.base[$0].row == quota.row })
    else { return }
    let item = model.terms.windowRows.base[row]
    guard (0..<item.windowCount).contains(quota.window) else { return }
    let window = terms.windows + Int(item.firstWindow + quota.window)
    window.pointee.low = max(window.pointee.low, quota.min)
    window.pointee.high = min(window.pointee.high, quota.max)
  }
}

extension TermTables.WindowRow {
  /// Points of an amount under a window's bounds.
  @inline(__always)
  func price(_ amount: Int32, _ window: TermState.Window) -> Int {
    if amount < window.low {
      return units(Int(window.low) - Int(amount)) * Int(priceUnder)
    }
    if amount > window.high {
      return units(Int(amount) - Int(window.high)) * Int(priceOver)
    }
    return 0
  }

  @inline(__always)
  private func units(_ amount: Int) -> Int {
    unit == 1 ? amount : (amount + Int(unit) - 1) / Int(unit)
  }
}

extension TermTables.TwoSided {
  /// Points of a supply under a demand.
  @inline(__always)
  func points(supply: Int32, demand: Int32) -> Int {
    let needed = Int(demand).dividedRoundingUp(by: Int(divisor)) + Int(constant)
    return max(0, needed - Int(supply)) * Int(price)
  }
}

extension TermTables.Spread {
  /// An amount as one of the greatest share.
  @inline(__always)
  func scaled(_ amount: Int, _ share: Int32) -> Int {
    if !scales || share == most { return amount }
    return (amount * Int(most)).dividedRoundingDown(by: Int(share))
  }
}
