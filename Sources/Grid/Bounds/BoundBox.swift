/// Which amounts of the long windows each column need look at: a box of steps for each, laid out
/// with the widest window innermost, and how a step carries one box into the next.
struct BoundBox {
  /// A stretch of neighbouring costs that a step carries from one box to the next.
  struct Stretch {
    var from: Int32
    var to: Int32
    var count: Int32
  }

  /// Windows from the outermost dimension to the innermost.
  private var order: [Int]
  /// Least and greatest steps before each column, by window.
  private var low: [[Int]]
  private var high: [[Int]]
  /// Costs of one state before each column.
  private(set) var sizes: [Int]
  /// By column and step vector.
  private(set) var stretches: [[[Stretch]]]
  private(set) var isFeasible = true
  private let longWindows: [BoundWindow]
  private var bases: [Int] = []
  private let units: [Int]

  /// Nil when the box or the work on it is beyond the limits.
  init?(_ row: BoundRow, _ layers: BoundLayers, _ limits: BoundLimits) {
    longWindows = layers.longWindows
    units = longWindows.map { row.unit(of: $0) }
    low = []
    high = []
    sizes = []
    stretches = []
    order = Array(longWindows.indices)
    for index in longWindows.indices {
      let window = longWindows[index]
      let base =
        window.groups != nil
        ? 0
        : (0..<row.columnCount).reduce(0) {
          $0 + (window.looksAt[$1] ? row.leastWeight(window, $1) : 0)
        }
      bases.append(base)
      guard let last = Self.lastSteps(window, base: base, unit: units[index]) else {
        isFeasible = false
        return
      }
      let band = Self.band(layers, window: index, last: last)
      low.append(band.low)
      high.append(band.high)
      if zip(band.low, band.high).contains(where: { $0 > $1 }) {
        isFeasible = false
        return
      }
    }
    let widths = longWindows.indices.map { index in
      zip(low[index], high[index]).reduce(0) { max($0, $1.1 - $1.0 + 1) }
    }
    order = longWindows.indices.sorted { (widths[$0], $0) < (widths[$1], $1) }
    guard let sizes = Self.sizes(low, high, layers, limits) else { return nil }
    self.sizes = sizes
    stretches = layers.steps.enumerated().map { column, vectors in
      vectors.map { stretch(column, $0) }
    }
  }

  /// Steps that a window may have at the end; nil when no amount is allowed.
  private static func lastSteps(
    _ window: BoundWindow, base: Int, unit: Int
  ) -> ClosedRange<Int>? {
    guard let allowed = window.price.allowed else { return nil }
    let least = max(0, allowed.lowerBound - base)
    let low = (least + unit - 1) / unit
    let most = allowed.upperBound - base
    if most < 0 || most / unit < low { return nil }
    return low...most / unit
  }

  /// Steps before each column that some sequence of states reaches, and from which the end can be
  /// met; dead ends of the dimension alone are left out, others are not looked for.
  private static func band(
    _ layers: BoundLayers, window: Int, last: ClosedRange<Int>
  ) -> (low: [Int], high: [Int]) {
    let columnCount = layers.edges.count
    var before: [[ClosedRange<Int>]] = [[0...0]]
    for column in 0..<columnCount {
      var reach = [ClosedRange<Int>?](repeating: nil, count: layers.counts[column + 1])
      for edge in layers.edges[column] {
        let steps = Int(layers.steps[column][Int(edge.steps)][window])
        let range = before[column][Int(edge.source)]
        reach.join(
          range.lowerBound + steps...range.upperBound + steps, at: Int(edge.target))
      }
      before.append(reach.map { $0 ?? 0...0 })
    }
    var low = [Int](repeating: .max, count: columnCount + 1)
    var high = [Int](repeating: -1, count: columnCount + 1)
    var after = [ClosedRange<Int>](repeating: 0...0, count: layers.counts[columnCount])
    for column in stride(from: columnCount, through: 0, by: -1) {
      for (state, range) in before[column].enumerated() {
        let least = max(range.lowerBound, last.lowerBound - after[state].upperBound)
        let most = min(range.upperBound, last.upperBound - after[state].lowerBound)
        if least > most { continue }
        low[column] = min(low[column], least)
        high[column] = max(high[column], most)
      }
      guard column > 0 else { break }
      var reach = [ClosedRange<Int>?](repeating: nil, count: layers.counts[column - 1])
      for edge in layers.edges[column - 1] {
        let steps = Int(layers.steps[column - 1][Int(edge.steps)][window])
        let range = after[Int(edge.target)]
        reach.join(
          range.lowerBound + steps...range.upperBound + steps, at: Int(edge.source))
      }
      after = reach.map { $0 ?? 0...0 }
    }
    return (low, high)
  }

