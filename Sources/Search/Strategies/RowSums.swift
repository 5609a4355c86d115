import Containers
import Grid

/// The sum windows of one row, as a constructor that goes from left to right sees them.
struct RowSums {
  /// Counters that only this row feeds.
  let counters: [Int32]
  let indexOfCounter: [Int32: Int]
  /// What each column can add at most to each counter from that column on:
  /// `column * counters.count + index`; one more column than the grid has.
  private let reachable: [Int32]
  private let feeds: [[(index: Int, entries: [Feed])]]
  private let model: SearchModel
  private let row: Int

  /// One way in which a column feeds a sum.
  private struct Feed {
    /// Weight by choice.
    var weights: [Int32]
    /// Earlier columns of the same group; the group counts once. Nil when weights just add.
    var group: [Int]?
  }

  init(_ model: SearchModel, row: Int) {
    self.model = model
    self.row = row
    var counters: [Int32] = []
    var feeds = [[(index: Int, entries: [Feed])]](repeating: [], count: model.columnCount)
    for (rule, item) in model.grid.rules.enumerated() {
      guard case .sum(let family) = item.family else { continue }
      for window in family.windows.indices {
        guard
          let counter = model.quotaIndex.counter(
            rule: Int32(rule), row: Int32(row), window: Int32(window))
        else { continue }
        let index = counters.count
        counters.append(Int32(counter))
        for (column, feed) in Self.feeds(of: family, family.windows[window], model.choiceCount) {
          feeds[column].append((index, [feed]))
        }
      }
    }
    self.counters = counters
    self.feeds = feeds
    indexOfCounter = Dictionary(uniqueKeysWithValues: counters.enumerated().map { ($1, $0) })
    reachable = Self.reachable(feeds, counters.count, model, row)
  }

  /// Change of the sums' price, and of the forecast, when a choice is added in a column.
  func forecast(
    _ sums: [Int32], _ choice: UInt16, _ cells: [UInt16], _ column: Int, _ weights: HardWeights
  ) -> Float {
    var total: Float = 0
    for (index, entries) in feeds[column] {
      let counter = Int(counters[index])
      let before = sums[index]
      var after = before
      for feed in entries { after += added(by: choice, feed, cells) }
      let restBefore = reachable[column * counters.count + index]
      let restAfter = reachable[(column + 1) * counters.count + index]
      total +=
        weights.price(counter, after, reachable: restAfter)
        - weights.price(counter, before, reachable: restBefore)
    }
    return total
  }

  func add(_ choice: UInt16, to sums: inout [Int32], _ cells: [UInt16], _ column: Int) {
    for (index, entries) in feeds[column] {
      for feed in entries { sums[index] += added(by: choice, feed, cells) }
    }
  }

  private func added(by choice: UInt16, _ feed: Feed, _ cells: [UInt16]) -> Int32 {
    let weight = feed.weights[Int(choice)]
    guard let group = feed.group, weight != 0 else { return weight }
    return group.contains { feed.weights[Int(cells[$0])] != 0 } ? 0 : weight
  }

  private static func feeds(
    of family: SumFamily, _ window: SumWindow, _ choiceCount: Int
  ) -> [(Int, Feed)] {
    switch family.measure {
    case .weights(let weights):
      return window.positions.map { (Int($0), Feed(weights: weights, group: nil)) }
    case .anyInGroups(let groups, let members):
      let weights = (0..<choiceCount).map { Int32(members.contains($0) ? 1 : 0) }
      return window.positions.flatMap { group -> [(Int, Feed)] in
        let columns = groups[Int(group)].map(Int.init).sorted()
        return columns.enumerated().map { position, column in
          (column, Feed(weights: weights, group: Array(columns[..<position])))
        }
      }
    }
  }

  private static func reachable(
    _ feeds: [[(index: Int, entries: [Feed])]], _ count: Int, _ model: SearchModel, _ row: Int
  ) -> [Int32] {
    var result = [Int32](repeating: 0, count: (model.columnCount + 1) * max(1, count))
    for column in stride(from: model.columnCount - 1, through: 0, by: -1) {
      for index in 0..<count {
        result[column * count + index] = result[(column + 1) * count + index]
      }
      let choices = model.choicesOfDomain[
        Int(model.domainOfCell.base[row * model.columnCount + column])]
      for (index, entries) in feeds[column] {
        for feed in entries {
          result[column * count + index] += choices.map { feed.weights[Int($0)] }.max() ?? 0
        }
      }
    }
    return result
  }
}
