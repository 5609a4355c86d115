/// One step of a row from a state before a column to a state after it.
struct BoundEdge {
  var source: Int32
  var target: Int32
  /// Place among the column's classes of choices.
  var place: Int32
  /// Place among the column's vectors of steps in long windows.
  var steps: Int32
  /// Soft rules that the step settles, in units of 1 ÷ denominator.
  var price: Int32
}

/// All states of a row, column by column, as far as some sequence that keeps the hard rules passes
/// through them; amounts of long windows apart.
struct BoundLayers {
  /// States before each column, and after the last.
  private(set) var counts: [Int] = []
  /// Steps through each column.
  private(set) var edges: [[BoundEdge]] = []
  /// Cheapest choice of each class, by column.
  let classPrices: [[Int32]]
  /// What a step adds to each long window, by column: distinct vectors.
  private(set) var steps: [[[Int32]]] = []
  /// What the end of the row adds to each last state.
  private(set) var endPrices: [Int] = []
  let longWindows: [BoundWindow]

  /// Whether any sequence keeps the hard rules that states carry.
  var isFeasible: Bool { counts.first == 1 && counts.last ?? 0 > 0 }

  /// Nil when there are too many states or steps.
  static func build(_ row: BoundRow) throws(BoundRefusal) -> BoundLayers? {
    let classes = BoundClasses(row)
    var stepper = BoundStepper(row)
    guard stepper.longWindows.count(where: { $0.groups != nil }) <= BoundLimits.longGroupWindows
    else { return nil }
    var layers = BoundLayers(classPrices: try classes.prices(), longWindows: stepper.longWindows)
    var total = 0
    var largest = 0
    layers.counts = [1]
    var current = BoundStates(stride: stepper.stride)
    current.insert(stepper.start)
    for column in 0..<row.columnCount {
      var following = BoundStates(stride: stepper.stride)
      var edges: [BoundEdge] = []
      stepper.beginColumn(column)
      for state in 0..<current.count {
        for (place, item) in classes.ofColumn[column].enumerated() {
          guard let step = stepper.step(current.words, state, item.choice) else { continue }
          let target = following.insert(stepper.next)
          edges.append(
            BoundEdge(
              source: Int32(state), target: Int32(target), place: Int32(place),
              steps: Int32(step.vector), price: step.price))
        }
        if following.count > BoundLimits.states { return nil }
      }
      total += edges.count
      if total > BoundLimits.edges { return nil }
      largest += edges.reduce(0) { max($0, Int($1.price.magnitude)) }
      largest += layers.classPrices[column].reduce(0) { max($0, Int($1.magnitude)) }
      layers.counts.append(following.count)
      layers.edges.append(edges)
      layers.steps.append(stepper.vectors)
      current = following
    }
    // Every sum along a row stays far from the mark for unreachable.
    guard largest < BoundLimits.rowPrices, !stepper.hasOverflown else {
      throw .overflow("a row's prices together")
    }
    layers.prune((0..<current.count).map { stepper.endPrice(current.words, $0) })
    return layers
  }

  private init(classPrices: [[Int32]], longWindows: [BoundWindow]) {
    self.classPrices = classPrices
    self.longWindows = longWindows
  }

  /// Drops states from which no allowed end can be reached, and numbers the rest anew.
  private mutating func prune(_ ends: [Int?]) {
    endPrices = ends.compactMap { $0 }
    var renumbered = Self.numbers(ends.map { $0 != nil })
    counts[counts.count - 1] = endPrices.count
    for column in edges.indices.reversed() {
      var isAlive = [Bool](repeating: false, count: counts[column])
      var kept: [BoundEdge] = []
      kept.reserveCapacity(edges[column].count)
      for var edge in edges[column] where renumbered[Int(edge.target)] >= 0 {
        edge.target = renumbered[Int(edge.target)]
        isAlive[Int(edge.source)] = true
        kept.append(edge)
      }
      renumbered = Self.numbers(isAlive)
      for index in kept.indices { kept[index].source = renumbered[Int(kept[index].source)] }
      edges[column] = kept
      counts[column] = isAlive.count { $0 }
    }
  }

  private static func numbers(_ isAlive: [Bool]) -> [Int32] {
    var next: Int32 = 0
    return isAlive.map { alive in
      defer { if alive { next += 1 } }
      return alive ? next : -1
    }
  }
}

/// Choices of each column that no rule of the row tells apart: only the cheapest of them counts.
struct BoundClasses {
  struct Item {
    /// Stands for all.
    var choice: Int
    var number: Int
    var price: Int
  }

  private(set) var ofColumn: [[Item]] = []

  init(_ row: BoundRow) {
    var known: [[Int]: Int] = [:]
    let numbers = (0..<row.choiceCount).map { choice -> Int in
      var signature: [Int] = []
      for pair in row.pairs {
        signature.append((pair.from[choice] ? 1 : 0) + (pair.to[choice] ? 2 : 0))
      }
      for item in row.runs { signature.append(item.run.members[choice] ? 1 : 0) }
      for order in row.orders {
        signature.append((order.before[choice] ? 1 : 0) + (order.after[choice] ? 2 : 0))
      }
      for window in row.windows + row.hits { signature.append(Int(window.weights[choice])) }
      let number = known[signature] ?? known.count
      known[signature] = number
      return number
    }
    for column in 0..<row.columnCount {
      var items: [Item] = []
      for choice in row.choices[column] {
        let price = row.prices[column * row.choiceCount + choice]
        if let place = items.firstIndex(where: { $0.number == numbers[choice] }) {
          items[place].price = min(items[place].price, price)
        } else {
          items.append(Item(choice: choice, number: numbers[choice], price: price))
        }
      }
      ofColumn.append(items)
    }
  }

  func prices() throws(BoundRefusal) -> [[Int32]] {
    var result: [[Int32]] = []
    for items in ofColumn {
      var column: [Int32] = []
      for item in items {
        guard item.price.magnitude < UInt(BoundLimits.rowPrices) else {
          throw .overflow("a price of a row")
        }
        column.append(Int32(item.price))
      }
      result.append(column)
    }
    return result
  }
}

/// Distinct states of one column.
struct BoundStates {
  let stride: Int
  private(set) var words: [Int32] = []
  private(set) var count = 0
  /// Open addressing, −1 for empty; at least twice as many places as states.
  private var places = [Int32](repeating: -1, count: 64)

  init(stride: Int) { self.stride = stride }

  /// The number of a state, new or known.
  @discardableResult
  mutating func insert(_ state: [Int32]) -> Int {
    if 2 * (count + 1) > places.count { grow() }
    var place = Self.hash(state, 0, stride) & (places.count - 1)
    while places[place] >= 0 {
      let known = Int(places[place])
      if isEqual(known, state) { return known }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = Int32(count)
    words.append(contentsOf: state)
    count += 1
    return count - 1
  }

  private func isEqual(_ known: Int, _ state: [Int32]) -> Bool {
    for index in 0..<stride where words[known * stride + index] != state[index] { return false }
    return true
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: 2 * places.count)
    for state in 0..<count {
      var place = Self.hash(words, state * stride, stride) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(state)
    }
  }

  /// FNV-1a over words (G. Fowler, L. C. Noll, K.-P. Vo), folded.
  private static func hash(_ words: [Int32], _ start: Int, _ count: Int) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<start + count {
      hash = (hash ^ UInt64(UInt32(bitPattern: words[index]))) &* 0x100_0000_01B3
      hash ^= hash >> 29
    }
    return Int(truncatingIfNeeded: hash >> 1)
  }
}
