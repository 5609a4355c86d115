import Containers
import Grid
import Measures

/// Everything one row must obey or pays for by itself, apart from prices of cells.
struct RowRules: Sendable {
  /// Runs of one row that share members, history and start, so that one length serves them all.
  struct Tracker: Sendable {
    var bit: UInt32
    var history: Int
    var startIsOpen: Bool
    var runs: [RowStructure.Run]
    /// Lengths from here on are alike: no longer too short, and any more is too long or never is.
    var cap = 0
    /// A run that may have begun outside stays exempt until it has this length.
    var longestMin = 0
  }

  let model: SearchModel
  let row: Int
  /// What each column may hold: its domain without choices that a hard cell price forbids.
  var choices: [[UInt16]]
  let windows: [RowWindow]
  let trackers: [Tracker]
  let orders: [RowStructure.Order]
  let memory: RowMemory
  /// Choices with equal signatures differ in nothing but prices and sums.
  let signatures: [[Int]]

  init(_ model: SearchModel, row: Int, quotas: [Quota]) {
    self.model = model
    self.row = row
    choices = Self.choices(model, row)
    windows = Self.windows(model, row, quotas)
    let trackers = Self.trackers(model, row)
    let orders = model.structure.ordersOfRow[row].map { model.structure.orders[$0] }
    self.trackers = trackers
    self.orders = orders
    let memory = RowMemory(model, row: row)
    self.memory = memory
    signatures = (0..<model.choiceCount).map { choice in
      let bits = model.structure.memberBits.base[choice]
      return memory.signatures[choice] + trackers.map { bits & $0.bit == 0 ? 0 : 1 }
        + orders.map { ($0.isBefore[choice] ? 1 : 0) + ($0.isAfter[choice] ? 2 : 0) }
    }
  }

  func isMember(_ choice: Int, _ tracker: Tracker) -> Bool {
    model.structure.memberBits.base[choice] & tracker.bit != 0
  }

  private static func choices(_ model: SearchModel, _ row: Int) -> [[UInt16]] {
    var result = (0..<model.columnCount).map { column in
      model.choicesOfDomain[Int(model.domainOfCell.base[row * model.columnCount + column])]
    }
    for price in model.grid.cellPrices
    where Int(price.row) == row && price.level != .soft && price.amount > 0 {
      result[Int(price.column)].removeAll { Int32($0) == price.choice }
    }
    return result
  }

  private static func windows(
    _ model: SearchModel, _ row: Int, _ quotas: [Quota]
  ) -> [RowWindow] {
    var result: [RowWindow] = []
    for (index, rule) in model.grid.rules.enumerated() {
      guard case .sum(let family) = rule.family, family.rows.contains(Int32(row)) else { continue }
      for (position, window) in family.windows.enumerated() {
        var narrowed = window
        for quota in quotas
        where Int(quota.rule) == index && Int(quota.row) == row && Int(quota.window) == position {
          narrowed.min = max(narrowed.min, quota.min)
          narrowed.max = min(narrowed.max, quota.max)
        }
        var item = RowWindow(
          family, narrowed, isHard: rule.level != .soft, columnCount: model.columnCount,
          choiceCount: model.choiceCount)
        item.rule = index
        item.position = position
        if item.lastColumn >= 0 { result.append(item) }
      }
    }
    return result
  }

  private static func trackers(_ model: SearchModel, _ row: Int) -> [Tracker] {
    var result: [Tracker] = []
    for run in model.structure.runs(of: row) {
      let known = result.firstIndex {
        $0.bit == run.bit && $0.history == Int(run.history) && $0.startIsOpen == run.startIsOpen
      }
      let index = known ?? result.count
      if known == nil {
        result.append(
          Tracker(
            bit: run.bit, history: Int(run.history), startIsOpen: run.startIsOpen, runs: []))
      }
      result[index].runs.append(run)
      let most = run.max == .max ? 0 : Int(run.max)
      result[index].cap = max(1, result[index].cap, most, Int(run.min))
      result[index].longestMin = max(result[index].longestMin, Int(run.min))
    }
    return result
  }
}

extension RowRules {
  /// Soft points of the row's transitions, runs, sums and orders, counted from scratch.
  ///
  /// - Complexity: O(columns × (offsets + runs + windows + orders)).
  func softPoints(_ cells: UnsafePointer<UInt16>) -> Int {
    let columnCount = model.columnCount
    var total = 0
    for column in 0..<columnCount {
      for distance in memory.distances where column >= distance.offset {
        let earlier = column - distance.offset
        let table = memory.table(earlier, distance)
        if table < 0 { continue }
        total += memory.pair(table, Int(cells[earlier]), Int(cells[column])).soft
      }
    }
    for tracker in trackers {
      for run in tracker.runs where !run.isHard { total += points(of: run, tracker, cells) }
    }
    for order in orders where !order.isHard {
      total += points(of: order, 0, 0..<columnCount, cells)
    }
    for window in windows where !window.isHard {
      total += window.price(window.amount(cells, in: 0..<columnCount))
    }
    return total
  }

  private func points(
    of run: RowStructure.Run, _ tracker: Tracker, _ cells: UnsafePointer<UInt16>
  ) -> Int {
    var total = 0
    var start = 0
    while start < model.columnCount {
      guard isMember(Int(cells[start]), tracker) else {
        start += 1
        continue
      }
      var end = start + 1
      while end < model.columnCount && isMember(Int(cells[end]), tracker) { end += 1 }
      let length = end - start + (start == 0 ? tracker.history : 0)
      total += max(0, length - Int(run.max)) * Int(run.priceLong)
      let isExempt =
        start == 0 && tracker.startIsOpen && tracker.history == 0
        || end == model.columnCount && run.endIsOpen
      if !isExempt { total += max(0, Int(run.min) - length) * Int(run.priceShort) }
      start = end
    }
    return total
  }

  /// Points of an order in some columns when `earlier` cells of its first set stand before them.
  func points(
    of order: RowStructure.Order, _ earlier: Int, _ columns: Range<Int>,
    _ cells: UnsafePointer<UInt16>
  ) -> Int {
    var earlier = earlier
    var total = 0
    for column in columns {
      let choice = Int(cells[column])
      if order.isAfter[choice] && earlier < order.required { total += order.price }
      if order.isBefore[choice] { earlier += 1 }
    }
    return total
  }
}