  private static func sizes(
    _ low: [[Int]], _ high: [[Int]], _ layers: BoundLayers, _ limits: BoundLimits
  ) -> [Int]? {
    var sizes: [Int] = []
    var work = 0
    for column in layers.counts.indices {
      var size = 1
      for index in low.indices {
        size *= high[index][column] - low[index][column] + 1
        if size > BoundLimits.box { return nil }
      }
      sizes.append(size)
      if size * layers.counts[column] > BoundLimits.layer { return nil }
      if column < layers.edges.count { work += size * layers.edges[column].count }
    }
    return work <= limits.rowWork ? sizes : nil
  }

  /// The stretches of one step, neighbours joined.
  private func stretch(_ column: Int, _ vector: [Int32]) -> [Stretch] {
    var result: [Stretch] = []
    append(0, column, vector, from: 0, to: 0, &result)
    return result
  }

  private func append(
    _ depth: Int, _ column: Int, _ vector: [Int32], from: Int, to: Int,
    _ result: inout [Stretch]
  ) {
    guard depth < order.count else {
      result.join(Stretch(from: Int32(from), to: Int32(to), count: 1))
      return
    }
    let window = order[depth]
    let shift = Int(vector[window])
    let first = max(low[window][column], low[window][column + 1] - shift)
    let last = min(high[window][column], high[window][column + 1] - shift)
    if first > last { return }
    let fromWidth = high[window][column] - low[window][column] + 1
    let toWidth = high[window][column + 1] - low[window][column + 1] + 1
    let fromStart = from * fromWidth + first - low[window][column]
    let toStart = to * toWidth + first + shift - low[window][column + 1]
    if depth == order.count - 1 {
      result.join(
        Stretch(from: Int32(fromStart), to: Int32(toStart), count: Int32(last - first + 1)))
      return
    }
    for index in 0...last - first {
      append(depth + 1, column, vector, from: fromStart + index, to: toStart + index, &result)
    }
  }

  /// What long windows cost at each place of the last box, in units of 1 ÷ `denominator`; only
  /// allowed amounts have places.
  func endPrices(denominator: Int) -> [Int] {
    guard let column = sizes.indices.last else { return [] }
    return (0..<sizes[column]).map { place in
      var rest = place
      var points = 0
      for window in order.reversed() {
        let width = high[window][column] - low[window][column] + 1
        let steps = low[window][column] + rest % width
        rest /= width
        if !longWindows[window].price.isHard {
          points += longWindows[window].price.points(at: bases[window] + units[window] * steps)
        }
      }
      return points * denominator
    }
  }
}

extension [ClosedRange<Int>?] {
  fileprivate mutating func join(_ range: ClosedRange<Int>, at index: Int) {
    guard let known = self[index] else {
      self[index] = range
      return
    }
    self[index] =
      Swift.min(known.lowerBound, range.lowerBound)...Swift.max(known.upperBound, range.upperBound)
  }
}

extension [BoundBox.Stretch] {
  fileprivate mutating func join(_ next: BoundBox.Stretch) {
    if let last, last.from + last.count == next.from, last.to + last.count == next.to {
      self[count - 1].count += next.count
    } else {
      append(next)
    }
  }
}
