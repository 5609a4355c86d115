/// Series and skipping successions of one row around the columns a move changes.
extension GridState {
  /// Adds the penalty of every run, link and succession that may change when the cells `from...to`
  /// of a row do. Which ones are looked at depends on cells outside `from...to` alone, so the
  /// difference of two calls is the exact change.
  func series(_ row: Int, _ from: Int, _ to: Int, _ hard: inout Int, _ soft: inout Int) {
    let rules = model.structure.series
    let rowCells = UnsafePointer(cells + row * model.columnCount)
    for rule in rules.runs[row] {
      let penalty = seriesRun(rule, rowCells, from, to)
      if rule.run.isHard { hard += penalty } else { soft += penalty }
    }
    for rule in rules.links[row] {
      let penalty = links(rule, rowCells, from, to)
      if rule.isHard { hard += penalty } else { soft += penalty }
    }
    for rule in rules.follows[row] {
      let penalty = follows(rule, rowCells, from, to)
      if rule.isHard { hard += penalty } else { soft += penalty }
    }
  }

  private func seriesRun(
    _ rule: RowSeries.Run, _ cells: UnsafePointer<UInt16>, _ from: Int, _ to: Int
  ) -> Int {
    let series = model.structure.series
    let firstTouched = Int(series.firstTouched.base[Int(rule.byColumn) + from])
    let lastTouched = Int(series.lastTouched.base[Int(rule.byColumn) + to])
    if firstTouched > lastTouched { return 0 }
    let count = Int(rule.positionCount)
    let first = Int(rule.firstGroup)
    func isMember(_ position: Int) -> Bool {
      series.holds(rule.set, rule.isAll, group: first + position, cells)
    }
    let end = min(lastTouched + 1, count - 1)
    var position = max(firstTouched - 1, 0)
    if isMember(position) {
      while position > 0 && isMember(position - 1) { position -= 1 }
    }
    var total = 0
    while position <= end {
      if !isMember(position) {
        position += 1
        continue
      }
      let start = position
      repeat { position += 1 } while position < count && isMember(position)
      total += rule.run.penalty(start: start, end: position, count: count)
    }
    return total
  }

  private func links(
    _ rule: RowSeries.Links, _ cells: UnsafePointer<UInt16>, _ from: Int, _ to: Int
  ) -> Int {
    let series = model.structure.series
    let last = Int(series.lastTouched.base[Int(rule.byColumn) + to])
    var link = Int(series.firstTouched.base[Int(rule.byColumn) + from])
    var total = 0
    while link <= last {
      let group = Int(rule.firstGroup) + 2 * link
      if series.holds(rule.from, rule.fromIsAll, group: group, cells)
        && series.holds(rule.to, rule.toIsAll, group: group + 1, cells)
      {
        total += Int(rule.price)
      }
      link += 1
    }
    return total
  }

  private func follows(
    _ rule: RowSeries.Follow, _ cells: UnsafePointer<UInt16>, _ from: Int, _ to: Int
  ) -> Int {
    let sets = model.structure.series.sets.base
    let isSkipped = sets + Int(rule.skipped)
    let mask = model.structure.series.masks.base + Int(rule.mask)
    // Earlier cells look at the changed ones only over skipped cells.
    var column = from
    let lowest = max(0, from - Int(rule.reach))
    while column > lowest {
      column -= 1
      if !isSkipped[Int(cells[column])] { break }
    }
    var total = 0
    let sees = rule.history > 0 && (column == 0 && (from == 0 || isSkipped[Int(cells[0])]))
    if sees && isFollowed(rule, cells, after: -Int(rule.history)) { total += Int(rule.price) }
    while column <= to {
      if mask[column] && sets[Int(rule.from) + Int(cells[column])]
        && isFollowed(rule, cells, after: column)
      {
        total += Int(rule.price)
      }
      column += 1
    }
    return total
  }

  @inline(__always)
  private func isFollowed(
    _ rule: RowSeries.Follow, _ cells: UnsafePointer<UInt16>, after column: Int
  ) -> Bool {
    let sets = model.structure.series.sets.base
    let last = min(column + Int(rule.reach), model.columnCount - 1)
    var next = max(0, column + 1)
    while next <= last {
      let choice = Int(cells[next])
      if !sets[Int(rule.skipped) + choice] {
        return next >= model.structure.pastColumns && sets[Int(rule.to) + choice]
      }
      next += 1
    }
    return false
  }
}

extension RowStructure.Run {
  /// Penalty of a maximal run of the positions `start..<end` among `count`.
  @inline(__always)
  func penalty(start: Int, end: Int, count: Int) -> Int {
    let before = start == 0 ? Int(history) : 0
    let length = end - start + before
    if length > Int(max) { return (length - Int(max)) * Int(priceLong) }
    guard length < Int(min) else { return 0 }
    let beganBefore = start == 0 && startIsOpen && before == 0
    let goesOn = end == count && endIsOpen
    return beganBefore || goesOn ? 0 : (Int(min) - length) * Int(priceShort)
  }
}
