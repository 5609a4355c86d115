/// Which amounts a pass over a lattice follows, column by column, and what they cost at the end.
///
/// Without a frame's two amounts a pass is a plain shortest path over the states.
struct LineFrame: Sendable {
  /// Least and greatest steps of the dense window before each column; one more than columns.
  var low: [Int]
  var high: [Int]
  /// The same of the first tallied window.
  var secondLow: [Int]
  var secondHigh: [Int]
  /// Soft points of each last amount of the dense window, from ``low`` on; infinite outside.
  var densePoints: [Float]
  var secondPoints: [Float]
  /// Whether the first tallied window is followed, so that its hits aren't priced.
  var followsSecond: Bool

  var isEmpty: Bool { zip(low, high).contains { $0 > $1 } }

  /// Follows both amounts wherever they can still end inside hard bounds.
  init(_ lattice: LineLattice, _ rules: RowRules) {
    let count = lattice.layers.count
    low = [0]
    high = [0]
    for layer in lattice.layers {
      low.append(low[low.count - 1] + layer.leastShift)
      high.append(high[high.count - 1] + layer.mostShift)
    }
    densePoints = []
    secondPoints = [0]
    secondLow = Array(repeating: 0, count: count + 1)
    secondHigh = secondLow
    followsSecond = false
    if let dense = lattice.dense {
      clip(lattice, rules.windows[dense])
      densePoints = Self.points(rules.windows[dense], low[count]...max(low[count], high[count])) {
        $0 * lattice.unit
      }
    } else {
      low = Array(repeating: 0, count: count + 1)
      high = low
      densePoints = [0]
    }
    if let second = lattice.tallied.first, let groups = rules.windows[second].groups {
      let window = rules.windows[second]
      followsSecond = true
      let most = window.isHard && window.high != RowWindow.noHigh ? window.high : .max
      for column in 0...count {
        let begun = groups.columns.count { $0[0] < column }
        secondHigh[column] = min(most, begun)
      }
      secondPoints = Self.points(window, 0...max(0, secondHigh[count])) { $0 }
    }
  }

  private static func points(
    _ window: RowWindow, _ range: ClosedRange<Int>, _ amount: (Int) -> Int
  ) -> [Float] {
    range.map { step in
      let points = window.price(amount(step))
      return window.isHard ? (points > 0 ? .infinity : 0) : Float(points)
    }
  }

  private mutating func clip(_ lattice: LineLattice, _ window: RowWindow) {
    guard window.isHard else { return }
    let unit = lattice.unit
    var least = window.low == RowWindow.noLow ? Int.min / 2 : Self.roundedUp(window.low, unit)
    var most = window.high == RowWindow.noHigh ? Int.max / 2 : Self.roundedDown(window.high, unit)
    for index in stride(from: lattice.layers.count, through: 0, by: -1) {
      low[index] = max(low[index], least)
      high[index] = min(high[index], most)
      if index > 0 {
        least -= lattice.layers[index - 1].mostShift
        most -= lattice.layers[index - 1].leastShift
      }
    }
  }

  private static func roundedDown(_ amount: Int, _ unit: Int) -> Int {
    amount >= 0 ? amount / unit : -((unit - 1 - amount) / unit)
  }

  private static func roundedUp(_ amount: Int, _ unit: Int) -> Int {
    -roundedDown(-amount, unit)
  }

  /// Only amounts near an even pace towards the middle of the band: for answers, never for bounds.
  ///
  /// - Parameter width: steps to each side of the pace; the second amount gets a tenth of its
  ///   maximum, at least 2, and what falls short of it counts as if it didn't.
  func paced(_ lattice: LineLattice, width: Int) -> LineFrame {
    var result = self
    let count = lattice.layers.count
    if lattice.dense != nil {
      let open = lattice.layers.reduce(into: [0.0]) {
        $0.append($0[$0.count - 1] + Double($1.mostShift))
      }
      let total = max(1, open[count])
      let goal = Double(low[count] + high[count]) / 2
      for column in 0...count {
        let pace = goal * open[column] / total
        result.low[column] = max(low[column], Int(pace) - width)
        result.high[column] = min(high[column], Int(pace) + width)
      }
      // The end is as wide as ever.
      result.low[count] = low[count]
      result.high[count] = high[count]
    }
    let most = secondHigh[count]
    if followsSecond && most >= 6 {
      let slack = max(2, most / 10)
      for column in 0...count {
        let pace = Double(most) * Double(column) / Double(count)
        result.secondHigh[column] = min(secondHigh[column], Int(pace.rounded(.up)) + slack)
        result.secondLow[column] = min(
          result.secondHigh[column], max(0, Int(pace.rounded(.down)) - slack))
      }
      let first = result.secondLow[count]
      result.secondPoints = Array(secondPoints[first...])
    }
    return result
  }
}
