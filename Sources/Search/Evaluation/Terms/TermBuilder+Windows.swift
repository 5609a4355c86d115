import Containers
import Grid

/// Terms of windows over one row.
extension TermBuilder {
  mutating func add(_ family: RollingFamily, _ term: Int32) {
    let first = addWindowRows(
      family.rows, windowCount: family.windows.count,
      like: TermTables.WindowRow(
        term: term, row: 0, firstWindow: 0, firstChange: 0, windowCount: 0, unit: family.unit,
        priceUnder: family.priceUnder, priceOver: family.priceOver))
    let count = family.rows.count * family.windows.count
    low += family.min.isEmpty ? Array(repeating: .min, count: count) : family.min
    high += family.max.isEmpty ? Array(repeating: .max, count: count) : family.max
    switch family.measure {
    case .weights(let weights):
      let touched = addTouched(family.windows, positionCount: grid.columnCount)
      let place = addTables(weights)
      for (index, row) in family.rows.enumerated() {
        weightFeeds[Int(row)].append(
          TermTables.WeightFeed(windowRow: first + Int32(index), tables: place, touched: touched))
      }
    case .anyInGroups(let members):
      let touched = addTouched(family.windows, positionCount: members.groups.count)
      for (index, row) in family.rows.enumerated() {
        for position in members.groups.indices where !members.groups[position].isEmpty {
          let target = TermTables.Target(
            kind: .position, isAny: true, index: first + Int32(index),
            place: touched + Int32(position))
          feeds.append(feed(members, position, row: Int(row), target))
        }
      }
    }
  }

  mutating func add(_ family: FreePeriodFamily, _ term: Int32) {
    let first = addWindowRows(
      family.rows, windowCount: family.windows.count,
      like: TermTables.WindowRow(
        term: term, row: 0, firstWindow: 0, firstChange: 0, windowCount: 0, unit: 1,
        priceUnder: family.price, priceOver: 0))
    low += family.min
    high += Array(repeating: .max, count: family.min.count)
    let reach = Int32(reaches.count)
    reaches += ColumnReach.table(grid, from: family.members, to: family.members, minutes: 0)
    let times = Int32(clockWindows.count)
    clockWindows += family.windows
    for (index, row) in family.rows.enumerated() {
      freeRows[Int(row)].append(
        TermTables.FreeRow(
          windowRow: first + Int32(index), members: sets.offset(of: family.members), reach: reach,
          period: family.period,
          history: family.history.isEmpty ? .min : family.history[index], times: times))
    }
  }

  private mutating func addWindowRows(
    _ rows: [Int32], windowCount: Int, like model: TermTables.WindowRow
  ) -> Int32 {
    let first = windowRows.count
    for (index, row) in rows.enumerated() {
      var item = model
      item.row = row
      item.windowCount = Int32(windowCount)
      item.firstWindow = Int32(low.count + index * windowCount)
      item.firstChange = Int32(changeCount)
      changeCount += windowCount + 1
      windowRows.append(item)
    }
    windowRowsOfRule[terms[Int(model.term)].rule] = first..<windowRows.count
    return Int32(first)
  }

  /// Weights by column; returns where its tables begin.
  private mutating func addTables(_ weights: ColumnWeights) -> Int32 {
    if let place = placeOfTables[weights] { return place }
    let place = Int32(tableOfColumn.count)
    let begin = Int32(self.weights.count)
    tableOfColumn += weights.tableOfColumn.map {
      $0 < 0 ? -1 : begin + $0 * Int32(grid.choiceCount)
    }
    self.weights += weights.tables.joined()
    placeOfTables[weights] = place
    return place
  }

  /// What the windows that hold each position depend on.
  struct TouchedKey: Hashable {
    var windows: [PositionRange]
    var positionCount: Int
  }

  /// The windows that hold each position; returns where they begin.
  private mutating func addTouched(_ windows: [PositionRange], positionCount: Int) -> Int32 {
    let key = TouchedKey(windows: windows, positionCount: positionCount)
    if let begin = placeOfTouched[key] { return begin }
    let begin = Int32(touchedWindows.count)
    placeOfTouched[key] = begin
    var first = 0
    var last = -1
    for position in 0..<positionCount {
      while first < windows.count && Int(windows[first].end) <= position { first += 1 }
      while last + 1 < windows.count && Int(windows[last + 1].first) <= position { last += 1 }
      touchedWindows.append(TermTables.WindowSpan(first: Int32(first), last: Int32(last)))
    }
    return begin
  }

  /// A counter of the members of one group of one row.
  mutating func feed(
    _ members: MemberGroups, _ position: Int, row: Int, _ target: TermTables.Target
  ) -> CounterFeed {
    var cells: [(column: Int32, weights: [Int32])] = []
    for item in members.groups[position] {
      let set = members.sets[Int(item.set)]
      let weights =
        weightsOfSet[set] ?? (0..<grid.choiceCount).map { set.contains($0) ? 1 : 0 }
      weightsOfSet[set] = weights
      cells.append((item.column, weights))
    }
    targets.append(target)
    return CounterFeed(target: Int32(targets.count - 1), row: Int32(row), cells: .some(cells))
  }
}
