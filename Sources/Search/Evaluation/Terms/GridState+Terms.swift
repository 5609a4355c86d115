import Grid

/// The terms around the cells that a move has written.
extension GridState {
  /// What the written cells change in every term; with `applies` the change becomes part of the
  /// state. Counters still hold their amounts from before, with the change beside them.
  ///
  /// - Complexity: O(windows, heads and joints that the written cells touch); a spread costs its
  ///   rows.
  mutating func changeTerms(applies: Bool) -> TermChange {
    gatherTerms()
    gatherFreePeriods()
    var change = TermChange()
    priceTouched(applies, &change)
    return change
  }

  /// An energy with what the written cells change in every term. Free periods are the dearest to
  /// count and are left out where they cannot bring it down to `enough`: they save no more than
  /// what they cost now.
  mutating func withTerms(_ energy: Float, upTo enough: Float) -> Float {
    gatherTerms()
    var change = TermChange()
    priceTouched(false, &change)
    let sum = energy + change.energy
    if model.terms.freeRows.isEmpty || sum - pricesOfFreePeriods > enough { return sum }
    gatherFreePeriods()
    var free = TermChange()
    priceTouched(false, &free)
    return sum + free.energy
  }

  /// What free periods of the open rows cost as they stand.
  private var pricesOfFreePeriods: Float {
    var total: Float = 0
    for index in 0..<openCount {
      for rule in model.terms.freeRows[openRows[index].row] {
        let points = terms.pointsOfRow[Int(rule.windowRow)]
        if points == 0 { continue }
        let term = Int(model.terms.windowRows.base[Int(rule.windowRow)].term)
        total += Float(points) * terms.factors[term]
      }
    }
    return total
  }

  private mutating func priceTouched(_ applies: Bool, _ change: inout TermChange) {
    for index in 0..<terms.touchedRowCount {
      priceWindows(Int(terms.touchedRows[index]), applies, &change)
    }
    terms.touchedRowCount = 0
    for index in 0..<terms.touchedSideCount {
      priceSides(Int(terms.touchedSides[index]), applies, &change)
    }
    terms.touchedSideCount = 0
    for index in 0..<terms.touchedSpreadCount {
      priceSpread(Int(terms.touchedSpreads[index]), applies, &change)
    }
    terms.touchedSpreadCount = 0
    for index in 0..<terms.touchedJointCount {
      priceJoint(Int(terms.touchedJoints[index]), applies, &change)
    }
    terms.touchedJointCount = 0
  }

  /// Notes that a term's points change.
  @inline(__always)
  private mutating func note(
    _ points: Int, _ term: Int32, _ applies: Bool, _ change: inout TermChange
  ) {
    if points == 0 { return }
    let index = Int(term)
    if applies { terms.points[index] += points }
    if model.terms.terms.base[index].isHard { change.hard += points } else { change.soft += points }
    change.energy += Float(points) * terms.factors[index]
  }

  // MARK: Gathering

  private mutating func gatherTerms() {
    gatherTargets()
    let tables = model.terms
    if !tables.weightFeeds.isEmpty {
      for index in 0..<changedCount { gatherWeights(index) }
    }
    if !tables.joints.isEmpty {
      for index in 0..<changedCount {
        for joint in tables.jointsOfCell[Int(changedCell[index])]
        where !terms.isTouchedJoint[Int(joint)] {
          terms.isTouchedJoint[Int(joint)] = true
          terms.touchedJoints[terms.touchedJointCount] = joint
          terms.touchedJointCount += 1
        }
      }
    }
  }

  private mutating func gatherFreePeriods() {
    if model.terms.freeRows.isEmpty { return }
    for index in 0..<openCount {
      for rule in model.terms.freeRows[openRows[index].row] {
        gatherFreeTimes(rule, row: openRows[index].row)
      }
    }
  }

  /// Counters without a price pass on what they change.
  private mutating func gatherTargets() {
    let linearCount = Int32(model.counters.linearCount)
    for index in 0..<touchedCount where touched[index] >= linearCount {
      let item = counters[Int(touched[index])]
      if item.parent > -2 || item.delta == 0 { continue }
      let target = model.terms.targets.base[Int(-2 - item.parent)]
      var amount = item.delta
      if target.isAny {
        amount = (item.value &+ item.delta > 0 ? 1 : 0) - (item.value > 0 ? 1 : 0)
        if amount == 0 { continue }
      }
      pass(amount, to: target)
    }
  }

  @inline(__always)
  private mutating func pass(_ amount: Int32, to target: TermTables.Target) {
    let index = Int(target.index)
    switch target.kind {
    case .supply:
      touchSides(index)
      terms.sides[index].supplyChange += amount
    case .demand:
      touchSides(index)
      terms.sides[index].demandChange += amount
    case .amount:
      terms.amountChanges[Int(target.place)] += Int(amount)
      if !terms.isTouchedSpread[index] {
        terms.isTouchedSpread[index] = true
        terms.touchedSpreads[terms.touchedSpreadCount] = target.index
        terms.touchedSpreadCount += 1
      }
    case .position:
      let span = model.terms.touchedWindows.base[Int(target.place)]
      addToWindows(index, Int(span.first), Int(span.last), amount)
    }
  }

