import Grid

/// Builds the lattices of rows, sharing what is alike.
///
/// - Complexity: O(distinct layers × their edges + rows × columns).
final class LineFactory {
  private let model: SearchModel
  private var groups: [GroupKey: Int] = [:]
  private var layers: [LayerKey: LineLayer] = [:]
  private var lists: [[[Int32]]] = []
  private var listIndex: [[[Int32]]: Int] = [:]

  /// Rows of one group differ in nothing that a state or a step knows but domains and columns.
  private struct GroupKey: Hashable {
    var trackers: [Int]
    var memory: [[Int]]
    var windows: [[Int]]
    var orders: [Int]
  }

  private struct LayerKey: Hashable {
    var group: Int
    var sources: Int
    /// Whatever else of the column a step looks at.
    var column: [Int]
    var choices: [UInt16]
  }

  init(_ model: SearchModel) { self.model = model }

  /// The lattice of a row; nil when its states outgrow the limit or no row is possible.
  func lattice(
    _ rules: RowRules, carried: [Int], dense: Int?, tallied: [Int], edgeLimit: Int
  ) -> LineLattice? {
    var automaton = RowAutomaton(rules, windows: carried, dense: dense, tallied: tallied)
    let unit = dense.map { rules.windows[$0].unit } ?? 1
    let group = self.group(rules, carried, dense, tallied)
    let columnCount = model.columnCount
    let none = [UInt16](repeating: 0, count: columnCount)
    let whole = 0..<columnCount
    let prices = [Int32](repeating: 0, count: 1)
    return none.withUnsafeBufferPointer { cells -> LineLattice? in
      prices.withUnsafeBufferPointer { zero -> LineLattice? in
        guard let cellStart = cells.baseAddress, let priceStart = zero.baseAddress,
          let start = automaton.start(whole, cellStart)
        else { return nil }
        let task = RowTask(prices: priceStart, range: whole, cells: cellStart, stateLimit: .max)
        let reach = RowReach(automaton, task)
        var list = index(of: [automaton.knowledge(start)])
        var result: [LineLayer] = []
        var edgeCount = 0
        for column in whole {
          let key = LayerKey(
            group: group, sources: list,
            column: signature(rules, automaton, reach, column),
            choices: rules.choices[column])
          guard
            let layer = layers[key]
              ?? make(
                &automaton, reach, dense, column, sources: lists[list],
                edgeLimit: edgeLimit - edgeCount)
          else { return nil }
          layers[key] = layer
          if layer.targetCount == 0 { return nil }
          edgeCount += layer.edges.count
          if edgeCount > edgeLimit { return nil }
          result.append(layer)
          list = layer.targets
        }
        let seam = RowSeam(automaton, whole, cellStart)
        let ends = lists[list].map { knowledge -> Float in
          let state = automaton.state(knowing: knowledge, column: columnCount)
          return seam.points(automaton, state).map { Float($0) } ?? .infinity
        }
        return LineLattice(
          layers: result, endPoints: ends, carried: carried, dense: dense, unit: unit,
          tallied: tallied)
      }
    }
  }

  private func make(
    _ automaton: inout RowAutomaton, _ reach: RowReach, _ dense: Int?,
    _ column: Int, sources: [[Int32]], edgeLimit: Int
  ) -> LineLayer? {
    var targets: [[Int32]] = []
    var placeOf: [Int: Int] = [:]
    var edges: [(target: Int, edge: LineLayer.Edge)] = []
    let kinds = automaton.classes[column]
    for (source, knowledge) in sources.enumerated() {
      if edges.count > edgeLimit { return nil }
      let state = automaton.state(knowing: knowledge, column: column)
      let first = automaton.expand(state)
      for kind in kinds.indices {
        let edge = automaton.edges[first + kind]
        let target = Int(edge.target)
        if target < 0 { continue }
        if placeOf[target] == nil {
          let admits = reach.admits(automaton, target, column: column + 1, offset: column + 1)
          placeOf[target] = admits ? targets.count : -1
          if admits { targets.append(automaton.knowledge(target)) }
        }
        guard let place = placeOf[target], place >= 0 else { continue }
        let hits = automaton.hits.isEmpty ? 0 : automaton.hits[first + kind]
        edges.append(
          (
            place,
            LineLayer.Edge(
              source: Int32(source), kind: UInt16(kind), hits: UInt16(hits),
              price: Float(edge.price))
          ))
      }
    }
    let rules = automaton.rules
    let shifts = kinds.map { kind -> Int32 in
      guard let dense, rules.windows[dense].looksAt[column] else { return 0 }
      let window = rules.windows[dense]
      return window.weights[Int(kind.members[0])] / Int32(window.unit)
    }
    return LineLayer(
      sourceCount: sources.count, targetCount: targets.count, kinds: kinds.map(\.members),
      edges: edges, shifts: shifts, targets: index(of: targets))
  }

  private func index(of list: [[Int32]]) -> Int {
    if let known = listIndex[list] { return known }
    lists.append(list)
    listIndex[list] = lists.count - 1
    return lists.count - 1
  }

  // MARK: What rows and columns have in common

  private func group(
    _ rules: RowRules, _ carried: [Int], _ dense: Int?, _ tallied: [Int]
  ) -> Int {
    let trackers = rules.trackers.flatMap { tracker -> [Int] in
      [Int(tracker.bit), tracker.history, tracker.startIsOpen ? 1 : 0, tracker.runs.count]
        + tracker.runs.flatMap { run in
          [
            Int(run.min), Int(run.max), Int(run.priceShort), Int(run.priceLong),
            run.isHard ? 1 : 0, run.endIsOpen ? 1 : 0,
          ]
        }
    }
    let windows = carried.map { index -> [Int] in
      let item = rules.windows[index]
      return [item.low, item.high, item.priceUnder, item.priceOver, item.isHard ? 1 : 0]
        + item.weights.map(Int.init)
    }
    let priced = ((dense.map { [$0] } ?? []) + tallied).map { index in
      [-1] + rules.windows[index].weights.map(Int.init)
    }
    let orders = rules.orders.flatMap { order -> [Int] in
      [order.required, order.price, order.isHard ? 1 : 0]
        + order.isBefore.map { $0 ? 1 : 0 } + order.isAfter.map { $0 ? 1 : 0 }
    }
    let key = GroupKey(
      trackers: trackers, memory: rules.memory.identity, windows: windows + priced,
      orders: orders)
    let group = groups[key] ?? groups.count
    groups[key] = group
    return group
  }

  private func signature(
    _ rules: RowRules, _ automaton: borrowing RowAutomaton, _ reach: RowReach, _ column: Int
  ) -> [Int] {
    var result = [column == 0 ? 1 : 0]
    result += rules.memory.signature(column)
    for index in automaton.windows + automaton.tallied {
      let item = rules.windows[index]
      guard item.looksAt[column] else {
        result.append(-1)
        continue
      }
      guard let groups = item.groups else {
        result.append(item.lastColumn == column ? -2 : -3)
        continue
      }
      let group = groups.groupOfColumn[column]
      result += [
        groups.slotOfGroup[group], groups.last(group) == column ? 1 : 0,
        item.lastColumn == column ? 1 : 0,
      ]
    }
    if let dense = automaton.dense { result.append(rules.windows[dense].looksAt[column] ? 1 : 0) }
    return result + reach.signature(column: column + 1, offset: column + 1)
  }
}
