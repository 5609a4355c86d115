import Determinism

/// How a move chooses what a cell takes.
enum ChoosingStyle {
  /// Any choice with equal chance.
  case uniform
  /// The cheapest by the cell's price and the covers as they stand.
  case greedy
  /// The cheapest after random surcharges of up to one and a half temperatures.
  case noisyGreedy

  /// Three in eight uniform, two greedy, three in between.
  @inline(__always)
  static func draw(_ random: inout SeededGenerator) -> ChoosingStyle {
    let kind = random.below(8)
    return kind < 3 ? .uniform : kind < 5 ? .greedy : .noisyGreedy
  }
}

/// What a move asks of a cell's next choice.
struct ChoiceQuery {
  var row: Int
  var column: Int
  /// Member sets that the choice must be in, and no others.
  var sets: UInt32
  /// Choice of the column before, where it matters.
  var before: Int?
  /// Choice of the column after, where it matters.
  var after: Int?
}

extension GridState {
  /// A choice of the cell's domain that answers the query; nil when there is none.
  ///
  /// The price of a choice is its cell price and what it adds to counters that rows share, the
  /// cell's present choice counted too: a guess that spares many proposals, not an evaluation.
  @inline(__always)
  func choose(
    _ query: ChoiceQuery, _ style: ChoosingStyle, _ random: inout SeededGenerator
  ) -> UInt16? {
    let row = query.row
    let column = query.column
    let cell = row &* columnCount &+ column
    let domain = Int(feeds.domainOfCell[cell])
    let first = Int(feeds.choiceStart[domain])
    let last = Int(feeds.choiceStart[domain &+ 1])
    let choices = feeds.choices
    let isPriced =
      feeds.pricedCells[cell &>> 6] &>> UInt64(truncatingIfNeeded: cell & 63) & 1 != 0
    let line = isPriced ? Int(feeds.lineOfCell[cell]) : 0
    let kind = feeds.kindOfColumn[Int(feeds.classOfRow[row &* 2 &+ 1]) &+ column]
    let noise = style == .noisyGreedy ? temperature * Self.noise : 0
    var bits = random.next()
    var best: UInt16?
    var bestPrice = Float.infinity
    for index in first..<last {
      let choice = choices[index]
      if memberBits[Int(choice)] != query.sets || isForbidden(choice, query) { continue }
      bits = bits &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F
      let unit = Float(bits &>> 40) * 0x1p-24
      var price = unit
      if style != .uniform {
        // The unit part, at most 0.01 of a point, breaks ties.
        price = unit * max(noise, 0.01) + sharedPrice(kind, Int(choice))
        if isPriced { price += Float(feeds.cellPrices[line &+ Int(choice)]) }
      }
      if price < bestPrice {
        bestPrice = price
        best = choice
      }
    }
    return best
  }

  /// Surcharges of the noisy style in temperatures.
  private static var noise: Float { 1.5 }

  /// Whether a choice may not stand beside the choices that a query names.
  @inline(__always)
  private func isForbidden(_ choice: UInt16, _ query: ChoiceQuery) -> Bool {
    let column = query.column
    guard quick.isQuick[query.row], quick.distanceCount > 0, quick.distances[0] == 1 else {
      return false
    }
    let tables = quick.tableOfColumn + Int(quick.tablesOfRow[query.row])
    if let before = query.before, column > 0, tables[column - 1] >= 0 {
      let bits = quick.forbidden[Int(tables[column - 1]) &* choiceCount &+ before]
      if bits &>> UInt64(choice) & 1 != 0 { return true }
    }
    if let after = query.after, tables[column] >= 0 {
      let bits = quick.forbidden[Int(tables[column]) &* choiceCount &+ Int(choice)]
      if bits &>> UInt64(truncatingIfNeeded: after) & 1 != 0 { return true }
    }
    return false
  }

  /// What a choice adds to the counters that rows share, for a cell of a kind.
  @inline(__always)
  private func sharedPrice(_ kind: FeedTable.Kind, _ choice: Int) -> Float {
    let start = feeds.list(kind, choice)
    var price: Float = 0
    for position in Int(start[0])..<Int(start[2]) {
      let entry = feeds.entries[position]
      let item = counters[Int(entry.counter)]
      price += item.price(at: item.value &+ entry.weight) - item.price(at: item.value)
    }
    return price
  }

  /// Opens two separate places of one row.
  ///
  /// Each counts its structure by itself where a row's structure is only asked whether it is clean;
  /// otherwise one stretch spans both, so that nothing is counted twice.
  @inline(__always)
  mutating func open(row: Int, at first: Int, and second: Int) {
    if rowHard[row] == 0 && quick.isQuick[row] && abs(first - second) > 1 {
      open(row: row, from: first, to: first)
      open(row: row, from: second, to: second)
    } else {
      open(row: row, from: min(first, second), to: max(first, second))
    }
  }
}