  @inline(__always)
  private mutating func touchSides(_ index: Int) {
    if terms.sides[index].isTouched { return }
    terms.sides[index].isTouched = true
    terms.touchedSides[terms.touchedSideCount] = Int32(truncatingIfNeeded: index)
    terms.touchedSideCount += 1
  }

  @inline(__always)
  private mutating func gatherWeights(_ index: Int) {
    let cell = Int(changedCell[index])
    let row = cell / model.columnCount
    let column = cell - row * model.columnCount
    let tables = model.terms
    for feed in tables.weightFeeds[row] {
      let table = Int(tables.tableOfColumn.base[Int(feed.tables) + column])
      if table < 0 { continue }
      let amount =
        tables.weights.base[table + Int(cells[cell])]
        - tables.weights.base[table + Int(changedFrom[index])]
      if amount == 0 { continue }
      let span = tables.touchedWindows.base[Int(feed.touched) + column]
      addToWindows(Int(feed.windowRow), Int(span.first), Int(span.last), amount)
    }
  }

  /// Adds an amount to the windows `first...last` of a window row.
  @inline(__always)
  mutating func addToWindows(_ windowRow: Int, _ first: Int, _ last: Int, _ amount: Int32) {
    if first > last { return }
    let item = model.terms.windowRows.base[windowRow]
    let changes = terms.changes + Int(item.firstChange)
    changes[first] &+= amount
    changes[last + 1] &-= amount
    let span = terms.span + windowRow
    if span.pointee.first > span.pointee.last {
      terms.touchedRows[terms.touchedRowCount] = Int32(truncatingIfNeeded: windowRow)
      terms.touchedRowCount += 1
    }
    span.pointee.first = min(span.pointee.first, Int32(truncatingIfNeeded: first))
    span.pointee.last = max(span.pointee.last, Int32(truncatingIfNeeded: last))
  }

  // MARK: Pricing

  private mutating func priceWindows(_ index: Int, _ applies: Bool, _ change: inout TermChange) {
    let item = model.terms.windowRows.base[index]
    let windows = terms.windows + Int(item.firstWindow)
    let changes = terms.changes + Int(item.firstChange)
    let span = terms.span[index]
    terms.span[index] = TermTables.WindowSpan(first: .max, last: .min)
    var running: Int32 = 0
    var points = 0
    for window in Int(span.first)...Int(span.last) {
      running &+= changes[window]
      changes[window] = 0
      if running == 0 { continue }
      let state = windows[window]
      let after = state.value &+ running
      // Both amounts inside the bounds, the common case, cost nothing.
      if min(after, state.value) < state.low || max(after, state.value) > state.high {
        points += item.price(after, state) - item.price(state.value, state)
      }
      if applies { windows[window].value = after }
    }
    changes[Int(span.last) + 1] = 0
    if applies { terms.pointsOfRow[index] += points }
    note(points, item.term, applies, &change)
  }

  private mutating func priceSides(_ index: Int, _ applies: Bool, _ change: inout TermChange) {
    let rule = model.terms.twoSided.base[index]
    let item = terms.sides[index]
    let supply = item.supply &+ item.supplyChange
    let demand = item.demand &+ item.demandChange
    let points =
      rule.points(supply: supply, demand: demand)
      - rule.points(supply: item.supply, demand: item.demand)
    terms.sides[index] = TermState.Sides(
      supply: applies ? supply : item.supply, demand: applies ? demand : item.demand,
      supplyChange: 0, demandChange: 0, isTouched: false)
    note(points, rule.term, applies, &change)
  }

  private mutating func priceSpread(_ index: Int, _ applies: Bool, _ change: inout TermChange) {
    let rule = model.terms.spreads.base[index]
    let first = Int(rule.firstAmount)
    let count = Int(rule.count)
    let amounts = terms.amounts + first
    let changes = terms.amountChanges + first
    for row in 0..<count { amounts[row] += changes[row] }
    let after = spreadPoints(rule)
    let before = terms.spreadPrices[index]
    if applies {
      terms.spreadPrices[index] = after
    } else {
      for row in 0..<count { amounts[row] -= changes[row] }
    }
    for row in 0..<count { changes[row] = 0 }
    terms.isTouchedSpread[index] = false
    note(after - before, rule.term, applies, &change)
  }

  private mutating func priceJoint(_ index: Int, _ applies: Bool, _ change: inout TermChange) {
    let joint = model.terms.joints.base[index]
    let after = jointPrice(joint)
    let before = terms.jointPrices[index]
    if applies { terms.jointPrices[index] = after }
    terms.isTouchedJoint[index] = false
    note(Int(after) - Int(before), joint.term, applies, &change)
  }
}
